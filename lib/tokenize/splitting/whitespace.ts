import { BREAK, END, kindAt, SPACE } from './characters.js';

/**
 * End of `\s*[\r\n]+|\s+(?!\S)|\s+` at `i`, where white space stands.
 *
 * `\s*` takes the whole run and gives back up to the run's last CR or LF. Without one,
 * `\s+(?!\S)` leaves the run's last character to what follows, unless the text ends there or the
 * run is one character long. White space never takes two units.
 */
export function whitespaceEnd(units: Uint16Array, i: number): number {
  let j = i;
  let lastBreakEnd = -1;
  for (;;) {
    const kind = kindAt(units, j);
    if (kind === BREAK) lastBreakEnd = j + 1;
    else if (kind !== SPACE) return lastBreakEnd > 0 ? lastBreakEnd : shorten(i, j, kind);
    j++;
  }
}

/** End of `\s+(?!\S)|\s+` at `i`: GPT-2 has no rule of its own for line breaks. */
export function plainWhitespaceEnd(units: Uint16Array, i: number): number {
  let j = i;
  let kind = kindAt(units, j);
  while (kind === SPACE || kind === BREAK) kind = kindAt(units, ++j);
  return shorten(i, j, kind);
}

function shorten(start: number, end: number, next: number): number {
  return next === END || end - start === 1 ? end : end - 1;
}
