'use strict';

/** Counts and shares as people read them. */

const GROUPED = new Intl.NumberFormat('en-US');
const STEPS = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e4, 'k'],
];

/** A count with thousands separators. */
export function count(value) {
  return GROUPED.format(value);
}

/** A count in few characters: 12.3k, 4.56M. */
export function brief(value) {
  for (const [step, unit] of STEPS) {
    if (value >= step) {
      const scaled = value / (unit === 'k' ? 1e3 : step);
      return `${scaled.toPrecision(Math.max(3, String(Math.trunc(scaled)).length))}${unit}`;
    }
  }
  return count(value);
}

/**
 * A share as a percentage. Never says none or all of what is only nearly so.
 *
 * @param {number} share 0 to 1
 */
export function percent(share) {
  if (share <= 0 || share >= 1) {
    return `${Math.round(share * 100)} %`;
  }
  if (share < 0.001) {
    return '< 0.1 %';
  }
  if (share > 0.999) {
    return '> 99.9 %';
  }
  return `${(share * 100).toFixed(1)} %`;
}

/**
 * By how much something has become more or less.
 *
 * @param {string | undefined} ratio now by then, as the service gives it; none where there was nothing then
 * @param {boolean} nothingNow whether there is nothing now either
 */
export function change(ratio, nothingNow) {
  if (ratio === undefined) {
    return nothingNow ? '\u2013' : 'new';
  }
  const points = (Number(ratio) - 1) * 100;
  if (Math.abs(points) >= 999.5) {
    return `\u00d7 ${Number(ratio).toPrecision(3)}`;
  }
  const rounded = Math.abs(points) < 10 ? points.toFixed(1) : points.toFixed(0);
  return `${points > 0 ? '+' : ''}${rounded.replace('-', '\u2212')} %`;
}

/** One of them or several: `plural(2, 'budget')`. */
export function plural(number, word, several = `${word}s`) {
  return `${count(number)} ${number === 1 ? word : several}`;
}
