/** How records are laid out: one array, the array `data` of one object, or one a line. */
export type Container = 'array' | 'object' | 'lines';

const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;
/** The keys of an object before `data` come early, or it is no SQuAD document (bytes). */
const SEARCHED = 1 << 20;
/** Keys that a record has, and an object around records has not. */
const RECORD_KEYS = new Set(['id', '_id', 'question']);

/**
 * Tells the container from the beginning of an input, without its byte order mark and blanks.
 *
 * @param head not empty
 * @param wrapped whether an object may hold the records
 * @returns undefined if more bytes are needed, 'none' if it is none of them
 */
export function containerOf(
  head: Buffer,
  { complete, wrapped }: { complete: boolean; wrapped: boolean },
): Container | 'none' | undefined {
  if (head[0] === OPEN_BRACKET) return 'array';
  if (head[0] !== OPEN_BRACE) return wrapped ? 'none' : 'lines';
  if (!wrapped) return 'lines';
  return (
    objectKind(head.toString('latin1', 0, SEARCHED)) ??
    (complete || head.length >= SEARCHED ? 'lines' : undefined)
  );
}

/** Walks the keys of the object that a text begins with; undefined if it ends before they tell. */
function objectKind(text: string): Container | undefined {
  // A string, one that has no end yet, or punctuation.
  const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|"|[{}[\]:]/gs;
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
