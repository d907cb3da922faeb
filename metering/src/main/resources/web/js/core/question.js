'use strict';

import { Lengths, monthOf, plusDays, sayDate, toMinute } from './time.js';

/**
 * A question to `/v1/usage` as the page holds it and as its links write it.
 *
 * @typedef {{key: string, condition: 'is' | 'in' | 'not' | 'prefix', values: string[]}} Filter
 * @typedef {{from: string, to: string, label: string}} Range
 */

/** Named ranges. None ends after today, so that the period before is as long and comparable. */
export const RANGES = Object.freeze({
  today: 'Today',
  yesterday: 'Yesterday',
  '7d': '7 days',
  '30d': '30 days',
  'this-month': 'This month',
  'last-month': 'Last month',
  custom: 'Dates',
});

/**
 * @param {string} name one of RANGES
 * @param {import('./time.js').Calendar} calendar
 * @returns {Range} `to` is the first day that does not count
 */
export function rangeOf(name, calendar) {
  const today = calendar.today();
  const tomorrow = plusDays(today, 1);
  const ranges = {
    today: [today, tomorrow],
    yesterday: [plusDays(today, -1), today],
    '7d': [plusDays(today, -6), tomorrow],
    '30d': [plusDays(today, -29), tomorrow],
    'this-month': [monthOf(today), tomorrow],
    'last-month': [monthOf(today, -1), monthOf(today)],
  };
  const [from, to] = ranges[name] ?? ranges['this-month'];
  return { from, to, label: sayRange(from, to) };
}

/** 1 Nov 2026 – 21 Nov 2026 */
export function sayRange(from, to) {
  const last = plusDays(to, -1);
  return from === last ? sayDate(from) : `${sayDate(from)} \u2013 ${sayDate(last)}`;
}

/** The last so many whole windows up to and with the present one, as instants. */
export function upToNow(calendar, windowMs, windows) {
  const end = (Math.floor(calendar.now() / windowMs) + 1) * windowMs;
  return { from: toMinute(end - windows * windowMs), to: toMinute(end) };
}

/**
 * A filter as the service writes it: KEY:VALUE, KEY:in:A|B, KEY:not:VALUE, KEY:prefix:VALUE.
 *
 * @param {Filter} filter
 */
export function filterText({ key, condition, values }) {
  const name = key.replace(/[\\:]/g, '\\$&');
  switch (condition) {
    case 'in':
      return `${name}:in:${values.map((value) => value.replace(/[\\|]/g, '\\$&')).join('|')}`;
    case 'is':
      return `${name}:${plain(values[0])}`;
    default:
      return `${name}:${condition}:${values[0].replace(/\\/g, '\\\\')}`;
  }
}

function plain(value) {
  const escaped = value.replace(/\\/g, '\\\\');
  return /^(in|not|prefix):/.test(value) ? `\\${escaped}` : escaped;
}

/**
 * @param {string} text
 * @returns {Filter | null} null where it is none
 */
export function filterOf(text) {
  const pieces = unescaped(text);
  const colon = pieces.findIndex((piece) => piece === ':');
  if (colon < 1) {
    return null;
  }
  const key = join(pieces.slice(0, colon));
  const rest = pieces.slice(colon + 1);
  const condition = ['in', 'not', 'prefix'].find((name) => join(rest.slice(0, name.length + 1), true) === `${name}:`);
  if (!condition) {
    return { key, condition: 'is', values: [join(rest)] };
  }
  const value = rest.slice(condition.length + 1);
  return { key, condition, values: condition === 'in' ? split(value) : [join(value)] };
}

/** Characters, each escaped one with its backslash. */
function unescaped(text) {
  return text.match(/\\[^]|[^]/gu) ?? [];
}

/** @param {boolean} [asWritten] keeps backslashes, so that an escaped character equals no other */
function join(pieces, asWritten = false) {
  return pieces.map((piece) => (!asWritten && piece.length > 1 && piece[0] === '\\' ? piece.slice(1) : piece)).join('');
}

function split(pieces) {
  const values = [[]];
  pieces.forEach((piece) => (piece === '|' ? values.push([]) : values[values.length - 1].push(piece)));
  return values.map((value) => join(value));
}

/** What can be asked for a stretch of time without too many windows. */
export function granularities(range) {
  const days = (Date.parse(range.to) - Date.parse(range.from)) / Lengths.DAY_MS;
  return ['total', 'month', 'day', ...(days <= 31 ? ['hour'] : []), ...(days <= 1 ? ['minute'] : [])];
}
