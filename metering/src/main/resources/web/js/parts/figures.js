'use strict';

import { el } from '../core/dom.js';
import { dollarsOf } from '../core/money.js';
import { brief, count, percent } from '../core/numbers.js';

/**
 * An amount, rounded for reading. Its exact text is its value and its title.
 *
 * @param {string} text decimal text
 */
export function money(text, attributes = {}) {
  return el('data', { value: text, title: `${text} USD`, class: 'money', ...attributes }, dollarsOf(text));
}

/** Shows another amount in an element made by {@link money}. */
export function setMoney(element, text) {
  if (element.getAttribute('value') !== text) {
    element.setAttribute('value', text);
    element.setAttribute('title', `${text} USD`);
    element.textContent = dollarsOf(text);
  }
}

/** A count in few characters, with all of it as value and title. */
export function amount(value) {
  return el('data', { value, title: count(value) }, brief(value));
}

/** A share given as a decimal text. */
export function share(text) {
  return el('data', { value: text, title: text }, percent(Number(text)));
}

/** A point in time, readable here and exact in the title. */
export function moment(iso, calendar) {
  return el('time', { datetime: iso, title: iso }, calendar.moment(Date.parse(iso)));
}

/** A short word in a coloured frame. */
export function badge(text, kind = 'plain') {
  return el('span', { class: `badge ${kind}` }, text);
}
