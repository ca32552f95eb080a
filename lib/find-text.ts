/**
 * Needles up to here are left to V8, whose search is linear for them; of longer ones it looks at the
 * last 250 units only, and takes a time that grows with the square of a text that is made for it.
 */
const SHORT = 250;

/**
 * Where `needle` stands in `text` at or behind `from`, -1 if nowhere: `indexOf` in a time that grows
 * with the sum of the lengths, whatever the texts are (Knuth, Morris, Pratt).
 */
export function findText(text: string, needle: string, from = 0): number {
  if (needle.length <= SHORT) return text.indexOf(needle, from);
  if (needle.length > text.length - from) return -1;
  const borders = bordersOf(needle);
  for (let at = from, matched = 0; at < text.length; at++) {
    while (matched > 0 && text.charCodeAt(at) !== needle.charCodeAt(matched)) {
      matched = borders[matched - 1]!;
    }
    if (text.charCodeAt(at) === needle.charCodeAt(matched)) matched++;
    if (matched === needle.length) return at - matched + 1;
  }
  return -1;
}

/** For every head of a needle: the length of the longest shorter head that it ends in. */
function bordersOf(needle: string): Int32Array {
  const borders = new Int32Array(needle.length);
  for (let at = 1, border = 0; at < needle.length; at++) {
    while (border > 0 && needle.charCodeAt(at) !== needle.charCodeAt(border)) {
      border = borders[border - 1]!;
    }
    if (needle.charCodeAt(at) === needle.charCodeAt(border)) border++;
    borders[at] = border;
  }
  return borders;
}
