'use strict';

import { el, fill } from '../core/dom.js';
import { dollarsOf } from '../core/money.js';
import { Palette } from './palette.js';
import { totalOf } from './series.js';
import { colour, themeChanges } from './theme.js';

/* global Chart */

const WIDEST_BAR = 48;

/**
 * Stacked bars over time, or one bar per name; drawn by Chart.js, with a list of names and the same numbers as a table for those
 * who do not see it.
 */
export class BarChart {
  /**
   * @param {string} title
   * @param {{horizontal?: boolean}} [options]
   */
  constructor(title, { horizontal = false } = {}) {
    this.title = title;
    this.horizontal = horizontal;
    this.palette = new Palette();
    this.canvas = el('canvas', { role: 'img', 'aria-label': title });
    this.legend = el('ul', { class: 'legend', 'aria-label': 'Colours' });
    this.rows = el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${title}, numbers` });
    this.numbers = el('details', { class: 'numbers', on: { toggle: () => this.tabulate() } }, el('summary', {}, 'Numbers of the chart'), this.rows);
    this.element = el('figure', { class: 'chart' }, el('div', { class: 'canvas' }, this.canvas), this.legend, this.numbers);
    /** @type {import('./series.js').Series} */
    this.series = { labels: [], lines: [] };
    this.retheme = () => this.draw();
    themeChanges.addEventListener('change', this.retheme);
  }

  /** @param {import('./series.js').Series} series */
  show(series, title = this.title) {
    this.title = title;
    this.series = series;
    this.draw();
    this.tabulate();
  }

  end() {
    themeChanges.removeEventListener('change', this.retheme);
    this.drawn?.destroy();
    this.drawn = null;
  }

  draw() {
    if (!this.canvas.isConnected) {
      return;
    }
    const { labels, lines } = this.series;
    const colours = this.palette.assign(lines.map((line) => line.name));
    this.drawn ??= new Chart(this.canvas, this.configuration());
    this.drawn.data.labels = labels;
    this.drawn.data.datasets = this.datasets(lines, colours);
    Object.assign(this.drawn.options, this.options());
    this.drawn.update('none');
    const described = lines.slice(0, 3).map((line) => `${line.name} ${dollarsOf(totalOf(line))}`).join(', ');
    this.canvas.setAttribute('aria-label', `${this.title}. ${described || 'No usage'}`);
    fill(
      this.legend,
      this.horizontal ? [] : lines.map((line, place) => el(
        'li',
        { title: line.name },
        el('span', { class: 'swatch', style: { background: `var(${colours[place]})` } }),
        el('span', { class: 'cut' }, line.name),
      )),
    );
  }

  datasets(lines, colours) {
    // What is known by its name keeps its place, so that Chart.js changes bars instead of making new ones.
    const known = new Map(this.drawn.data.datasets.map((dataset) => [dataset.label, dataset]));
    return lines.map((line, place) => Object.assign(known.get(line.name) ?? {}, {
      label: line.name,
      data: line.values,
      texts: line.texts,
      backgroundColor: colour(colours[place]),
      borderWidth: 0,
      maxBarThickness: WIDEST_BAR,
    }));
  }

  configuration() {
    return { type: 'bar', data: { labels: [], datasets: [] }, options: this.options() };
  }

  options() {
    const ink = colour('--quiet');
    const grid = colour('--line');
    const amounts = {
      stacked: true,
      beginAtZero: true,
      border: { display: false },
      grid: { color: grid },
      ticks: { color: ink, maxTicksLimit: 6, callback: axisLabel },
    };
    const names = {
      stacked: true,
      border: { color: grid },
      grid: { display: false },
      ticks: { color: ink, autoSkip: !this.horizontal, maxRotation: 0, autoSkipPadding: 12, callback: shortened },
    };
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: this.horizontal ? 'y' : 'x',
      interaction: { mode: 'index', intersect: false, axis: this.horizontal ? 'y' : 'x' },
      scales: this.horizontal ? { x: amounts, y: names } : { x: names, y: amounts },
      plugins: {
        legend: { display: false },
        tooltip: {
          filter: (item) => item.raw !== 0,
          itemSort: (one, other) => other.raw - one.raw,
          callbacks: { label: (item) => ` ${item.dataset.label}: ${dollarsOf(item.dataset.texts[item.dataIndex])}` },
        },
      },
    };
  }

  /** Only while it is open: it is as big as the chart has bars. */
  tabulate() {
    if (!this.numbers.open) {
      fill(this.rows);
      return;
    }
    const { labels, lines } = this.series;
    fill(this.rows, el(
      'table',
      {},
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Window'), lines.map((line) => el('th', { scope: 'col', class: 'number' }, line.name)))),
      el('tbody', {}, labels.map((label, place) => el(
        'tr',
        {},
        el('th', { scope: 'row' }, label),
        lines.map((line) => el('td', { class: 'number', title: line.texts[place] }, dollarsOf(line.texts[place]))),
      ))),
    ));
  }
}

/** Of an axis only: its values are places, not amounts. */
function axisLabel(value) {
  return value === 0 ? '$0' : `$${Number(Number(value).toPrecision(6)).toLocaleString('en-US', { maximumFractionDigits: 12 })}`;
}

/** @this {any} a scale of Chart.js */
function shortened(index) {
  const label = this.getLabelForValue(index);
  return label.length > 28 ? `${label.slice(0, 27)}\u2026` : label;
}
