/** How records are laid out: one array, the array `data` of one object, or one a line. */
export type Container = 'array' | 'object' | 'lines';

/** The keys of an object before `data` come early, or it is no SQuAD document (bytes). */
const SEARCHED = 1 << 20;
/** Keys that a record has, and an object around records has not. */
const RECORD_KEYS = new Set(['id', '_id', 'question']);

/**
 * Tells the container from the beginning of an input, without its byte order mark.
 *
 * @returns undefined if more bytes are needed, 'none' if it is none of them
 */
export function containerOf(head: Buffer, complete: boolean): Container | 'none' | undefined {
  const text = head.toString('latin1');
  const first = text.search(/[^ \t\r\n]/);
  if (first < 0) return complete ? 'none' : undefined;
  if (text[first] === '[') return 'array';
  if (text[first] !== '{') return 'none';
  return objectKind(text, first) ?? (complete || head.length >= SEARCHED ? 'lines' : undefined);
}

/** Walks the keys of the object at `start`; undefined if the text ends before they tell. */
function objectKind(text: string, start: number): Container | undefined {
  // A string, one that has no end yet, or punctuation.
  const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|"|[{}[\]:]/gs;
  tokens.lastIndex = start;
  let depth = 0;
  let string = '';
  let key = '';
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    const token = match[0];
    if (token === '"') return undefined;
    if (token.startsWith('"')) string = token.slice(1, -1);
    else if (token === ':') {
      if (depth === 1) key = string;
      if (depth === 1 && RECORD_KEYS.has(key)) return 'lines';
    } else if (token === '{' || token === '[') {
      if (token === '[' && depth === 1 && key === 'data') return 'object';
      depth += 1;
    } else {
      depth -= 1;
      if (depth === 0) return 'lines';
    }
  }
  return undefined;
}
