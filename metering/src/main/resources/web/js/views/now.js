'use strict';

import { askJson } from '../core/api.js';
import { el, fill, say } from '../core/dom.js';
import { exact, picos, sum } from '../core/money.js';
import { change, count, plural } from '../core/numbers.js';
import { sayRange, upToNow } from '../core/question.js';
import { Refresh } from '../core/refresh.js';
import { go, linkTo } from '../core/route.js';
import { Lengths, monthOf, plusDays, toMinute } from '../core/time.js';
import { BarChart } from '../parts/chart.js';
import { keyOptions, segments, select } from '../parts/choice.js';
import { amount, money, setMoney } from '../parts/figures.js';
import { incomplete, refusal } from '../parts/notice.js';
import { seriesOf } from '../parts/series.js';
import { Table } from '../parts/table.js';
import { BudgetBars } from './budgets.js';
import { changeColumn } from './columns.js';

const LINES = 8;
const TOP = 15;
const PACE_MINUTES = 5;
const BUDGETS_REST_MS = 5_000;
const ZERO = '0.000000000000';

const SPANS = { hour: 'Last hour', day: '24 hours', month: 'This month' };

/** What is spent right now, by whom, and against which budgets. */
export class NowView {
  constructor({ keys, calendar, live }, place) {
    this.calendar = calendar;
    this.live = live;
    this.keys = keys;
    this.signal = new AbortController();
    this.cards = {
      today: card('Today', 'today'),
      month: card('This month', 'month'),
      hour: card('Burn, last 60 minutes', 'burn'),
    };
    this.chart = new BarChart('Spend over time');
    this.top = new Table({ caption: 'Top values', empty: 'No usage in this time.' });
    this.problems = el('div');
    this.changeNote = el('p', { class: 'quiet' });
    this.budgets = new BudgetBars(calendar);
    this.controls = el('div', { class: 'controls' });
    this.element = el(
      'div',
      { class: 'view now' },
      el('h1', { class: 'unseen' }, 'Now'),
      this.problems,
      el('div', { class: 'cards' }, Object.values(this.cards).map((each) => each.element)),
      this.controls,
      el(
        'div',
        { class: 'columns' },
        el('section', { class: 'panel wide', 'aria-label': 'Spend over time' }, this.chart.element),
        el('section', { class: 'panel', 'aria-labelledby': 'now-budgets' }, el('h2', { id: 'now-budgets' }, 'Budgets'), this.budgets.element),
      ),
      el('section', { class: 'panel', 'aria-labelledby': 'now-top' }, el('h2', { id: 'now-top' }, 'Top values'), this.changeNote, this.top.element),
    );
    this.read(place);
    this.numbers = new Refresh((signal) => this.load(signal), (failure) => fill(this.problems, refusal(failure, 'Spend')));
    this.budgetsRefresh = new Refresh((signal) => this.budgets.load(signal), (failure) => this.refusedBudgets(failure), BUDGETS_REST_MS);
  }

  /** Where no budgets are served there will be none in a moment either. */
  refusedBudgets(failure) {
    this.budgets.refused(failure);
    if (failure.isMissing) {
      this.budgetsRefresh.end();
    }
  }

  start() {
    const { signal } = this.signal;
    const ask = () => {
      this.numbers.ask();
      this.budgetsRefresh.ask();
    };
    this.live.addEventListener('usage', ask, { signal });
    this.live.addEventListener('tick', () => this.roll(), { signal });
    ask();
  }

  placeChanged(place) {
    this.read(place);
    this.numbers.restart();
  }

  end() {
    this.signal.abort();
    this.numbers.end();
    this.budgetsRefresh.end();
    this.chart.end();
  }

  read({ parameters }) {
    const by = parameters.get('by') ?? '';
    this.by = [...this.keys.tags, ...this.keys.dimensions].includes(by)
      ? by
      : this.keys.tags.find((key) => key === 'Team') ?? this.keys.tags[0] ?? 'model';
    this.span = parameters.get('span') in SPANS ? parameters.get('span') : 'day';
    const link = (changes) => linkTo('now', { parameters: new URLSearchParams({ by: this.by, span: this.span, ...changes }) });
    if (this.controls.childElementCount === 0) {
      fill(
        this.controls,
        select('Spend by', keyOptions(this.keys), this.by, (value) => go(link({ by: value }))),
        segments('Time', Object.entries(SPANS), this.span, (value) => go(link({ span: value }))),
      );
    }
  }

  /** Time goes on without usage too: a new minute begins another range. */
  roll() {
    const minute = Math.floor(this.calendar.now() / Lengths.MINUTE_MS);
    if (minute !== this.minute) {
      this.numbers.ask();
    }
  }

  async load(signal) {
    this.minute = Math.floor(this.calendar.now() / Lengths.MINUTE_MS);
    const range = this.range();
    const usage = (parameters) => askJson('/v1/usage', new URLSearchParams(parameters), { signal });
    const today = this.calendar.today();
    const hour = upToNow(this.calendar, Lengths.MINUTE_MS, 60);
    const [spentToday, spentThen, spentMonth, burn, series, top] = await Promise.all([
      usage({ from: today, to: plusDays(today, 1) }),
      this.yesterday(usage),
      usage({ from: monthOf(today), to: plusDays(today, 1) }),
      usage({ ...hour, granularity: 'minute' }),
      usage({ from: range.from, to: range.to, granularity: range.granularity, group_by: this.by, top: LINES }),
      usage({ from: range.from, to: range.to, group_by: this.by, top: TOP, compare: 'previous' }),
    ]);
    fill(this.problems, incomplete(top));
    this.showCards(spentToday, spentThen, spentMonth, burn);
    this.chart.show(seriesOf(series, this.calendar), `Spend by ${this.by}, ${SPANS[this.span].toLowerCase()}`);
    this.showTop(top);
  }

