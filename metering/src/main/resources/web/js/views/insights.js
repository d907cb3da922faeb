'use strict';

import { askJson } from '../core/api.js';
import { el, fill } from '../core/dom.js';
import { count, plural } from '../core/numbers.js';
import { rangeOf } from '../core/question.js';
import { Refresh } from '../core/refresh.js';
import { go, linkTo } from '../core/route.js';
import { segments } from '../parts/choice.js';
import { badge, money, share } from '../parts/figures.js';
import { incomplete, notServed, refusal } from '../parts/notice.js';

const REST_MS = 30_000;
const RANGES = { week: 'Last 7 days', '30d': '30 days', 'this-month': 'This month', 'last-month': 'Last month' };
const STAKES = { spent: 'went there', saving: 'could have been saved', loss: 'was lost', growth: 'more than before' };
const SEVERITIES = { high: 'bad', medium: 'warn', low: 'plain' };
const AMOUNT = /^-?\d+(\.\d{1,12})?$/;

/** Where money goes that need not, each finding with what is at stake and the rule that found it. */
export class InsightsView {
  constructor({ calendar, live }, place) {
    this.calendar = calendar;
    this.live = live;
    this.signal = new AbortController();
    this.controls = el('div', { class: 'controls' });
    this.answer = el('div', { class: 'findings' });
    this.element = el('div', { class: 'view' }, el('h1', {}, 'Insights'), this.controls, this.answer);
    this.refresh = new Refresh((signal) => this.load(signal), (failure) => this.refused(failure), REST_MS);
    this.read(place);
  }

  start() {
    this.live.addEventListener('usage', () => this.refresh.ask(), { signal: this.signal.signal });
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

  read({ parameters }) {
    this.rangeName = parameters.get('range') in RANGES ? parameters.get('range') : 'week';
    if (this.controls.childElementCount === 0) {
      fill(this.controls, segments('Time', Object.entries(RANGES), this.rangeName, (range) => go(linkTo('insights', { parameters: new URLSearchParams({ range }) }))));
    }
    fill(this.answer, el('p', { class: 'quiet' }, '\u2026'));
  }

  async load(signal) {
    const parameters = new URLSearchParams();
    if (this.rangeName !== 'week') {
      const { from, to } = rangeOf(this.rangeName, this.calendar);
      parameters.set('from', from);
      parameters.set('to', to);
    }
    const answer = await askJson('/v1/insights', parameters, { signal });
    const signature = JSON.stringify([answer.findings, answer.rules, answer.partial]);
    if (signature === this.signature && this.answer.querySelector('.panel')) {
      return;
    }
    this.signature = signature;
    const open = new Set([...this.answer.querySelectorAll('details[open]')].map((each) => each.dataset.finding));
    fill(
      this.answer,
      incomplete(answer),
      el('p', { class: 'quiet' }, `${this.calendar.moment(Date.parse(answer.from))} \u2013 ${this.calendar.moment(Date.parse(answer.to))}: `, money(answer.total.cost), ` in ${plural(answer.total.requests, 'request')}`),
      answer.findings.length === 0 && el('p', { class: 'panel nothing' }, 'No rule found anything.'),
      answer.findings.map((finding, place) => this.finding(finding, place, open)),
      this.rules(answer.rules ?? []),
    );
  }

  refused(failure) {
    this.signature = '';
    fill(this.answer, failure.isMissing ? notServed('Insights', 'The metering service of this version does not have them.') : refusal(failure, 'Insights'));
  }

  finding(finding, place, open) {
    const id = `${finding.rule}:${finding.figures?.by ?? place}`;
    const left = finding.whatCount - finding.what.length;
    return el(
      'section',
      { class: 'panel finding', 'aria-label': finding.title, 'data-rule': finding.rule },
      el(
        'div',
        { class: 'finding-head' },
        el('h2', {}, finding.title),
        el('p', { class: 'stake' }, money(finding.stake, { class: 'money big' }), ` ${STAKES[finding.stakeIs] ?? finding.stakeIs ?? ''} `, finding.severity && badge(finding.severity, SEVERITIES[finding.severity] ?? 'plain')),
      ),
      el('p', { class: 'why' }, finding.why),
      finding.assumptions?.length > 0 && el('p', { class: 'quiet' }, `Assumed: ${finding.assumptions.join(' ')}`),
      this.rows(finding),
      left > 0 && el('p', { class: 'quiet' }, `and ${plural(left, 'further line')}`),
      el(
        'details',
        { 'data-finding': id, open: open.has(id) },
        el('summary', {}, 'Rule and figures'),
        el('dl', { class: 'facts' }, [['rule', finding.rule], ...Object.entries(finding.figures ?? {})].map(([name, value]) => [el('dt', {}, inWords(name)), el('dd', {}, figure(name, value))])),
      ),
      finding.query && el('a', { href: exploreLink(finding.query) }, 'Explore'),
    );
  }

  rows({ what, title }) {
    const keys = [...new Set(what.flatMap((row) => Object.keys(row.key ?? {})))];
    const figures = [...new Set(what.flatMap((row) => Object.keys(row.figures ?? {})))];
    const heading = (text, numeric) => el('th', { scope: 'col', class: numeric ? 'number' : '' }, text);
    return what.length > 0 && el(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${title}, table` },
      el(
        'table',
        {},
        el('thead', {}, el('tr', {}, keys.map((key) => heading(key)), heading('At stake', true), heading('Cost', true), heading('Requests', true), figures.map((name) => heading(inWords(name), true)))),
        el('tbody', {}, what.map((row) => el(
          'tr',
          {},
          keys.map((key, place) => el(place === 0 ? 'th' : 'td', { scope: place === 0 && 'row', class: 'long' }, row.key[key])),
          el('td', { class: 'number' }, money(row.stake)),
          el('td', { class: 'number' }, money(row.cost)),
          el('td', { class: 'number' }, row.requests === undefined ? '' : count(row.requests)),
          figures.map((name) => el('td', { class: 'number' }, figure(name, row.figures?.[name]))),
        ))),
      ),
    );
  }

  rules(rules) {
    const left = rules.filter((rule) => !rule.looked);
    return el(
      'details',
      { class: 'panel' },
      el('summary', {}, `${plural(rules.length - left.length, 'rule')} looked${left.length > 0 ? `, ${count(left.length)} could not` : ''}`),
      el('ul', {}, rules.map((rule) => el('li', {}, el('b', {}, rule.title), ` (${rule.rule})`, !rule.looked && `: ${rule.because}`))),
    );
  }
}

/** Amounts, shares and counts as such, everything else as it came. */
function figure(name, value) {
  const text = String(value ?? '');
  if (/cost|delta/i.test(name) && AMOUNT.test(text)) {
    return money(text);
  }
  if (/share$/i.test(name) && AMOUNT.test(text)) {
    return share(text);
  }
  return /^\d+$/.test(text) ? count(BigInt(text)) : text;
}

/** previousCost: previous cost */
function inWords(name) {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The query of a finding, shown by the explorer: both take the same parameters. */
function exploreLink(query) {
  const mark = query.indexOf('?');
  return linkTo('explore', { parameters: new URLSearchParams(mark < 0 ? '' : query.slice(mark + 1)) });
}
