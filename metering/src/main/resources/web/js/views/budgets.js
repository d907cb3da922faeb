'use strict';

import { askJson } from '../core/api.js';
import { el, fill, say } from '../core/dom.js';
import { dollarsOf } from '../core/money.js';
import { brief, count, percent, plural } from '../core/numbers.js';
import { Refresh } from '../core/refresh.js';
import { linkTo } from '../core/route.js';
import { badge, money, moment } from '../parts/figures.js';
import { notServed, refusal } from '../parts/notice.js';
import { AlertList } from './alerts.js';

const REST_MS = 2_000;
const MOST_INSTANCES = 200;
const ON_NOW = 6;
const ON_LIST = 5;
const NO_ALERTS = 'The alerts service runs elsewhere, or not at all; its server has them.';

/** The budgets furthest along, in few lines. */
export class BudgetBars {
  constructor(calendar) {
    this.calendar = calendar;
    this.element = el('div', { class: 'budget-bars' }, el('p', { class: 'quiet' }, '\u2026'));
  }

  async load(signal) {
    const answer = await askJson('/v1/budgets', new URLSearchParams(), { signal });
    const standing = answer.budgets
      .flatMap((budget) => budget.statuses.map((status) => ({ budget, status })))
      .sort((one, other) => Number(other.status.percent) - Number(one.status.percent));
    const breached = answer.budgets.reduce((all, budget) => all + budget.breachedCount, 0);
    if (answer.budgets.length === 0) {
      fill(this.element, el('p', { class: 'quiet' }, 'There are no budgets.'));
      return;
    }
    fill(
      this.element,
      el('p', { class: breached > 0 ? 'bad' : 'good' }, breached > 0 ? `${count(breached)} past a threshold` : 'None has reached a threshold'),
      el('ul', { class: 'plain-list' }, standing.slice(0, ON_NOW).map(({ budget, status }) => el(
        'li',
        {},
        el('a', { class: 'budget-line', href: linkTo('budgets', { rest: [budget.id] }) }, el('span', { class: 'cut' }, nameOf(budget, status)), figure(status)),
        bar(budget, status),
      ))),
      el('a', { href: linkTo('budgets') }, `All ${plural(answer.budgetCount ?? answer.budgets.length, 'budget')}`),
    );
  }

  refused(failure) {
    fill(this.element, failure.isMissing ? notServed('Budgets', NO_ALERTS) : refusal(failure, 'Budgets'));
  }
}

/** Every budget, or one with all its instances; how each stands and what was told to whom. */
export class BudgetsView {
  constructor({ calendar, live }, place) {
    this.calendar = calendar;
    this.live = live;
    this.signal = new AbortController();
    this.problems = el('div');
    this.title = el('h1');
    this.list = el('div', { class: 'budgets' });
    this.alerts = new AlertList(calendar);
    this.element = el('div', { class: 'view' }, this.title, this.problems, this.list, this.alerts.element);
    this.refresh = new Refresh((signal) => this.load(signal), (failure) => this.refused(failure), REST_MS);
    /** @type {Map<string, {signature: string, element: Element}>} what is shown, by budget */
    this.shown = new Map();
    this.read(place);
  }

  start() {
    const { signal } = this.signal;
    this.live.addEventListener('usage', () => this.refresh.ask(), { signal });
    this.live.addEventListener('tick', () => this.refresh.ask(), { signal });
    this.refresh.ask();
  }

  placeChanged(place) {
    this.read(place);
    this.refresh.restart();
  }

  end() {
    this.signal.abort();
    this.refresh.end();
  }

  read({ rest }) {
    this.id = rest[0] ?? '';
    say(this.title, this.id === '' ? 'Budgets' : `Budget ${this.id}`);
    this.alerts.about(this.id);
    this.shown.clear();
    fill(this.list, el('p', { class: 'quiet' }, '\u2026'));
  }

  async load(signal) {
    if (this.id === '') {
      const { budgets } = await askJson('/v1/budgets', new URLSearchParams(), { signal });
      this.showBudgets(budgets);
    } else {
      const path = `/v1/budgets/${encodeURIComponent(this.id)}`;
      const [budget, status] = await Promise.all([
        askJson(path, new URLSearchParams(), { signal }),
        askJson(`${path}/status`, new URLSearchParams({ limit: String(MOST_INSTANCES) }), { signal }),
      ]);
      this.showBudgets([{ ...budget, statuses: status.statuses }]);
    }
    fill(this.problems);
    await this.alerts.load(signal);
  }

  refused(failure) {
    if (failure.isMissing && this.id === '') {
      fill(this.problems, notServed('Budgets', NO_ALERTS));
    } else if (failure.isMissing) {
      fill(this.problems, notServed(`Budget ${this.id}`, 'No such budget is in force here.'), el('a', { href: linkTo('budgets') }, 'All budgets'));
    } else {
      fill(this.problems, refusal(failure, 'Budgets'));
    }
    if (failure.isMissing) {
      this.refresh.end();
    }
    if (!failure.isPassing) {
      this.shown.clear();
      fill(this.list);
    }
  }

