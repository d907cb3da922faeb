'use strict';

import { askJson } from '../core/api.js';
import { el, fill, freshId } from '../core/dom.js';
import { count, plural } from '../core/numbers.js';
import { Refresh } from '../core/refresh.js';
import { go, linkTo } from '../core/route.js';
import { badge, money, moment } from '../parts/figures.js';
import { notice, notServed, refusal } from '../parts/notice.js';

const REST_MS = 10_000;
const PLACE_KEYS = ['account', 'region', 'model', 'modelAsCalled', 'scope', 'profile', 'project', 'principal', 'operation', 'tier'];

/** Why one request costs what it costs, and everything that was known and entered about it. */
export class RequestView {
  constructor({ calendar }, place) {
    this.calendar = calendar;
    const id = freshId('request');
    this.input = el('input', { id, autocomplete: 'off', spellcheck: 'false', size: 40, required: true, maxlength: 256 });
    this.answer = el('div', { class: 'request', 'aria-live': 'polite' });
    this.element = el(
      'div',
      { class: 'view' },
      el('h1', {}, 'Request'),
      el(
        'form',
        {
          class: 'panel find',
          role: 'search',
          on: {
            submit: (event) => {
              event.preventDefault();
              this.find(this.input.value.trim());
            },
          },
        },
        el('label', { for: id }, 'Request id, as Bedrock answered it'),
        this.input,
        el('button', { type: 'submit', class: 'primary' }, 'Explain'),
      ),
      this.answer,
    );
    this.refresh = new Refresh((signal) => this.load(signal), (failure) => this.refused(failure), REST_MS);
    this.read(place);
  }

  start() {
    if (this.id === '') {
      this.input.focus();
    } else {
      this.refresh.ask();
    }
  }

  placeChanged(place) {
    this.read(place);
    if (this.id !== '') {
      this.refresh.restart();
    }
  }

  end() {
    this.refresh.end();
  }

  read({ parameters }) {
    this.id = parameters.get('id') ?? '';
    this.input.value = this.id;
    fill(this.answer, this.id === '' ? null : el('p', { class: 'quiet' }, 'Looking through the ledger\u2026'));
  }

  find(id) {
    const link = linkTo('request', { parameters: new URLSearchParams({ id }) });
    if (location.hash === link) {
      this.refresh.restart();
    } else {
      go(link);
    }
  }

  async load(signal) {
    const explained = await askJson(`/v1/requests/${encodeURIComponent(this.id)}`, new URLSearchParams(), { signal });
    const incomplete = explained.search && !explained.search.complete;
    fill(
      this.answer,
      incomplete && notice('warning', 'The history may be incomplete', 'What is in force is right; older lines may be missing.'),
      el('h2', { class: 'answer' }, money(explained.cost), explained.inForce.length === 0 && ' nothing is entered in the ledger'),
      explained.inForce.map((entry) => this.entry(entry)),
      this.history(explained.ledger),
      this.records(explained),
      explained.memory?.rememberedUntil && el('p', { class: 'quiet' }, 'Remembered until ', moment(explained.memory.rememberedUntil, this.calendar), '.'),
    );
  }

  refused(failure) {
    if (failure.code === 'unknown-request') {
      fill(this.answer, notice('info', 'This request is not known', failure.message, failure.remedy));
    } else if (failure.isMissing) {
      fill(this.answer, notServed('Requests', 'This version of bedrock-meter explains them on the command line: bedrock-meter explain ID'));
    } else {
      fill(this.answer, refusal(failure, 'The request'));
    }
  }

  entry(entry) {
    return el(
      'section',
      { class: 'panel', 'aria-label': 'Entry in force' },
      el('h2', {}, 'In force'),
      el('p', {}, 'Called ', moment(entry.timestamp, this.calendar), ', entered because of ', badge(words(entry.reason)), entry.failed && badge('failed call', 'warn'), entry.note && ` ${entry.note}`),
      el('div', { class: 'pair' }, this.rates(entry.rating), this.tags(entry.tags)),
      el('details', {}, el('summary', {}, 'Dimensions'), facts(PLACE_KEYS.map((key) => [key, entry[key]]))),
    );
  }

