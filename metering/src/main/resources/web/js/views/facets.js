'use strict';

import { askJson, isAbort } from '../core/api.js';
import { el, fill, freshId } from '../core/dom.js';
import { dollarsOf } from '../core/money.js';
import { keyOptions, select } from '../parts/choice.js';

const MOST_VALUES = 1_000;

const CONDITIONS = [['is', 'is'], ['not', 'is not'], ['prefix', 'starts with']];

/** Adds and removes filters; suggests values that have usage. */
export class Facets {
  /**
   * @param {{tags: string[], dimensions: string[]}} keys
   * @param {(filters: import('../core/question.js').Filter[]) => void} onChange
   */
  constructor(keys, onChange) {
    this.keys = keys;
    this.onChange = onChange;
    this.filters = [];
    this.key = keys.tags[0] ?? 'model';
    this.condition = 'is';
    const listId = freshId('values');
    const inputId = freshId('value');
    this.values = el('datalist', { id: listId });
    this.input = el('input', { id: inputId, list: listId, autocomplete: 'off', spellcheck: 'false', on: { focus: () => this.suggest() } });
    this.chips = el('ul', { class: 'chips', 'aria-label': 'Filters' });
    this.element = el(
      'div',
      { class: 'facets' },
      this.chips,
      el(
        'form',
        { class: 'add-filter', on: { submit: (event) => this.add(event) } },
        select('Filter', keyOptions(keys), this.key, (key) => this.turnTo(key)),
        select('Condition', CONDITIONS, this.condition, (condition) => {
          this.condition = condition;
        }),
        el('span', { class: 'field' }, el('label', { for: inputId }, 'Value'), this.input, this.values),
        el('button', { type: 'submit' }, 'Add filter'),
      ),
    );
  }

  /**
   * @param {import('../core/question.js').Filter[]} filters
   * @param {{from: string, to: string}} range of the values suggested
   */
  show(filters, range) {
    this.filters = filters;
    this.range = range;
    this.suggested = '';
    fill(this.chips, filters.map((filter, place) => el(
      'li',
      {},
      el('span', { class: 'cut', title: sayFilter(filter) }, sayFilter(filter)),
      el('button', {
        type: 'button',
        'aria-label': `Remove filter ${sayFilter(filter)}`,
        on: { click: () => this.onChange(this.filters.filter((_, other) => other !== place)) },
      }, '\u00d7'),
    )));
    this.chips.hidden = filters.length === 0;
  }

  end() {
    this.asking?.abort();
  }

  turnTo(key) {
    this.key = key;
    this.input.value = '';
    this.suggest();
  }

  add(event) {
    event.preventDefault();
    const value = this.input.value;
    if (value !== '') {
      this.input.value = '';
      this.onChange([...this.filters, { key: this.key, condition: this.condition, values: [value] }]);
    }
  }

  /** The costliest values of the key in the range, those first. */
  async suggest() {
    const wanted = `${this.key} ${this.range.from} ${this.range.to}`;
    if (this.suggested === wanted) {
      return;
    }
    this.suggested = wanted;
    this.asking?.abort();
    this.asking = new AbortController();
    fill(this.values);
    try {
      const answer = await askJson('/v1/usage', new URLSearchParams({
        group_by: this.key,
        from: this.range.from,
        to: this.range.to,
        top: String(MOST_VALUES),
      }), { signal: this.asking.signal });
      const lines = answer.groups.filter((group) => !group.remainderOf);
      fill(this.values, lines.map((group) => el('option', { value: group.key[this.key], label: dollarsOf(group.cost) })));
    } catch (failure) {
      this.suggested = '';
      if (!isAbort(failure) && failure.name !== 'Refusal') {
        throw failure;
      }
    }
  }
}

/** Team is not search */
export function sayFilter({ key, condition, values }) {
  const words = { is: 'is', in: values.length > 1 ? 'is one of' : 'is', not: 'is not', prefix: 'starts with' };
  return `${key} ${words[condition]} ${values.join(', ')}`;
}
