'use strict';

import { ask } from '../core/api.js';
import { el } from '../core/dom.js';

const MOST_PAGES = 50;

/**
 * Saves the whole answer to a question as a CSV file, page after page.
 *
 * @param {URLSearchParams} question
 * @param {string} fileName
 * @returns {Promise<boolean>} whether that is all; false where the file ends after the most pages
 */
export async function saveCsv(question, fileName) {
  const parts = [];
  const parameters = new URLSearchParams(question);
  for (let page = 0; page < MOST_PAGES; page++) {
    const response = await ask('/v1/usage', parameters, { accept: 'text/csv' });
    const text = await response.text();
    parts.push(page === 0 ? text : withoutHeading(text));
    const next = response.headers.get('Meter-Next');
    if (!next) {
      break;
    }
    parameters.set('cursor', next);
    if (page === MOST_PAGES - 1) {
      save(parts, fileName);
      return false;
    }
  }
  save(parts, fileName);
  return true;
}

/** Names of keys hold no line breaks, so the first one ends the heading. */
function withoutHeading(text) {
  return text.slice(text.indexOf('\n') + 1);
}

function save(parts, fileName) {
  const url = URL.createObjectURL(new Blob(parts, { type: 'text/csv' }));
  el('a', { href: url, download: fileName }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
