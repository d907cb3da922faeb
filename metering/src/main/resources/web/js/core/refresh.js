'use strict';

import { isAbort } from './api.js';

const REST_FACTOR = 4;

/**
 * Loads something again when it may have changed: one load at a time, with a rest between two that is longer for what takes long.
 */
export class Refresh {
  /**
   * @param {(signal: AbortSignal) => Promise<void>} load shows what it loads
   * @param {(failure: any) => void} failed shows why there is nothing
   * @param {number} restMs least time between two loads
   */
  constructor(load, failed, restMs = 1_000) {
    this.load = load;
    this.failed = failed;
    this.restMs = restMs;
    this.wanted = false;
    this.running = false;
    this.restingUntil = 0;
    this.timer = 0;
    this.ending = new AbortController();
  }

  /** Loads soon. */
  ask() {
    this.wanted = true;
    this.next();
  }

  /** Loads at once, whatever was asked before. */
  restart() {
    this.ending.abort();
    this.ending = new AbortController();
    this.running = false;
    this.restingUntil = 0;
    this.ask();
  }

  end() {
    this.ending.abort();
    this.wanted = false;
    clearTimeout(this.timer);
  }

  next() {
    clearTimeout(this.timer);
    if (!this.wanted || this.running || this.ending.signal.aborted || document.hidden) {
      return;
    }
    const waitMs = this.restingUntil - performance.now();
    if (waitMs > 0) {
      this.timer = setTimeout(() => this.next(), waitMs);
      return;
    }
    this.run(this.ending.signal);
  }

  async run(signal) {
    this.wanted = false;
    this.running = true;
    const began = performance.now();
    try {
      await this.load(signal);
    } catch (failure) {
      if (signal.aborted || isAbort(failure)) {
        return;
      }
      this.failed(failure);
    }
    if (!signal.aborted) {
      this.running = false;
      const tookMs = performance.now() - began;
      this.restingUntil = performance.now() + Math.max(this.restMs, REST_FACTOR * tookMs);
      this.next();
    }
  }
}
