'use strict';

import { el, freshId } from '../core/dom.js';

/**
 * Asks for an API key or token, until one is given.
 *
 * @param {boolean} refused whether the last one was
 * @returns {Promise<string>}
 */
export function askForKey(refused) {
  return new Promise((resolve) => {
    const id = freshId('key');
    const input = el('input', {
      id,
      type: 'password',
      required: true,
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-describedby': `${id}-hint`,
    });
    const dialog = el(
      'dialog',
      { class: 'login', 'aria-labelledby': `${id}-title` },
      el(
        'form',
        {
          on: {
            submit: (event) => {
              event.preventDefault();
              if (input.value.trim()) {
                dialog.close();
                dialog.remove();
                resolve(input.value.trim());
              }
            },
          },
        },
        el('h2', { id: `${id}-title` }, 'Who is asking?'),
        refused && el('p', { class: 'bad', role: 'alert' }, 'The key was refused.'),
        el('label', { for: id }, 'API key or token'),
        input,
        el('p', { id: `${id}-hint`, class: 'quiet' }, 'Kept in this tab until it is closed, and sent to this server only.'),
        el('button', { type: 'submit', class: 'primary' }, 'Continue'),
      ),
    );
    dialog.addEventListener('cancel', (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
    input.focus();
  });
}
