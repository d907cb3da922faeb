'use strict';

import { el, say } from '../core/dom.js';

const PLACE = 'bedrock-meter.theme';
const THEMES = ['auto', 'light', 'dark'];

/** Tells when colours have changed, to what is not made of CSS. */
export const themeChanges = new EventTarget();

/** The theme chosen before, else that of the system. */
export function applyTheme() {
  set(chosen());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', tell);
}

/** A button that goes through the themes. */
export function themeButton() {
  const button = el('button', {
    type: 'button',
    class: 'plain',
    on: {
      click: () => {
        const next = THEMES[(THEMES.indexOf(chosen()) + 1) % THEMES.length];
        localStorage.setItem(PLACE, next);
        set(next);
        say(button, label());
      },
    },
  }, label());
  return button;
}

/** A colour of the style sheet, such as `--ink`. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function label() {
  return `Theme: ${chosen()}`;
}

function chosen() {
  const stored = localStorage.getItem(PLACE);
  return stored !== null && THEMES.includes(stored) ? stored : 'auto';
}

function set(theme) {
  document.documentElement.dataset.theme = theme;
  tell();
}

function tell() {
  themeChanges.dispatchEvent(new Event('change'));
}
