'use strict';

import { el, freshId } from '../core/dom.js';

/**
 * One of a few, all in sight: radio buttons that look like one control.
 *
 * @param {string} label
 * @param {[string, string][]} options value and text of each
 * @param {string} chosen
 * @param {(value: string) => void} onChoice
 */
export function segments(label, options, chosen, onChoice) {
  const name = freshId('choice');
  return el(
    'fieldset',
    { class: 'segments' },
    el('legend', { class: 'unseen' }, label),
    options.map(([value, text]) => el(
      'label',
      {},
      el('input', { type: 'radio', name, value, checked: value === chosen, on: { change: () => onChoice(value) } }),
      el('span', {}, text),
    )),
  );
}

/** One of many. */
export function select(label, options, chosen, onChoice) {
  const id = freshId('select');
  return el(
    'span',
    { class: 'field' },
    el('label', { for: id }, label),
    el(
      'select',
      { id, on: { change: (event) => onChoice(event.target.value) } },
      options.map(([value, text]) => el('option', { value, selected: value === chosen }, text)),
    ),
  );
}

/** Keys to group by or filter: tags, then dimensions. */
export function keyOptions(keys) {
  return [...keys.tags, ...keys.dimensions].map((key) => [key, key]);
}
