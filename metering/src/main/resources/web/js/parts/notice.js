'use strict';

import { forget } from '../core/access.js';
import { el } from '../core/dom.js';

/**
 * Something to be told instead of numbers.
 *
 * @param {'info' | 'warning' | 'error'} kind
 * @param {string} title
 * @param {...any} details paragraphs
 */
export function notice(kind, title, ...details) {
  return el(
    'div',
    { class: `notice ${kind}`, role: kind === 'error' ? 'alert' : 'status' },
    el('p', { class: 'notice-title' }, title),
    details.filter(Boolean).map((detail) => (detail instanceof Node ? detail : el('p', {}, detail))),
  );
}

/**
 * Why a question was not answered.
 *
 * @param {any} failure a Refusal, or a fault of this page
 * @param {string} subject what was asked for
 */
export function refusal(failure, subject) {
  if (failure.name !== 'Refusal') {
    console.error(failure);
    return notice('error', `${subject} cannot be shown`, 'This page has a fault; its console tells more.');
  }
  if (failure.status === 403) {
    return notice('error', `${subject}: not allowed`, failure.message, otherKey());
  }
  if (failure.isPassing) {
    return notice('warning', `${subject}: no answer for the moment`, failure.message, 'Tried again by itself.');
  }
  const reasons = failure.errors.length > 1
    ? el('ul', {}, failure.errors.map((error) => el('li', {}, `${error.parameter}: ${error.detail}`)))
    : el('p', {}, failure.message);
  return notice('error', `${subject} cannot be shown`, reasons, failure.remedy);
}

/** A part of bedrock-meter that is not served here. */
export function notServed(what, how) {
  return notice('info', `${what} are not served here`, how);
}

/** Names the instances whose numbers an answer lacks; nothing where it is whole. */
export function incomplete(answer) {
  return answer.partial
    ? notice(
      'warning',
      'These numbers are not whole',
      ...answer.missing.map((part) => `${part.instance}: ${part.reason} (partitions ${part.partitions.join(', ')})`),
    )
    : null;
}

function otherKey() {
  return el('button', {
    type: 'button',
    on: {
      click: () => {
        forget();
        location.reload();
      },
    },
  }, 'Use another key');
}
