'use strict';

/**
 * Amounts of US dollars as the service gives them: decimal texts of up to twelve places. Sums are whole numbers of 1e-12 dollars
 * (bigint); floats are for pixels only.
 */

const PLACES = 12;
const ONE = 10n ** BigInt(PLACES);
const CENT = ONE / 100n;
const TEXT = /^(-?)(\d+)(?:\.(\d{1,12}))?$/;
const SIGNIFICANT = 3;

/**
 * @param {string} text such as "6.000000000000"
 * @returns {bigint} 1e-12 dollars
 */
export function picos(text) {
  const parts = TEXT.exec(text);
  if (!parts) {
    throw new TypeError(`"${text}" is no amount: expected a decimal text of at most twelve places`);
  }
  const magnitude = BigInt(parts[2]) * ONE + BigInt((parts[3] ?? '').padEnd(PLACES, '0'));
  return parts[1] ? -magnitude : magnitude;
}

/** The decimal text of an amount, with all twelve places. */
export function exact(amount) {
  const magnitude = amount < 0n ? -amount : amount;
  const fraction = String(magnitude % ONE).padStart(PLACES, '0');
  return `${amount < 0n ? '-' : ''}${magnitude / ONE}.${fraction}`;
}

/** The sum of decimal texts. */
export function sum(texts) {
  return texts.reduce((total, text) => total + picos(text), 0n);
}

/**
 * An amount as people read it: cents, and three digits of what is less than a cent. Rounded half up.
 *
 * @param {bigint} amount 1e-12 dollars
 */
export function dollars(amount) {
  const magnitude = amount < 0n ? -amount : amount;
  const places = placesOf(magnitude);
  const step = 10n ** BigInt(PLACES - places);
  const rounded = (magnitude + step / 2n) / step;
  const digits = String(rounded).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${amount < 0n ? '\u2212' : ''}$${whole}.${digits.slice(digits.length - places)}`;
}

/** The same of a decimal text. */
export function dollarsOf(text) {
  return dollars(picos(text));
}

/** For pixels: nothing that is shown as a number may come from it. */
export function pixels(text) {
  return Number(text);
}

function placesOf(magnitude) {
  if (magnitude === 0n || magnitude >= CENT) {
    return 2;
  }
  const leadingZeros = PLACES - String(magnitude).length;
  return Math.min(PLACES, leadingZeros + SIGNIFICANT);
}