  showBudgets(budgets) {
    if (budgets.length === 0) {
      fill(this.list, el('p', { class: 'quiet nothing' }, 'There are no budgets. Bring some into force with: bedrock-meter budgets apply -f FILE'));
      return;
    }
    const shown = new Map();
    for (const budget of budgets) {
      const signature = JSON.stringify([budget.name, budget.levels, budget.definition, budget.statuses.map((status) => ({ ...status, asOf: '' }))]);
      const had = this.shown.get(budget.id);
      shown.set(budget.id, had?.signature === signature ? had : { signature, element: this.panel(budget) });
    }
    const elements = [...shown.values()].map((each) => each.element);
    const same = elements.length === this.list.children.length && elements.every((each, place) => each === this.list.children[place]);
    if (!same) {
      fill(this.list, elements);
    }
    this.shown = shown;
  }

  panel(budget) {
    const link = linkTo('budgets', { rest: [budget.id] });
    const several = Boolean(budget.definition?.eachOf);
    const shown = budget.statuses.slice(0, this.id === '' ? ON_LIST : MOST_INSTANCES);
    return el(
      'section',
      { class: 'panel budget', 'aria-label': budget.name, 'data-budget': budget.id },
      el('h2', {}, this.id === '' ? el('a', { href: link }, budget.name) : budget.name),
      el('p', { class: 'quiet' }, describe(budget)),
      budget.statuses.length === 0 && el('p', { class: 'quiet' }, 'Not evaluated yet: nothing has been used.'),
      el('ul', { class: 'plain-list' }, shown.map((status) => this.status(budget, status, several))),
      budget.instanceCount > shown.length && (this.id === '' ? el('a', { href: link }, `All ${count(budget.instanceCount)} instances`) : el('p', { class: 'quiet' }, `The ${count(shown.length)} furthest along of ${count(budget.instanceCount)}`)),
    );
  }

  status(budget, status, several) {
    return el(
      'li',
      { class: 'status', 'data-instance': status.instance },
      several && el('h3', { class: 'cut', title: status.instance }, status.instance),
      el(
        'p',
        { class: 'status-line' },
        figure(status),
        badge(`${Number(status.percent)} %`, kindOf(status)),
        status.state === 'BREACHED' && badge(`${status.rule} reached`, 'bad'),
        el('span', { class: 'quiet' }, ` ${this.calendar.dateOf(Date.parse(status.periodStart))} to ${this.calendar.dateOf(Date.parse(status.periodEnd) - 1)}`),
      ),
      bar(budget, status),
      this.outlook(budget, status),
    );
  }

  outlook(budget, { forecast, lastAlert, unpriced }) {
    const unit = budget.unit;
    return el(
      'p',
      { class: 'quiet' },
      forecast
        ? ['Expected by the end: ', limit(forecast.expected, unit), ' (', limit(forecast.low, unit), ' to ', limit(forecast.high, unit), '). ']
        : 'Not enough history for a forecast. ',
      unpriced > 0 && `${plural(unpriced, 'request')} without a price. `,
      lastAlert && ['Last alert: ', lastAlert.rule, ', ', moment(lastAlert.raisedAt, this.calendar), '.'],
    );
  }
}

/** How far along, with thresholds as marks and the forecast as a line. */
function bar(budget, status) {
  const used = Number(status.percent);
  const expected = status.forecast ? (Number(status.forecast.expected) / Number(status.amount)) * 100 : 0;
  const levels = budget.levels.filter((level) => level.basis !== 'forecast').map((level) => Number(level.percent));
  const end = Math.max(100, used, expected, ...levels) * 1.02;
  const at = (value) => `${Math.min(100, (value / end) * 100)}%`;
  const said = `${Number(status.percent)} % used${status.forecast ? `, ${percent(expected / 100)} expected` : ''}`;
  return el(
    'div',
    {
      class: `meter ${kindOf(status)}`,
      role: 'meter',
      'aria-label': nameOf(budget, status),
      'aria-valuemin': 0,
      'aria-valuemax': Math.round(end),
      'aria-valuenow': Math.min(Math.round(end), used),
      'aria-valuetext': said,
      title: said,
    },
    status.forecast && el('span', { class: 'expected', style: { width: at(expected) } }),
    el('span', { class: 'used', style: { width: at(used) } }),
    levels.map((level) => el('span', { class: 'level', title: `${level} %`, style: { left: at(level) } })),
    el('span', { class: 'level full', style: { left: at(100) } }),
  );
}

function figure({ spent, amount, unit }) {
  return el('span', { class: 'figure' }, limit(spent, unit), ' of ', limit(amount, unit));
}

/** Dollars, or a number of what the budget counts. */
function limit(text, unit) {
  if (unit === 'USD') {
    return money(text);
  }
  return el('data', { value: text, title: text }, `${brief(Number(text))} ${unit.toLowerCase()}`);
}

function kindOf({ percent: used, state }) {
  if (state === 'BREACHED') {
    return Number(used) >= 100 ? 'bad' : 'warn';
  }
  return 'good';
}

function nameOf(budget, status) {
  return status.instance ? `${budget.name}: ${status.instance}` : budget.name;
}

function describe({ id, owner, amount, definition, levels, unit }) {
  const thresholds = levels.map((level) => `${Number(level.percent)} %${level.basis === 'forecast' ? ' expected' : ''}`).join(', ');
  return [
    id,
    owner,
    `${unit === 'USD' ? dollarsOf(amount) : `${brief(Number(amount))} ${unit.toLowerCase()}`} ${periodOf(definition?.period)}`,
    definition?.zone,
    thresholds && `thresholds ${thresholds}`,
  ].filter(Boolean).join(' \u00b7 ');
}

function periodOf(period) {
  if (typeof period === 'string') {
    return `per ${period}`;
  }
  return period?.rolling ? `in any ${period.rolling}` : `from ${period?.from} until ${period?.to}`;
}
