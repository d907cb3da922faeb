'use strict';

import { credentials, renew } from './access.js';
import { problemOf, reach, Refusal } from './api.js';

const SILENCE_MS = 40_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/**
 * Follows server-sent events for as long as wanted, and comes back whenever the connection is lost. Made with fetch, since
 * EventSource cannot send a key.
 *
 * @param {string} path
 * @param {URLSearchParams} parameters
 * @param {{event: (name: string, data: string) => void, comment: (text: string) => void, open: () => void,
 *   lost: (reason: Refusal) => void}} listener
 * @param {AbortSignal} signal ends it
 */
export async function follow(path, parameters, listener, signal) {
  let waitMs = FIRST_WAIT_MS;
  while (!signal.aborted) {
    try {
      await once(`${path}?${parameters}`, {
        ...listener,
        open: () => {
          waitMs = FIRST_WAIT_MS;
          listener.open();
        },
      }, signal);
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      listener.lost(failure instanceof Refusal ? failure : new Refusal(0, { detail: 'the connection was lost' }));
    }
    await pause(waitMs, signal);
    waitMs = Math.min(LONGEST_WAIT_MS, waitMs * 2);
  }
}

async function once(url, listener, signal) {
  const silence = new AbortController();
  let watchdog = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const sent = credentials();
    const response = await reach(url, {
      headers: { Accept: 'text/event-stream', ...sent },
      signal: AbortSignal.any([signal, silence.signal]),
      cache: 'no-store',
      credentials: 'omit',
    }, signal);
    if (response.status === 401) {
      clearTimeout(watchdog);
      await renew(sent);
      return;
    }
    if (!response.ok) {
      throw new Refusal(response.status, await problemOf(response));
    }
    listener.open();
    const lines = new Lines(listener);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => silence.abort(), SILENCE_MS);
      lines.take(part.value);
    }
    throw new Refusal(0, { detail: 'the connection was closed' });
  } finally {
    clearTimeout(watchdog);
  }
}

/** Puts events together from pieces of text (HTML living standard, 9.2.6). */
export class Lines {
  constructor(listener) {
    this.listener = listener;
    this.rest = '';
    this.name = '';
    this.data = [];
  }

  take(text) {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    lines.forEach((line) => this.line(line));
  }

  line(line) {
    if (line === '') {
      if (this.data.length > 0) {
        this.listener.event(this.name || 'message', this.data.join('\n'));
      }
      this.name = '';
      this.data = [];
    } else if (line.startsWith(':')) {
      this.listener.comment(line.slice(1).trim());
    } else if (line.startsWith('event:')) {
      this.name = line.slice('event:'.length).trim();
    } else if (line.startsWith('data:')) {
      this.data.push(line.slice('data:'.length).replace(/^ /, ''));
    }
  }
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
