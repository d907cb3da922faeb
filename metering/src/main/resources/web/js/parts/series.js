'use strict';

import { exact, picos } from '../core/money.js';
import { Lengths, monthOf, plusDays, sayDate } from '../core/time.js';

/**
 * An answer by window as lines of a chart: one per group, with a place for every window, also those without usage.
 *
 * @typedef {{name: string, texts: string[], values: number[]}} Line
 * @typedef {{labels: string[], lines: Line[]}} Series
 */

const ZERO = '0.000000000000';
const NAME_JOINT = ' \u00b7 ';

/** The name of a group: its values without the window. */
export function nameOf(group, keys) {
  return keys.length === 0 ? 'Total' : keys.map((key) => group.key[key]).join(NAME_JOINT);
}

/**
 * @param {any} answer of /v1/usage with a granularity
 * @param {import('../core/time.js').Calendar} calendar
 * @returns {Series}
 */
export function seriesOf(answer, calendar) {
  const slots = slotsOf(answer, calendar);
  const places = new Map(slots.map((slot, place) => [slot.id, place]));
  const byName = new Map();
  for (const group of answer.groups) {
    const name = nameOf(group, answer.groupBy);
    const texts = byName.get(name) ?? Array(slots.length).fill(ZERO);
    const place = places.get(slotId(answer.granularity, Date.parse(group.key.windowStart), calendar));
    if (place !== undefined) {
      texts[place] = group.cost;
    }
    byName.set(name, texts);
  }
  return {
    labels: slots.map((slot) => slot.label),
    lines: [...byName]
      .map(([name, texts]) => ({ name, texts, values: texts.map(Number), total: texts.reduce((all, text) => all + picos(text), 0n) }))
      .sort((one, other) => (one.total < other.total ? 1 : one.total > other.total ? -1 : 0)),
  };
}

/** The sum of a line, as a decimal text. */
export function totalOf(line) {
  return exact(line.texts.reduce((all, text) => all + picos(text), 0n));
}

function slotsOf(answer, calendar) {
  const fromMs = Date.parse(answer.from);
  const toMs = answer.to ? Date.parse(answer.to) : calendar.now();
  const slots = [];
  const add = (id, label) => slots.push({ id, label });
  switch (answer.granularity) {
    case 'minute':
    case 'hour': {
      const lengthMs = answer.granularity === 'hour' ? Lengths.HOUR_MS : Lengths.MINUTE_MS;
      const severalDays = toMs - fromMs > Lengths.DAY_MS;
      for (let ms = Math.floor(fromMs / lengthMs) * lengthMs; ms < toMs; ms += lengthMs) {
        add(ms, severalDays ? `${shortDate(calendar.dateOf(ms))} ${calendar.clock(ms)}` : calendar.clock(ms));
      }
      break;
    }
    case 'day': {
      const last = calendar.dateOf(toMs - 1);
      for (let date = calendar.dateOf(fromMs); date <= last; date = plusDays(date, 1)) {
        add(date, shortDate(date));
      }
      break;
    }
    default: {
      const last = calendar.dateOf(toMs - 1);
      for (let date = monthOf(calendar.dateOf(fromMs)); date <= last; date = monthOf(date, 1)) {
        add(date, sayDate(date).slice(2));
      }
    }
  }
  return slots;
}

function slotId(granularity, ms, calendar) {
  switch (granularity) {
    case 'day':
      return calendar.dateOf(ms);
    case 'month':
      return monthOf(calendar.dateOf(ms));
    default:
      return ms;
  }
}

function shortDate(date) {
  return sayDate(date).replace(/ \d{4}$/, '');
}
