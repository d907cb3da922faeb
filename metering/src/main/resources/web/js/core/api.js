'use strict';

import { credentials, renew } from './access.js';

const PATIENCE_MS = 20_000;

/** Why there is no answer. */
export class Refusal extends Error {
  /**
   * @param {number} status 0 where the service could not be reached
   * @param {{code?: string, detail?: string, title?: string, remedy?: string, errors?: {parameter: string, detail: string}[]}} problem
   */
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = 'Refusal';
    this.status = status;
    this.code = problem.code ?? '';
    this.remedy = problem.remedy ?? '';
    this.errors = problem.errors ?? [];
  }

  /** Whether the service cannot be reached, or not for a while. */
  get isPassing() {
    return this.status === 0 || this.status === 503;
  }

  get isMissing() {
    return this.status === 404;
  }
}

/**
 * Asks the service.
 *
 * @param {string} path
 * @param {URLSearchParams} [parameters]
 * @param {{signal?: AbortSignal, accept?: string}} [options]
 * @returns {Promise<Response>} an answer with status 200
 * @throws {Refusal} when there is none; an AbortError when nobody wants it any more
 */
export async function ask(path, parameters = new URLSearchParams(), { signal, accept = 'application/json' } = {}) {
  const query = parameters.toString();
  for (;;) {
    const sent = credentials();
    const late = AbortSignal.timeout(PATIENCE_MS);
    const response = await reach(`${path}${query ? `?${query}` : ''}`, {
      headers: { Accept: accept, ...sent },
      signal: signal ? AbortSignal.any([signal, late]) : late,
      cache: 'no-store',
      credentials: 'omit',
    }, signal);
    if (response.status === 401) {
      await renew(sent);
    } else if (response.ok) {
      return response;
    } else {
      throw new Refusal(response.status, await problemOf(response));
    }
  }
}

/** The same, as JSON. */
export async function askJson(path, parameters, options) {
  return (await ask(path, parameters, options)).json();
}

/**
 * A request that may fail in the network only with a Refusal.
 *
 * @param {AbortSignal | undefined} signal that of the caller, whose end is no failure
 */
export async function reach(url, request, signal) {
  try {
    return await fetch(url, request);
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new Refusal(0, { code: 'unreachable', detail: 'bedrock-meter cannot be reached' });
  }
}

/** Whether a failure only says that nobody waits any more. */
export function isAbort(failure) {
  return failure instanceof DOMException && failure.name === 'AbortError';
}

export async function problemOf(response) {
  try {
    return await response.json();
  } catch {
    return { detail: `HTTP ${response.status} without a reason` };
  }
}
