'use strict';

/**
 * Where the page is: what stands behind `#` in its address, such as `#/explore?group_by=Team`. It never leaves the browser, so
 * no server's log has it.
 *
 * @typedef {{view: string, rest: string[], parameters: URLSearchParams}} Place
 */

/** @returns {Place} */
export function here() {
  return placeOf(location.hash);
}

/** @returns {Place} */
export function placeOf(hash) {
  const text = hash.replace(/^#\/?/, '');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const [view, ...rest] = path.split('/').map(decoded);
  return { view, rest, parameters: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1)) };
}

/** The address of a place. */
export function linkTo(view, { rest = [], parameters = new URLSearchParams() } = {}) {
  const path = [view, ...rest].map(encodeURIComponent).join('/');
  const query = parameters.toString();
  return `#/${path}${query ? `?${query}` : ''}`;
}

/** Goes there, as a click on a link would. */
export function go(link) {
  location.hash = link;
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
