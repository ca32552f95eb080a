import { setImmediate } from 'node:timers/promises';
import type { SearchEvent } from './api.js';
import type { OpenedFile } from './opened-file.js';

/** Bytes that are searched at a time. */
const STEP = 4 << 20;

/** Rows after which a search ends. */
const MOST = 1000;

/** Bytes of a line around a match that are quoted. */
const AROUND = 90;

/**
 * Finds the rows whose lines hold a text, letter by letter, as JSON writes it; the first place of each
 * is quoted. The bytes are gone through as they are, many times faster than records are read, so names
 * of fields are found, too. What is unpacked meanwhile is not waited for.
 *
 * @param isOver asked between steps, so that nobody searches on for somebody who has left
 */
export async function* findText(
  opened: OpenedFile,
  text: string,
  isOver: () => boolean,
): AsyncGenerator<SearchEvent> {
  const needles = spellings(text);
  const longest = Math.max(...needles.map(needle => needle.length));
  let matches = 0;
  let last = -1;
  let ahead = opened.ahead(0, STEP + longest);
  for (let at = 0; at < opened.lineBytes && !isOver(); at += STEP) {
    await ahead;
    ahead = opened.ahead(at + STEP, STEP + longest);
    const bytes = opened.bytes(at, STEP + longest);
    // Behind a match the rest of its line is passed over.
    let from = 0;
    for (;;) {
      const place = firstOf(bytes, needles, from);
      // What begins in the overlap is found with the next bytes.
      if (!place || place.start >= STEP) break;
      const offset = at + place.start;
      const row = opened.rowAt(offset);
      const line = row === undefined ? undefined : opened.placeOf(row);
      if (row === undefined || !line) break;
      const [found] = opened.rows(row, 1);
      if (found && row !== last && offset < line.offset + line.length) {
        last = row;
        matches++;
        const excerpt = quote(opened, { offset, length: place.length }, line);
        yield { type: 'match', row: found, excerpt };
        if (matches === MOST) return yield { type: 'end', matches, isCut: true };
      }
      from = Math.max(place.start + 1, line.offset + line.length - at);
      if (from >= bytes.length) break;
    }
    const total = opened.lineBytes;
    yield { type: 'progress', bytes: Math.min(at + STEP, total), total };
    await setImmediate();
  }
  yield { type: 'end', matches, isCut: false };
}

/** How a text may stand in JSON: as it is, or with all that is not ASCII escaped. */
function spellings(text: string): Buffer[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const escaped = plain.replace(
    /[\u0080-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [...new Set([plain, escaped])].map(each => Buffer.from(each));
}

function firstOf(
  bytes: Buffer,
  needles: readonly Buffer[],
  from: number,
): { start: number; length: number } | undefined {
  let first: { start: number; length: number } | undefined;
  for (const needle of needles) {
    const start = bytes.indexOf(needle, from);
    if (start !== -1 && (!first || start < first.start)) first = { start, length: needle.length };
  }
  return first;
}

interface Span {
  offset: number;
  length: number;
}

/** What stands around a place in a line. */
function quote(opened: OpenedFile, { offset, length }: Span, line: Span) {
  const start = Math.max(line.offset, offset - AROUND);
  const end = Math.min(line.offset + line.length, offset + length + AROUND);
  const part = (from: number, to: number): string => unescaped(opened.bytes(from, to - from));
  return {
    before: part(start, offset),
    match: part(offset, offset + length),
    after: part(offset + length, end),
  };
}

const SHORT: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '', b: '', f: '' };

/** A piece of JSON text as it is meant, whatever is cut at its ends left out. */
function unescaped(bytes: Buffer): string {
  return bytes
    .toString()
    .replace(/^\ufffd+|\ufffd+$/g, '')
    .replace(/\\(?:u([\da-f]{4})|([^u]))/gi, (_, unit: string | undefined, short: string) =>
      unit === undefined ? (SHORT[short] ?? short) : String.fromCharCode(Number.parseInt(unit, 16)),
    )
    .toWellFormed();
}
