'use strict';

import { askJson } from '../core/api.js';
import { el, fill, say } from '../core/dom.js';
import { count, plural } from '../core/numbers.js';
import { filterOf, filterText, granularities, rangeOf, RANGES, sayRange } from '../core/question.js';
import { Refresh } from '../core/refresh.js';
import { go, linkTo } from '../core/route.js';
import { isDate } from '../core/time.js';
import { BarChart } from '../parts/chart.js';
import { money } from '../parts/figures.js';
import { incomplete, notice, refusal } from '../parts/notice.js';
import { nameOf, seriesOf } from '../parts/series.js';
import { Table } from '../parts/table.js';
import { columnsOf } from './columns.js';
import { Controls, presets } from './controls.js';
import { saveCsv } from './csv.js';
import { Facets } from './facets.js';

const REST_MS = 3_000;
const LINES = 10;
const BARS = 15;
const FIRST_ROWS = 100;
const MORE_ROWS = 400;
const MOST_ROWS = 2_100;

/** Any question to the totals, as table and chart; its link keeps it. */
export class ExploreView {
  constructor({ keys, calendar, live }, place) {
    this.keys = keys;
    this.calendar = calendar;
    this.live = live;
    this.signal = new AbortController();
    this.facets = new Facets(keys, (filters) => this.change({ filters }));
    this.table = new Table({ caption: 'Usage and cost', empty: 'No usage fits this question.', onSort: (by) => this.sortBy(by) });
    this.problems = el('div');
    this.answer = el('h2', { class: 'answer', 'aria-live': 'polite' });
    this.note = el('p', { class: 'quiet' });
    this.more = el('button', { type: 'button', hidden: true, on: { click: () => this.showMore() } });
    this.controls = new Controls(keys, calendar, (changes) => this.change(changes));
    this.chartPlace = el('section', { class: 'panel', 'aria-label': 'Chart' });
    this.element = el(
      'div',
      { class: 'view explore' },
      el('h1', { class: 'unseen' }, 'Explore'),
      el('section', { class: 'panel', 'aria-label': 'Question' }, this.controls.element, this.facets.element),
      this.problems,
      this.chartPlace,
      el('section', { class: 'panel', 'aria-label': 'Answer' }, el('div', { class: 'answer-head' }, el('div', {}, this.answer, this.note), this.downloads()), this.table.element, this.more),
    );
    this.rowLimit = FIRST_ROWS;
    this.read(place);
    this.refresh = new Refresh((signal) => this.load(signal), (failure) => this.refused(failure), REST_MS);
  }

  start() {
    this.live.addEventListener('usage', () => this.refresh.ask(), { signal: this.signal.signal });
    this.refresh.ask();
  }

  placeChanged(place) {
    this.rowLimit = FIRST_ROWS;
    this.read(place);
    this.refresh.restart();
  }

  end() {
    this.signal.abort();
    this.refresh.end();
    this.facets.end();
    this.chart?.end();
  }

  /** The question that a link holds; what it leaves open is the first preset in this month. */
  read({ parameters }) {
    const known = [...this.keys.tags, ...this.keys.dimensions];
    const groupBy = (parameters.get('group_by') ?? '').split(',').filter((key) => known.includes(key));
    this.groupBy = parameters.has('group_by') ? [...new Set(groupBy)] : presets(this.keys)[0];
    this.filters = parameters.getAll('filter').map(filterOf).filter((filter) => filter !== null);
    this.sort = ['cost', 'requests', 'tokens', 'key'].includes(parameters.get('sort')) ? parameters.get('sort') : 'cost';
    this.order = ['asc', 'desc'].includes(parameters.get('order')) ? parameters.get('order') : this.sort === 'key' ? 'asc' : 'desc';
    const given = parameters.get('from') && parameters.get('to');
    this.rangeName = given ? 'custom' : parameters.get('range') in RANGES ? parameters.get('range') : 'this-month';
    this.dates = given ? { from: parameters.get('from'), to: parameters.get('to') } : null;
    const granularity = parameters.get('granularity');
    const possible = granularities(this.range());
    this.granularity = possible.includes(granularity) ? granularity : 'total';
    this.facets.show(this.filters, this.range());
    this.controls.show({
      groupBy: this.groupBy, granularity: this.granularity, rangeName: this.rangeName, range: this.range(),
    });
  }

  range() {
    if (this.dates === null) {
      return rangeOf(this.rangeName, this.calendar);
    }
    const { from, to } = this.dates;
    const areDates = isDate(from) && isDate(to) && from < to;
    const told = (text) => (Number.isNaN(Date.parse(text)) ? text : this.calendar.moment(Date.parse(text)));
    return { from, to, label: areDates ? sayRange(from, to) : `${told(from)} \u2013 ${told(to)}` };
  }

  link(changes) {
    const {
      groupBy, filters, granularity, rangeName, dates, sort, order,
    } = { ...this, ...changes };
    const parameters = new URLSearchParams({ group_by: groupBy.join(',') });
    filters.forEach((filter) => parameters.append('filter', filterText(filter)));
    Object.entries(dates ?? { range: rangeName }).forEach(([name, value]) => parameters.set(name, value));
    if (granularity !== 'total') {
      parameters.set('granularity', granularity);
    }
    if (sort !== 'cost' || order !== 'desc') {
      parameters.set('sort', sort);
      parameters.set('order', order);
    }
    return linkTo('explore', { parameters });
  }

  change(changes) {
    go(this.link(changes));
  }

