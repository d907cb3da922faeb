'use strict';

import { askJson } from '../core/api.js';
import { el, fill, say } from '../core/dom.js';
import { count, percent, plural } from '../core/numbers.js';
import { Refresh } from '../core/refresh.js';
import { linkTo } from '../core/route.js';
import { monthOf, span } from '../core/time.js';
import { incomplete } from './notice.js';

const SOURCES_REST_MS = 10_000;

/** How fresh and how complete the numbers are: in sight on every view. */
export class Strip {
  /**
   * @param {HTMLElement} place
   * @param {HTMLElement} outage where a lost connection is told
   * @param {{live: import('../core/live.js').Live, calendar: import('../core/time.js').Calendar}} context
   */
  constructor(place, outage, { live, calendar }) {
    this.outage = outage;
    this.live = live;
    this.calendar = calendar;
    this.state = el('span', { class: 'state', 'data-state': 'starting' }, 'connecting');
    this.fresh = el('span', { class: 'fresh' });
    this.unpriced = item('unpriced', 'priced');
    this.unattributed = item('unattributed', 'attributed');
    this.refused = item('refused', 'refused');
    this.blind = el('details', { class: 'blind' }, el('summary', {}, 'Blind spots'));
    this.spots = el('div', { class: 'spots' });
    this.blind.append(this.spots);
    fill(place, this.state, this.fresh, this.unpriced.element, this.unattributed.element, this.refused.element, this.blind);
    this.sources = [];
    this.lostAtMs = 0;
    this.refresh = new Refresh((signal) => this.loadSources(signal), () => {}, SOURCES_REST_MS);
  }

  start() {
    this.live.addEventListener('state', () => this.tell());
    this.live.addEventListener('tick', () => {
      this.tell();
      this.refresh.ask();
    });
    this.live.addEventListener('usage', () => this.cover());
    this.refresh.ask();
    this.tell();
  }

  async loadSources(signal) {
    const coverage = await askJson('/v1/coverage', new URLSearchParams({ from: monthOf(this.calendar.today()) }), { signal });
    this.sources = coverage.ingest?.sources ?? [];
    this.cover();
  }

  tell() {
    const { live } = this;
    const now = this.calendar.now();
    this.lostAtMs = live.connected ? 0 : this.lostAtMs || now;
    const state = !live.connected ? 'lost' : live.problem ? 'waiting' : live.isBehind ? 'behind' : live.month ? 'live' : 'starting';
    this.state.dataset.state = state;
    say(this.state, { lost: 'not connected', waiting: 'waiting', behind: 'standing still', live: 'live', starting: 'connecting' }[state]);
    say(this.fresh, live.asOfMs > 0 ? `as of ${this.calendar.seconds(live.asOfMs)}, ${span(live.lagMs)} ago` : '');
    document.documentElement.toggleAttribute('data-stale', state !== 'live' && live.month !== null);
    this.tellOutage(state, now);
  }

  tellOutage(state, now) {
    const asOf = this.live.asOfMs > 0 ? ` Numbers are as of ${this.calendar.moment(this.live.asOfMs)}.` : '';
    const texts = {
      lost: now - this.lostAtMs < 1_500 && this.live.month === null ? '' : `No connection to bedrock-meter; trying again.${asOf}`,
      waiting: `bedrock-meter cannot answer for the moment: ${this.live.problem?.detail ?? ''}.${asOf}`,
      behind: `Totals are standing still: nothing is counted at present, as when Kafka cannot be reached.${asOf}`,
    };
    say(this.outage, texts[state] ?? '');
  }

  cover() {
    const coverage = this.live.month?.coverage;
    if (!coverage) {
      return;
    }
    const priced = coverage.requests - coverage.unpriced;
    const attributed = coverage.requests - coverage.unattributed;
    const share = (part) => percent(coverage.requests === 0 ? 1 : part / coverage.requests);
    set(this.unpriced, share(priced), `${count(coverage.unpriced)} of ${count(coverage.requests)} requests of this month have no price`, coverage.unpriced > 0);
    set(this.unattributed, share(attributed), `${count(coverage.unattributed)} of ${count(coverage.requests)} requests of this month have no owner`, coverage.unattributed > 0);
    set(this.refused, count(coverage.deadLettered), 'records could not be read since the start of this instance; see dead letters', coverage.deadLettered > 0);
    const late = this.sources.filter((source) => source.state !== 'fresh');
    const spots = coverage.outsideTheLogs.length + late.length + (coverage.beyondRetention > 0 ? 1 : 0);
    say(this.blind.firstChild, plural(spots, 'blind spot'));
    this.blind.firstChild.classList.toggle('warn', late.length > 0 || this.live.month.partial);
    this.list(coverage, late);
  }

  list(coverage, late) {
    const signature = JSON.stringify([coverage.outsideTheLogs, coverage.beyondRetention, this.sources, this.live.month.partial]);
    if (signature === this.signature) {
      return;
    }
    this.signature = signature;
    fill(
      this.spots,
      incomplete(this.live.month),
      el('h2', {}, 'Not in any log, so in no number'),
      el('ul', {}, coverage.outsideTheLogs.map((spot) => el('li', {}, spot))),
      coverage.beyondRetention > 0 && el('p', {}, `${plural(coverage.beyondRetention, 'window')} too old to be changed`),
      el('h2', {}, late.length > 0 ? 'Sources that are not up to date' : 'Sources'),
      this.sources.length === 0
        ? el('p', {}, 'No source has reported.')
        : el('ul', {}, (late.length > 0 ? late : this.sources).map((source) => this.source(source))),
      el('p', {}, el('a', { href: linkTo('explore', { parameters: new URLSearchParams({ group_by: 'model', sort: 'requests' }) }) }, 'Explore by model')),
    );
  }

  source({ source, state, completeAt, problem }) {
    const since = completeAt ? `, complete up to ${this.calendar.moment(Date.parse(completeAt))}` : '';
    return el('li', {}, el('b', {}, source), ` ${state}${since}`, problem && `: ${problem}`);
  }
}

function item(name, label) {
  const value = el('b', {}, '\u2013');
  return { value, element: el('span', { class: 'item', 'data-item': name }, value, ` ${label}`) };
}

function set({ value, element }, text, title, warns) {
  say(value, text);
  element.title = title;
  element.classList.toggle('warn', warns);
}
