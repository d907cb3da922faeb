'use strict';

import { follow } from './stream.js';
import { Lengths, monthOf } from './time.js';

/** Totals that are older than this while the connection stands are told as standing still. */
export const BEHIND_MS = 30_000;

const TICK_MS = 1_000;
const AS_OF = 'asOf=';

/**
 * One stream for the whole page: the total of this month with its coverage. Each message says that totals have changed; whoever
 * shows others asks for them again. One connection per tab, since browsers have only six per server. A tab that is not seen has
 * none.
 *
 * Events: `usage` when totals changed, `state` when the connection or its freshness did, `tick` every second while seen.
 */
export class Live extends EventTarget {
  /** @param {import('./time.js').Calendar} calendar */
  constructor(calendar) {
    super();
    this.calendar = calendar;
    /** @type {any} the latest answer for this month, null before the first */
    this.month = null;
    this.asOfMs = 0;
    this.connected = false;
    /** @type {import('./api.js').Refusal | null} why there is no connection or no answer */
    this.problem = null;
    this.following = null;
    this.from = '';
  }

  start() {
    document.addEventListener('visibilitychange', () => this.turn());
    addEventListener('online', () => this.reconnect());
    setInterval(() => this.tick(), TICK_MS);
    this.turn();
  }

  /** Whether numbers come in as they are made. */
  get isCurrent() {
    return this.connected && this.problem === null && !this.isBehind;
  }

  get isBehind() {
    return this.asOfMs > 0 && this.lagMs > BEHIND_MS;
  }

  get lagMs() {
    return Math.max(0, this.calendar.now() - this.asOfMs);
  }

  turn() {
    if (document.hidden) {
      this.following?.abort();
      this.following = null;
    } else if (this.following === null) {
      this.connect();
    }
  }

  reconnect() {
    if (this.following !== null) {
      this.following.abort();
      this.connect();
    }
  }

  connect() {
    this.following = new AbortController();
    this.from = monthOf(this.calendar.today());
    const { signal } = this.following;
    const current = (action) => (...values) => {
      if (!signal.aborted) {
        action(...values);
      }
    };
    follow('/v1/usage/stream', new URLSearchParams({ from: this.from }), {
      open: current(() => this.setState(true, null)),
      lost: current((reason) => this.setState(false, reason)),
      event: current((name, data) => this.take(name, JSON.parse(data))),
      comment: current((text) => this.hear(text)),
    }, signal);
  }

  take(name, data) {
    if (name === 'problem') {
      this.setState(true, data);
      return;
    }
    this.month = data;
    this.asOfMs = Date.parse(data.asOf);
    this.setState(true, null);
    this.dispatchEvent(new Event('usage'));
  }

  /** Comments tell how fresh the totals are while they do not change. */
  hear(text) {
    const asOf = text.startsWith(AS_OF) ? Date.parse(text.slice(AS_OF.length)) : Number.NaN;
    if (!Number.isNaN(asOf)) {
      this.asOfMs = asOf;
    }
  }

  setState(connected, problem) {
    const came = connected && !this.connected;
    this.connected = connected;
    this.problem = problem;
    this.dispatchEvent(new Event('state'));
    if (came) {
      this.dispatchEvent(new Event('usage'));
    }
  }

  tick() {
    if (document.hidden) {
      return;
    }
    if (this.following !== null && monthOf(this.calendar.today()) !== this.from) {
      this.reconnect();
    }
    this.dispatchEvent(new Event('tick'));
  }
}

export const MINUTE_MS = Lengths.MINUTE_MS;
