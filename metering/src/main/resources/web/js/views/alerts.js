'use strict';

import { askJson } from '../core/api.js';
import { el, fill, freshId, say } from '../core/dom.js';
import { filterText } from '../core/question.js';
import { linkTo } from '../core/route.js';
import { badge, moment } from '../parts/figures.js';
import { notServed, refusal } from '../parts/notice.js';
import { Table } from '../parts/table.js';

const MOST = 100;
const STATES = { CONFIRMED: 'good', SENT: 'warn', WAITING: 'plain', RECORDED: 'plain', FAILED: 'bad' };

/** What was told, newest first, and how far each telling has come. */
export class AlertList {
  constructor(calendar) {
    this.calendar = calendar;
    this.budget = '';
    const id = freshId('alerts');
    this.problems = el('div');
    this.note = el('p', { class: 'quiet' });
    this.table = new Table({ caption: 'Alerts', empty: 'No alert has been raised.' });
    this.table.setColumns([
      { id: 'raised', label: 'Raised', text: (alert) => alert.raisedAt, node: (alert) => moment(alert.raisedAt, calendar) },
      { id: 'kind', label: 'Kind', text: (alert) => alert.kind, node: (alert) => badge(words(alert.kind)) },
      { id: 'text', label: 'What', text: (alert) => alert.text, node: (alert) => this.what(alert) },
      {
        id: 'deliveries',
        label: 'Delivery',
        text: (alert) => JSON.stringify(alert.deliveries ?? []),
        node: (alert) => this.deliveries(alert.deliveries ?? []),
      },
    ]);
    this.element = el('section', { class: 'panel alerts', 'aria-labelledby': id }, el('h2', { id }, 'Alerts'), this.problems, this.note, this.table.element);
  }

  /** @param {string} budget whose alerts to show; of all where empty */
  about(budget) {
    this.budget = budget;
    this.table.update([], () => '');
  }

  async load(signal) {
    const parameters = new URLSearchParams({ limit: String(MOST) });
    if (this.budget) {
      parameters.set('budget', this.budget);
    }
    try {
      const { alerts, keptFrom, next } = await askJson('/v1/alerts', parameters, { signal });
      fill(this.problems);
      const first = keptFrom ? `Kept since ${this.calendar.moment(Date.parse(keptFrom))}. ` : '';
      say(this.note, `${first}${next ? `The latest ${MOST} are shown.` : ''}`);
      this.table.update(alerts, (alert) => `${alert.alertId} ${alert.kind} ${alert.raisedAt}`);
    } catch (failure) {
      if (failure.name !== 'Refusal') {
        throw failure;
      }
      fill(this.problems, failure.isMissing ? notServed('Alerts', 'The alerts service has them.') : refusal(failure, 'Alerts'));
    }
  }

  what(alert) {
    const about = subject(alert);
    return el(
      'div',
      { class: 'what' },
      el('p', {}, alert.text || about),
      this.budget === '' && alert.text && about,
      alert.late && badge('late usage', 'plain'),
    );
  }

  deliveries(deliveries) {
    if (deliveries.length === 0) {
      return el('span', { class: 'quiet' }, 'nobody to tell');
    }
    return el('ul', { class: 'plain-list' }, deliveries.map(({ destination, state, attempts, reason, updatedAt, deliverAfter }) => el(
      'li',
      {},
      badge(words(state), STATES[state] ?? 'plain'),
      ' ',
      el('span', { class: 'cut', title: destination }, short(destination)),
      el('span', { class: 'quiet' }, [
        attempts > 1 ? ` ${attempts} attempts` : '',
        reason ? ` ${reason}` : '',
        deliverAfter ? [' after ', moment(deliverAfter, this.calendar)] : updatedAt ? [', ', moment(updatedAt, this.calendar)] : '',
      ]),
    )));
  }
}

/** What an alert is about: a budget, or a value whose spend is unusual; missing data has no view of its own. */
function subject(alert) {
  const evidence = alert.evidence ?? {};
  if ('usual' in evidence) {
    const filter = filterText({ key: alert.budgetName, condition: 'is', values: [alert.instance] });
    return el('a', { href: linkTo('explore', { parameters: new URLSearchParams({ group_by: 'model', filter }) }) }, `${alert.budgetName} ${alert.instance}`);
  }
  return 'since' in evidence
    ? el('span', {}, alert.budgetName)
    : el('a', { href: linkTo('budgets', { rest: [alert.budgetId] }) }, alert.budgetName || alert.budgetId);
}

function words(name) {
  return name.toLowerCase().replaceAll('_', ' ');
}

/** The name of a topic without its account and Region. */
function short(destination) {
  return destination.startsWith('arn:') ? destination.slice(destination.lastIndexOf(':') + 1) : destination;
}
