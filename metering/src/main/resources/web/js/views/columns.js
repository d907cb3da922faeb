'use strict';

import { el } from '../core/dom.js';
import { picos } from '../core/money.js';
import { change, count } from '../core/numbers.js';
import { sayDate } from '../core/time.js';
import { amount, money } from '../parts/figures.js';

/**
 * What a line of an answer is told with. The line of the whole answer has `isTotal`.
 *
 * @typedef {{groupBy: string[], granularity: string, calendar: import('../core/time.js').Calendar,
 *   onValue: (key: string, value: string) => void}} Shape
 */

/**
 * @param {Shape} shape
 * @param {any} total of the answer; what it has none of needs no column
 */
export function columnsOf(shape, total) {
  const plain = (id, label, field) => ({
    id, label, numeric: true, text: (row) => String(row[field]), node: (row) => amount(row[field]),
  });
  return [
    ...leading(shape),
    { id: 'cost', label: 'Cost', numeric: true, sort: 'cost', text: (row) => row.cost, node: (row) => money(row.cost) },
    changeColumn(),
    { id: 'requests', label: 'Requests', numeric: true, sort: 'requests', text: (row) => count(row.requests) },
    { id: 'errors', label: 'Errors', numeric: true, text: (row) => count(row.errors) },
    { ...plain('input', 'Input tokens', 'inputTokens'), sort: 'tokens' },
    plain('output', 'Output tokens', 'outputTokens'),
    plain('cacheRead', 'Cache read', 'cacheReadTokens'),
    plain('cacheWrite', 'Cache write', 'cacheWriteTokens'),
    ...(total.unpriced > 0 ? [{ id: 'unpriced', label: 'Unpriced', numeric: true, text: (row) => count(row.unpriced) }] : []),
  ];
}

/** By how much a line has changed against the period before. */
export function changeColumn() {
  return {
    id: 'change',
    label: 'Change',
    numeric: true,
    text: (row) => `${change(row.previous?.ratio, picos(row.cost) === 0n)} ${row.previous?.delta}`,
    node: (row) => {
      const delta = row.previous ? picos(row.previous.delta) : 0n;
      return el(
        'span',
        { class: delta > 0n ? 'more' : delta < 0n ? 'less' : '', title: row.previous && `${row.previous.delta} USD, from ${row.previous.cost}` },
        change(row.previous?.ratio, picos(row.cost) === 0n),
      );
    },
  };
}

/** When, and what of. */
function leading({ groupBy, granularity, calendar, onValue }) {
  const isWhole = granularity === 'total';
  const keyed = groupBy.map((key, place) => {
    const totalText = isWhole && place === 0 ? 'Total' : '';
    return {
      id: `key:${key}`,
      label: key,
      sort: isWhole && place === 0 ? 'key' : undefined,
      text: (row) => (row.isTotal ? totalText : row.key[key]),
      node: (row) => (row.isTotal ? el('span', {}, totalText) : valueButton(key, row.key[key], onValue)),
    };
  });
  if (!isWhole) {
    const isLong = granularity === 'day' || granularity === 'month';
    const say = (ms) => (isLong ? sayDate(calendar.dateOf(ms)) : calendar.moment(ms));
    return [{ id: 'window', label: 'From', sort: 'key', fixed: true, text: (row) => (row.isTotal ? 'Total' : say(Date.parse(row.key.windowStart))) }, ...keyed];
  }
  return keyed.length > 0 ? keyed : [{ id: 'whole', label: 'Usage', text: () => 'Total' }];
}

/** A value narrows the question to itself. */
function valueButton(key, value, onValue) {
  return el('button', { type: 'button', class: 'value', title: `${value} (only this ${key})`, on: { click: () => onValue(key, value) } }, value);
}
