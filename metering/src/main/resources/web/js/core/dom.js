'use strict';

/**
 * Makes elements. Text gets into the page here and as text only: nothing of a tag value can become markup.
 *
 * @typedef {Node | string | number | null | undefined | false} Child
 *
 * @param {string} name of the element
 * @param {Record<string, any>} [attributes] attributes; `class`, `on` (listeners by event) and `style` (properties by name) too.
 *   `false`, `null` and `undefined` leave an attribute out, `true` sets it without a value
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) {
      continue;
    }
    if (attribute === 'on') {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else if (attribute === 'style') {
      Object.entries(value).forEach(([property, text]) => element.style.setProperty(property, text));
    } else {
      element.setAttribute(attribute, value === true ? '' : String(value));
    }
  }
  add(element, children);
  return element;
}

/**
 * @param {Element} parent
 * @param {any[]} children
 */
function add(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      parent.append(child instanceof Node ? child : String(child));
    }
  }
}

/**
 * Puts other children into an element.
 *
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren();
  add(parent, children);
}

/**
 * Sets a text only where it changes, so that what a reader has selected stays selected.
 *
 * @param {Node} node
 * @param {string} text
 */
export function say(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

let lastId = 0;

/** An id that no other element has. */
export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}
