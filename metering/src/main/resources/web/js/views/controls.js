'use strict';

import { el, fill } from '../core/dom.js';
import { granularities, rangeOf, RANGES } from '../core/question.js';
import { isDate, plusDays } from '../core/time.js';
import { segments, select } from '../parts/choice.js';

const MOST_PAIRS = 3;

/**
 * Over which time, per what and by which keys is asked.
 *
 * @typedef {{groupBy: string[], granularity: string, rangeName: string, range: {from: string, to: string}}} Choice
 */
export class Controls {
  /**
   * @param {{tags: string[], dimensions: string[]}} keys
   * @param {import('../core/time.js').Calendar} calendar
   * @param {(changes: object) => void} onChange
   */
  constructor(keys, calendar, onChange) {
    this.keys = keys;
    this.calendar = calendar;
    this.onChange = onChange;
    this.element = el('div', { class: 'explore-controls' });
  }

  /** @param {Choice} choice */
  show(choice) {
    const focused = document.activeElement?.closest?.('[data-control]')?.dataset.control;
    const possible = granularities(choice.range);
    fill(
      this.element,
      el('div', { 'data-control': 'range' }, segments('Time', Object.entries(RANGES), choice.rangeName, (name) => this.chooseRange(name, choice))),
      choice.rangeName === 'custom' && this.dates(choice.range),
      select('Per', possible.map((name) => [name, name === 'total' ? 'whole time' : name]), choice.granularity, (granularity) => this.onChange({ granularity })),
      el(
        'div',
        { class: 'presets', role: 'group', 'aria-label': 'Group by', 'data-control': 'presets' },
        el('span', { class: 'quiet' }, 'By'),
        [...presets(this.keys), []].map((keys) => this.preset(keys, choice)),
        this.menu(choice),
      ),
    );
    if (focused) {
      this.element.querySelector(`[data-control="${focused}"] :is(:checked, [aria-pressed="true"])`)?.focus();
    }
  }

  preset(keys, { groupBy }) {
    const isChosen = JSON.stringify(keys) === JSON.stringify(groupBy);
    return el(
      'button',
      { type: 'button', class: 'preset', 'aria-pressed': String(isChosen), on: { click: () => this.onChange({ groupBy: keys }) } },
      keys.length === 0 ? 'Total' : keys.join(' \u00d7 '),
    );
  }

  menu({ groupBy }) {
    const turn = (key, isWanted) => this.onChange({ groupBy: isWanted ? [...groupBy, key] : groupBy.filter((other) => other !== key) });
    return el(
      'details',
      { class: 'menu' },
      el('summary', {}, 'Other keys'),
      el('div', { class: 'menu-items' }, [...this.keys.tags, ...this.keys.dimensions].map((key) => el(
        'label',
        {},
        el('input', { type: 'checkbox', checked: groupBy.includes(key), on: { change: (event) => turn(key, event.target.checked) } }),
        key,
      ))),
    );
  }

  chooseRange(name, choice) {
    if (name === 'custom') {
      const { from, to } = rangeOf(choice.rangeName, this.calendar);
      this.onChange({ dates: { from, to } });
    } else {
      this.onChange({ rangeName: name, dates: null });
    }
  }

  dates({ from, to }) {
    const first = dateField('First day', isDate(from) ? from : '');
    const last = dateField('Last day', isDate(to) ? plusDays(to, -1) : '');
    const apply = () => {
      if (first.input.value && last.input.value && first.input.value <= last.input.value) {
        this.onChange({ dates: { from: first.input.value, to: plusDays(last.input.value, 1) } });
      }
    };
    first.input.addEventListener('change', apply);
    last.input.addEventListener('change', apply);
    return el('span', { class: 'dates' }, first.element, last.element);
  }
}

/** Each tag with the environment, model and principal: what people ask most. */
export function presets({ tags, dimensions }) {
  const environment = tags.find((key) => /^env/i.test(key));
  const others = tags.filter((key) => key !== environment).slice(0, MOST_PAIRS);
  const ofTags = others.map((key) => (environment ? [key, environment] : [key]));
  return [...ofTags, ...['model', 'principal'].filter((key) => dimensions.includes(key)).map((key) => [key])];
}

function dateField(label, value) {
  const input = el('input', { type: 'date', value, 'aria-label': label });
  return { input, element: el('span', { class: 'field' }, el('span', { 'aria-hidden': 'true' }, label), input) };
}