  /** What the service is asked. */
  question(extra = {}) {
    const { from, to } = this.range();
    const parameters = new URLSearchParams({ from, to, granularity: this.granularity });
    if (this.groupBy.length > 0) {
      parameters.set('group_by', this.groupBy.join(','));
    }
    this.filters.forEach((filter) => parameters.append('filter', filterText(filter)));
    Object.entries(extra).forEach(([name, value]) => parameters.set(name, String(value)));
    return parameters;
  }

  async load(signal) {
    const chartQuestion = this.granularity === 'total' ? { top: BARS } : { top: LINES };
    const [answer, charted] = await Promise.all([
      askJson('/v1/usage', this.question({ compare: 'previous', sort: this.sort, order: this.order, limit: this.rowLimit }), { signal }),
      askJson('/v1/usage', this.question(chartQuestion), { signal }),
    ]);
    fill(this.problems, incomplete(answer));
    this.showAnswer(answer);
    this.showChart(charted);
  }

  refused(failure) {
    fill(this.problems, refusal(failure, 'The answer'));
    if (!failure.isPassing) {
      say(this.answer, '');
      say(this.note, '');
      this.table.update([], () => '');
      this.more.hidden = true;
    }
  }

  showAnswer(answer) {
    const { total } = answer;
    fill(this.answer, money(total.cost), ` in ${plural(total.requests, 'request')}`);
    const before = answer.previous ? `; change against ${this.sayBefore(answer.previous)}` : '';
    say(this.note, `${this.range().label}, ${plural(answer.groupCount, 'line')}${before}`);
    this.table.setColumns(columnsOf(this.shape(), total), { by: this.sort, order: this.order });
    const rows = answer.groups.length === 0 ? [] : [{ ...total, key: {}, isTotal: true }, ...answer.groups];
    this.table.update(rows, (row) => (row.isTotal ? 'total' : JSON.stringify(row.key)));
    const left = answer.groupCount - answer.groups.length;
    this.more.hidden = left <= 0 || this.rowLimit >= MOST_ROWS;
    say(this.more, `Show more of ${plural(left, 'further line')}`);
  }

  shape() {
    return {
      groupBy: this.groupBy,
      granularity: this.granularity,
      calendar: this.calendar,
      onValue: (key, value) => this.change({
        filters: [...this.filters.filter((filter) => filter.key !== key), { key, condition: 'is', values: [value] }],
      }),
    };
  }

  sayBefore({ from, to }) {
    const [first, last] = [Date.parse(from), Date.parse(to)];
    if (this.calendar.clock(first) === '00:00' && this.calendar.clock(last) === '00:00') {
      return sayRange(this.calendar.dateOf(first), this.calendar.dateOf(last));
    }
    return `${this.calendar.moment(first)} \u2013 ${this.calendar.moment(last)}`;
  }

  showChart(answer) {
    const horizontal = this.granularity === 'total';
    if (this.chart?.horizontal !== horizontal) {
      this.chart?.end();
      this.chart = new BarChart('Cost', { horizontal });
      fill(this.chartPlace, this.chart.element);
    }
    this.chartPlace.hidden = answer.groups.length === 0 || (horizontal && this.groupBy.length === 0);
    this.chart.element.classList.toggle('flat', horizontal && answer.groups.length < 5);
    const by = this.groupBy.length > 0 ? ` by ${this.groupBy.join(', ')}` : '';
    this.chart.show(horizontal ? barsOf(answer) : seriesOf(answer, this.calendar), `Cost${by}, ${this.range().label}`);
  }

  downloads() {
    const copied = el('span', { class: 'quiet', role: 'status' });
    return el(
      'div',
      { class: 'downloads' },
      copied,
      el('button', {
        type: 'button',
        on: {
          click: async () => {
            try {
              await navigator.clipboard.writeText(new URL(this.link({}), location.href).href);
              say(copied, 'Link copied');
            } catch {
              go(this.link({}));
              say(copied, 'The address of this page is the link');
            }
          },
        },
      }, 'Copy link'),
      el('button', { type: 'button', on: { click: () => this.download(copied) } }, 'CSV'),
    );
  }

  async download(told) {
    const { from, to } = this.range();
    const name = `bedrock-${[...this.groupBy, from, to].join('_').replace(/[^\w.-]+/g, '-')}.csv`;
    try {
      const whole = await saveCsv(this.question({ sort: this.sort, order: this.order }), name);
      say(told, whole ? 'Saved' : 'Saved as far as the page goes; ask the service for the rest');
    } catch (failure) {
      fill(this.problems, refusal(failure, 'The file'));
    }
  }

  sortBy(by) {
    const turned = this.sort === by ? (this.order === 'desc' ? 'asc' : 'desc') : by === 'key' ? 'asc' : 'desc';
    this.change({ sort: by, order: turned });
  }

  showMore() {
    this.rowLimit = Math.min(MOST_ROWS, this.rowLimit + MORE_ROWS);
    this.refresh.restart();
    if (this.rowLimit >= MOST_ROWS) {
      fill(this.problems, notice('info', `The page shows at most ${count(MOST_ROWS)} lines`, 'The CSV file has all of them.'));
    }
  }
}

function barsOf(answer) {
  const names = answer.groups.map((group) => (group.remainderOf ? `${count(group.remainderOf)} others` : nameOf(group, answer.groupBy)));
  const texts = answer.groups.map((group) => group.cost);
  return { labels: names, lines: texts.length === 0 ? [] : [{ name: 'Cost', texts, values: texts.map(Number) }] };
}
