import type { Pair } from '../../records/sample.js';

/** A place in a context where a pair stands, or something that begins like one. */
export interface Mark {
  /** Offset in the context of the opening brace. */
  start: number;
  /** Offset in the context behind the pair and its full stop, if it has one. */
  end: number;
  /** Where it stood, as an offset in the context without its pairs. */
  offset: number;
  /** Undefined: it has a key, but is not valid JSON with one text. */
  pair: Pair | undefined;
}

const OPENING = /\{\s*"([^"\\]*)"\s*:\s*"/g;
/** How far the end of a damaged pair is looked for, in UTF-16 units. */
const LONGEST_DAMAGED = 4000;

/** Finds the pairs of a context, in order: objects with one text under a key that `isKey` knows. */
export function scanPairs(context: string, isKey: (text: string) => boolean): Mark[] {
  const marks: Mark[] = [];
  let removed = 0;
  OPENING.lastIndex = 0;
  for (let found = OPENING.exec(context); found; found = OPENING.exec(context)) {
    const start = found.index;
    if (!isKey(found[1]!)) {
      // A brace inside this object may still open a pair.
      OPENING.lastIndex = start + 1;
      continue;
    }
    const mark = readPair(context, start, OPENING.lastIndex);
    marks.push({ ...mark, start, offset: start - removed });
    removed += mark.end - start;
    OPENING.lastIndex = mark.end;
  }
  return marks;
}

/** Whether a text holds what begins like a pair, whatever its key is. */
export function opensPair(text: string): boolean {
  return text.search(OPENING) >= 0;
}

/** The context with its pairs (and their full stops) taken out; white space stays as it is. */
export function withoutPairs(context: string, marks: Mark[]): string {
  let from = 0;
  const pieces = marks.map(mark => {
    const piece = context.slice(from, mark.start);
    from = mark.end;
    return piece;
  });
  return pieces.join('') + context.slice(from);
}

function readPair(context: string, start: number, valueStart: number): Pick<Mark, 'end' | 'pair'> {
  const braceAt = closingBrace(context, valueStart);
  if (braceAt !== undefined) {
    const pair = parsePair(context.slice(start, braceAt + 1));
    return { end: behindStop(context, braceAt + 1), pair };
  }
  const closing = context.slice(valueStart, valueStart + LONGEST_DAMAGED).indexOf('"}');
  const end = closing < 0 ? valueStart : behindStop(context, valueStart + closing + 2);
  return { end, pair: undefined };
}

/** Where the brace stands behind the text that begins at `from`, if the text ends and one follows. */
function closingBrace(context: string, from: number): number | undefined {
  let at = from;
  while (at < context.length && context[at] !== '"') at += context[at] === '\\' ? 2 : 1;
  do at++;
  while (/^\s/.test(context.charAt(at)));
  return context[at] === '}' ? at : undefined;
}

function behindStop(context: string, end: number): number {
  return context[end] === '.' ? end + 1 : end;
}

function parsePair(text: string): Pair | undefined {
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, string>);
    return entries.length === 1 ? entries[0] : undefined;
  } catch {
    return undefined;
  }
}
