'use strict';

/** Time in the zone in which the service lets days and months begin, by the clock of the service. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

export class Calendar {
  /**
   * @param {string} zone IANA name or offset
   * @param {string} time of the service now, ISO 8601
   */
  constructor(zone, time) {
    this.zone = zone;
    this.aheadMs = Date.parse(time) - Date.now();
    const of = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', ...options });
    this.dateParts = of({ year: 'numeric', month: '2-digit', day: '2-digit' });
    this.clockFormat = of({ hour: '2-digit', minute: '2-digit' });
    this.secondsFormat = of({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
    this.momentFormat = of({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  }

  /** The time of the service in milliseconds. */
  now() {
    return Date.now() + this.aheadMs;
  }

  /** The date of an instant, as YYYY-MM-DD. */
  dateOf(ms) {
    const parts = Object.fromEntries(this.dateParts.formatToParts(ms).map((part) => [part.type, part.value]));
    return `${parts.year}-${parts.month}-${parts.day}`;
  }

  today() {
    return this.dateOf(this.now());
  }

  /** 09:30 */
  clock(ms) {
    return this.clockFormat.format(ms);
  }

  /** 09:30:15 */
  seconds(ms) {
    return this.secondsFormat.format(ms);
  }

  /** 21 Nov 2026, 09:30 */
  moment(ms) {
    return this.momentFormat.format(ms);
  }
}

/** Whether a text is a date that exists, as YYYY-MM-DD. */
export function isDate(text) {
  return DATE.test(text) && !Number.isNaN(Date.parse(text)) && plusDays(text, 0) === text;
}

/** @param {string} date YYYY-MM-DD */
export function plusDays(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The first date of the month of a date, or of one so many months later. */
export function monthOf(date, later = 0) {
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + later;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}

/** 21 Nov 2026 */
export function sayDate(date) {
  return new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
}

/** An instant as the service takes it: to the minute. */
export function toMinute(ms) {
  return new Date(Math.floor(ms / MINUTE_MS) * MINUTE_MS).toISOString().replace('.000Z', 'Z');
}

/** How long, in its largest unit: 45 s, 12 min, 3 h, 2 d. */
export function span(ms) {
  const units = [
    [DAY_MS, 'd'],
    [HOUR_MS, 'h'],
    [MINUTE_MS, 'min'],
  ];
  for (const [length, unit] of units) {
    if (ms >= length) {
      return `${Math.floor(ms / length)} ${unit}`;
    }
  }
  return ms < 10_000 ? `${(Math.max(0, ms) / 1000).toFixed(1)} s` : `${Math.floor(ms / 1000)} s`;
}

export const Lengths = Object.freeze({ MINUTE_MS, HOUR_MS, DAY_MS });
