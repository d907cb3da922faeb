'use strict';

import { el, fill, say } from '../core/dom.js';

/**
 * A table whose rows are known by an id: what has not changed is left alone, so that focus, selection and place stay while
 * numbers move.
 *
 * @template Row
 * @typedef {{id: string, label: string, numeric?: boolean, fixed?: boolean, text: (row: Row) => string, node?: (row: Row) => Node,
 *   sort?: string}} Column `text` tells whether a cell has changed, and is what it shows unless there is a `node`; `fixed` keeps
 *   it in one line
 */
export class Table {
  /**
   * @param {{caption: string, empty: string, onSort?: (sort: string) => void}} options
   */
  constructor({ caption, empty, onSort }) {
    this.onSort = onSort;
    this.empty = empty;
    this.columns = [];
    this.sorted = { by: '', order: '' };
    this.caption = el('caption', { class: 'unseen' }, caption);
    this.head = el('tr');
    this.body = el('tbody');
    this.nothing = el('p', { class: 'quiet nothing' }, empty);
    this.table = el('table', {}, this.caption, el('thead', {}, this.head), this.body);
    this.element = el(
      'div',
      { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': `${caption}, table` },
      this.table,
      this.nothing,
    );
    /** @type {Map<string, {element: HTMLElement, cells: HTMLElement[], texts: string[]}>} */
    this.rows = new Map();
  }

  /** @param {Column<any>[]} columns */
  setColumns(columns, sorted = this.sorted) {
    const signature = JSON.stringify([columns.map((column) => [column.id, column.label]), sorted]);
    const same = signature === this.signature;
    this.columns = columns;
    this.sorted = sorted;
    if (same) {
      return;
    }
    this.signature = signature;
    this.rows.clear();
    fill(this.body);
    fill(this.head, columns.map((column) => this.heading(column)));
  }

  /**
   * @param {any[]} rows
   * @param {(row: any) => string} idOf
   */
  update(rows, idOf) {
    const focused = document.activeElement;
    const left = new Map(this.rows);
    let place = this.body.firstChild;
    for (const row of rows) {
      const id = idOf(row);
      const shown = this.rows.get(id) ?? this.add(id);
      left.delete(id);
      shown.element.classList.toggle('total', row.isTotal === true);
      this.columns.forEach((column, index) => this.cell(shown, index, column, row));
      if (shown.element === place) {
        place = place.nextSibling;
      } else {
        this.body.insertBefore(shown.element, place);
      }
    }
    left.forEach((shown, id) => {
      shown.element.remove();
      this.rows.delete(id);
    });
    if (focused instanceof HTMLElement && focused.isConnected && document.activeElement !== focused) {
      focused.focus({ preventScroll: true });
    }
    this.nothing.hidden = rows.length > 0;
    this.table.hidden = rows.length === 0;
  }

  heading(column) {
    const attributes = { scope: 'col', class: column.numeric ? 'number' : '' };
    if (!column.sort || !this.onSort) {
      return el('th', attributes, column.label);
    }
    const isSorted = this.sorted.by === column.sort;
    return el(
      'th',
      { ...attributes, 'aria-sort': isSorted ? `${this.sorted.order}ending` : 'none' },
      el(
        'button',
        { type: 'button', class: 'sort', on: { click: () => this.onSort?.(column.sort) } },
        column.label,
        el('span', { 'aria-hidden': 'true' }, isSorted ? (this.sorted.order === 'desc' ? ' \u2193' : ' \u2191') : ''),
      ),
    );
  }

  add(id) {
    const cells = this.columns.map((column, index) => el(
      index === 0 ? 'th' : 'td',
      { scope: index === 0 && 'row', class: column.numeric ? 'number' : column.fixed ? 'fixed' : '' },
    ));
    const shown = { element: el('tr', { 'data-id': id }, cells), cells, texts: [] };
    this.rows.set(id, shown);
    return shown;
  }

  cell(shown, index, column, row) {
    const text = column.text(row);
    if (shown.texts[index] === text) {
      return;
    }
    shown.texts[index] = text;
    if (column.node) {
      fill(shown.cells[index], column.node(row));
    } else {
      say(shown.cells[index], text);
    }
  }
}
