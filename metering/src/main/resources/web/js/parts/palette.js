'use strict';

/** Names of the colours in the style sheet, apart from each other for colour-blind people too. */
const COLOURS = ['--c1', '--c2', '--c3', '--c4', '--c5', '--c6', '--c7', '--c8', '--c9', '--c10'];

/** The line of everything that has none of its own. */
export const OTHER = 'OTHER';
export const UNATTRIBUTED = 'UNATTRIBUTED';

const FIXED = new Map([[OTHER, '--c-other'], [UNATTRIBUTED, '--c-unattributed']]);

/** Most names that can be told apart at once. */
export const MOST = COLOURS.length;

/** A colour for each name, the same for as long as the name is shown. Remembers only names that are shown. */
export class Palette {
  constructor() {
    /** @type {Map<string, string>} */
    this.taken = new Map();
  }

  /**
   * @param {string[]} names
   * @returns {string[]} a colour of the style sheet for each
   */
  assign(names) {
    const kept = new Map(names.filter((name) => this.taken.has(name)).map((name) => [name, this.taken.get(name)]));
    const free = COLOURS.filter((colour) => ![...kept.values()].includes(colour));
    names.filter((name) => !kept.has(name)).forEach((name) => {
      kept.set(name, FIXED.get(name) ?? free.shift() ?? '--c-other');
    });
    this.taken = kept;
    return names.map((name) => kept.get(name));
  }
}
