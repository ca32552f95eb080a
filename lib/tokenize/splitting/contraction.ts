const APOSTROPHE = 0x27;
const LONG_S = 0x17f;

/** Letters that end a contraction by themselves, and those that need a second one. */
const [S, T, M, D, R, V, L, E] = [...'stmdrvle'].map(letter => letter.charCodeAt(0));

/** End of `'s|'t|'re|'ve|'m|'ll|'d` at `i`, or -1; lower case only, as GPT-2 has it. */
export function contractionEnd(units: Uint16Array, i: number): number {
  return units[i] === APOSTROPHE ? suffixEnd(units[i + 1]!, units[i + 2]!, i) : -1;
}

/**
 * End of `(?i:'s|'t|'re|'ve|'m|'ll|'d)` at `i`, or -1.
 *
 * Both fancy-regex (tiktoken) and Oniguruma (`tokenizers`) fold case by Unicode: U+017F, the long
 * s, matches `s`. No other of these letters has a fold outside ASCII.
 */
export function foldedContractionEnd(units: Uint16Array, i: number): number {
  if (units[i] !== APOSTROPHE) return -1;
  if (units[i + 1] === LONG_S) return i + 2;
  return suffixEnd(lower(units[i + 1]!), lower(units[i + 2]!), i);
}

function suffixEnd(first: number, second: number, i: number): number {
  if (first === S || first === T || first === M || first === D) return i + 2;
  if ((first === R || first === V) && second === E) return i + 3;
  return first === L && second === L ? i + 3 : -1;
}

function lower(unit: number): number {
  return unit >= 0x41 && unit <= 0x5a ? unit + 32 : unit;
}
