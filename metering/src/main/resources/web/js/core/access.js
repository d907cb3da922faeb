'use strict';

/**
 * The key with which the service is asked, where it wants one. It lives in the session storage of this tab: closing the tab
 * forgets it, and other tabs do not have it.
 */

const PLACE = 'bedrock-meter.key';

/** @type {Promise<void> | null} */
let asking = null;
/** @type {(refused: boolean) => Promise<string>} */
let prompt = () => Promise.reject(new Error('nobody can be asked for a key'));

/** @param {(refused: boolean) => Promise<string>} askForKey shows a form and gives what was entered */
export function askWith(askForKey) {
  prompt = askForKey;
}

/** @returns {Record<string, string>} headers of a request */
export function credentials() {
  const key = sessionStorage.getItem(PLACE);
  return key ? { Authorization: `Bearer ${key}` } : {};
}

export function hasKey() {
  return sessionStorage.getItem(PLACE) !== null;
}

export function forget() {
  sessionStorage.removeItem(PLACE);
}

/**
 * Asks for a key after a 401, once for all requests that got one.
 *
 * @param {Record<string, string>} sent the credentials that were refused
 */
export async function renew(sent) {
  if (sent.Authorization !== credentials().Authorization) {
    return;
  }
  asking ??= prompt(hasKey())
    .then((key) => sessionStorage.setItem(PLACE, key))
    .finally(() => {
      asking = null;
    });
  await asking;
}