  /** Yesterday until this time of day: asked once a minute. */
  async yesterday(usage) {
    const to = toMinute(this.calendar.now() - Lengths.DAY_MS);
    if (this.then?.to !== to) {
      const from = plusDays(this.calendar.today(), -1);
      const began = toMinute(Date.parse(to)) > from;
      this.then = { to, answer: began ? await usage({ from, to }).catch(() => null) : null };
    }
    return this.then.answer;
  }

  range() {
    const today = this.calendar.today();
    switch (this.span) {
      case 'hour':
        return { ...upToNow(this.calendar, Lengths.MINUTE_MS, 60), granularity: 'minute', before: 'the 60 minutes before' };
      case 'month':
        return {
          from: monthOf(today),
          to: plusDays(today, 1),
          granularity: 'day',
          before: 'as many days before',
        };
      default:
        return { ...upToNow(this.calendar, Lengths.HOUR_MS, 24), granularity: 'hour', before: 'the 24 hours before' };
    }
  }

  showCards(today, then, month, burn) {
    const { cards } = this;
    setMoney(cards.today.value, today.total.cost);
    fill(cards.today.note, plural(today.total.requests, 'request'), then && this.compared(today.total.cost, then.total.cost));
    setMoney(cards.month.value, month.total.cost);
    fill(cards.month.note, plural(month.total.requests, 'request'), `, ${sayRange(monthOf(this.calendar.today()), plusDays(this.calendar.today(), 1))}`);
    setMoney(cards.hour.value, burn.total.cost);
    fill(cards.hour.note, 'now ', money(this.pace(burn)), ` per hour, by the last ${PACE_MINUTES} minutes`);
  }

  compared(now, then) {
    if (picos(then) === 0n) {
      return '';
    }
    const ratio = String(Number(now) / Number(then));
    return el('span', {}, `, ${change(ratio, false)} against yesterday at this time (`, money(then), ')');
  }

  /** Cost per hour if the last whole minutes went on. */
  pace(burn) {
    const end = Math.floor(this.calendar.now() / Lengths.MINUTE_MS) * Lengths.MINUTE_MS;
    const since = end - PACE_MINUTES * Lengths.MINUTE_MS;
    const recent = burn.groups.filter(({ key }) => Date.parse(key.windowStart) >= since && Date.parse(key.windowStart) < end);
    return recent.length === 0 ? ZERO : exact((sum(recent.map((group) => group.cost)) * 60n) / BigInt(PACE_MINUTES));
  }

  showTop(answer) {
    const by = this.by;
    say(this.changeNote, `${plural(answer.groupCount, 'line')}; change against ${this.range().before}`);
    this.top.setColumns([
      { id: 'value', label: by, text: (row) => row.name, node: (row) => this.valueLink(row) },
      { id: 'cost', label: 'Cost', numeric: true, text: (row) => row.cost, node: (row) => money(row.cost) },
      changeColumn(),
      { id: 'requests', label: 'Requests', numeric: true, text: (row) => count(row.requests) },
      { id: 'input', label: 'Input tokens', numeric: true, text: (row) => String(row.inputTokens), node: (row) => amount(row.inputTokens) },
      { id: 'output', label: 'Output tokens', numeric: true, text: (row) => String(row.outputTokens), node: (row) => amount(row.outputTokens) },
      { id: 'unpriced', label: 'Unpriced', numeric: true, text: (row) => count(row.unpriced) },
    ]);
    const rows = answer.groups.map((group) => ({ ...group, name: group.key[by] }));
    const total = { ...answer.total, name: 'Total', isTotal: true };
    this.top.update(rows.length === 0 ? [] : [total, ...rows], (row) => `${row.isTotal ? 'total' : row.remainderOf ? 'rest' : 'value'}:${row.name}`);
  }

  valueLink(row) {
    if (row.isTotal) {
      return el('span', {}, 'Total');
    }
    if (row.remainderOf) {
      return el('span', { class: 'quiet' }, `${plural(row.remainderOf, 'other value')}`);
    }
    return valueLink(this.by, row.name);
  }
}

/** A value that leads to everything about it. */
function valueLink(key, value) {
  return el('a', { class: 'value', href: exploreLink(key, value), title: value }, value);
}

function exploreLink(key, value) {
  const filter = `${key.replace(/[\\:]/g, '\\$&')}:in:${value.replace(/[\\|]/g, '\\$&')}`;
  return linkTo('explore', { parameters: new URLSearchParams({ group_by: key === 'model' ? 'principal' : 'model', filter }) });
}

function card(title, name) {
  const value = money(ZERO, { class: 'money big' });
  const note = el('p', { class: 'quiet' });
  return {
    value,
    note,
    element: el('section', { class: 'card', 'aria-label': title, 'data-card': name }, el('h2', {}, title), value, note),
  };
}