  rates(rating) {
    if (!rating.priced) {
      return notice('warning', `No price: ${words(rating.unpricedReason)}`, rating.detail);
    }
    const rows = rating.charges.map((charge) => el(
      'tr',
      {},
      el('th', { scope: 'row' }, charge.unit),
      el('td', { class: 'number' }, count(charge.quantity)),
      el('td', { class: 'number' }, charge.usdPerUnit),
      el('td', { class: 'number' }, money(charge.listCost)),
      el('td', { class: 'number' }, money(charge.cost)),
    ));
    const assumed = [rating.tierAssumed && 'the tier', rating.cacheTtlAssumed && 'how long caches live'].filter(Boolean);
    const { discount } = rating;
    return el(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Rates' },
      el(
        'table',
        {},
        el('caption', { class: 'unseen' }, 'Quantity by rate'),
        el('thead', {}, el('tr', {}, ['Unit', 'Quantity', 'USD per unit', 'List cost', 'Cost'].map((text, place) => el('th', { scope: 'col', class: place > 0 ? 'number' : '' }, text)))),
        el('tbody', {}, rows, el('tr', { class: 'total' }, el('th', { scope: 'row' }, 'Total'), el('td', {}), el('td', {}), el('td', { class: 'number' }, money(rating.listCost)), el('td', { class: 'number' }, money(rating.cost)))),
      ),
      el('p', { class: 'quiet' }, `Rate card ${rating.layer.toLowerCase()} ${rating.source}, version ${rating.version}; ${rating.model}, ${rating.scope}, tier ${rating.tier}${assumed.length > 0 ? `; assumed: ${assumed.join(' and ')}` : ''}`),
      discount && el('p', {}, `Discount of ${discount.percent} % for account ${discount.account}, model ${discount.model} (${discount.source}, version ${discount.version})`),
    );
  }

  tags(tags) {
    return el(
      'table',
      {},
      el('caption', { class: 'unseen' }, 'Who pays'),
      el('thead', {}, el('tr', {}, ['Tag', 'Value', 'Known from'].map((text) => el('th', { scope: 'col' }, text)))),
      el('tbody', {}, tags.map((tag) => el(
        'tr',
        {},
        el('th', { scope: 'row' }, tag.key),
        el('td', { class: 'long' }, tag.value),
        el('td', {}, words(tag.source), tag.conflict && badge('sources disagree', 'warn')),
      ))),
    );
  }

  /** Corrections add, so all of them are there to be seen. */
  history(ledger) {
    return el(
      'section',
      { class: 'panel', 'aria-label': 'Ledger' },
      el('h2', {}, `Ledger: ${plural(ledger.length, 'line')}`),
      el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Lines of the ledger' }, el(
        'table',
        {},
        el('thead', {}, el('tr', {}, ['Written', 'Line', 'Because of', 'Model', 'Who pays', 'Cost', 'Where'].map((text) => el('th', { scope: 'col' }, text)))),
        el('tbody', {}, ledger.map((line) => el(
          'tr',
          { class: line.sign < 0 ? 'reversal' : '' },
          el('td', {}, moment(line.writtenAt, this.calendar)),
          el('td', {}, `${line.sign < 0 ? 'reversal of' : 'entry'} ${line.revision}`),
          el('td', {}, words(line.reason)),
          el('td', { class: 'long' }, line.model),
          el('td', { class: 'long' }, line.tags.map((tag) => tag.value).join(' \u00b7 ')),
          el('td', { class: 'number' }, line.sign < 0 && '\u2212', line.rating.priced ? money(line.rating.cost) : badge('unpriced', 'warn')),
          el('td', { class: 'quiet' }, line.where),
        ))),
      )),
    );
  }

  records({ invocations, tagEvents }) {
    return el(
      'section',
      { class: 'panel', 'aria-label': 'What was heard' },
      el('h2', {}, 'What was heard'),
      invocations.map((call) => this.record(`${call.origin === 'INVOCATION_LOG' ? 'Log record' : words(call.origin)} from ${call.source}`, call, {
        operation: call.operation, modelId: call.modelId, region: call.region, error: call.errorCode, ...call.quantities, ...call.requestMetadata,
      })),
      tagEvents.map((event) => this.record(`Tag event from ${event.source}${event.authenticated ? '' : ' (not authenticated)'}`, event, {
        project: event.projectId, profile: event.profileArn, tier: event.serviceTier, ...event.tags,
      })),
      invocations.length + tagEvents.length === 0 && el('p', { class: 'quiet' }, 'Nothing that is still kept.'),
    );
  }

  record(title, { where, writtenAt }, values) {
    return el(
      'details',
      {},
      el('summary', {}, title, el('span', { class: 'quiet' }, ' ', moment(writtenAt, this.calendar), `, ${where}`)),
      facts(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined && value !== null)),
    );
  }
}

function facts(pairs) {
  return el('dl', { class: 'facts' }, pairs.map(([name, value]) => [el('dt', {}, name), el('dd', {}, String(value))]));
}

function words(name) {
  return name.toLowerCase().replaceAll('_', ' ');
}
