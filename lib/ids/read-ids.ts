import { KeychainError } from '../errors.js';
import { DEFAULT_LIMITS } from '../input/limits.js';
import { jsonDocument } from '../json/parsing/document.js';
import type { JsonValue } from '../json/parsing/values.js';
import { isFields } from '../records/fields.js';
import { csvRows, type Rows, rowOf, tableOf } from './csv.js';
import { type TextLine, textLines } from './text-lines.js';
import { utf8Chunks } from './utf8-chunks.js';

const FORMS =
  'expected an id a line, JSON records with id or _id, a JSON array of ids or of such records, or CSV with a column id or _id';

/**
 * Reads a list of ids in any form that people keep one in: an id a line, quoted or not; JSON lines
 * with `id` or `_id`; a JSON array of ids or of such records; CSV (or with tabs or semicolons) whose
 * head names a column `id` or `_id`. UTF-8 or UTF-16, in any container that inputs may have.
 *
 * @param onBytes sees every byte of the file as it is stored
 * @throws KeychainError what `openInput` throws; INPUT_SYNTAX, INPUT_TRUNCATED, INPUT_NOT_UTF8;
 *   INPUT_FORMAT for what has no id
 */
export async function* readIds(
  file: string,
  onBytes?: (chunk: Buffer) => void,
): AsyncGenerator<string> {
  const chunks = utf8Chunks(file, onBytes);
  try {
    let blankLines = 0;
    for (;;) {
      const { value, done } = await chunks.next();
      if (done) return;
      const text = value.toString('latin1');
      const first = text.trimStart()[0];
      if (first === undefined) blankLines += text.split('\n').length - 1;
      else {
        const all = chained(value, chunks);
        const lines = () => textLines(file, all, blankLines + 1);
        yield* first === '[' ? idsOfArray(file, all) : idsOfLines(file, lines());
        return;
      }
    }
  } finally {
    await chunks.return(undefined);
  }
}

async function* chained(first: Buffer, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* chunks;
}

async function* idsOfArray(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const reader = jsonDocument({ file, start: 0, maxBytes: DEFAULT_LIMITS.maxRecordBytes }, 'array');
  let entry = 0;
  function* idsIn(values: Iterable<JsonValue>): Generator<string> {
    for (const { value, fault } of values) {
      const place = `${file}, entry ${entry++}`;
      if (fault) throw new KeychainError('INPUT_FORMAT', `${place}: ${fault.message}`);
      yield idOf(value, place);
    }
  }
  for await (const chunk of chunks) yield* idsIn(reader.write(chunk));
  yield* idsIn(reader.end());
}

async function* idsOfLines(file: string, lines: AsyncIterable<TextLine>): AsyncGenerator<string> {
  let rows: Rows | undefined;
  let isFirst = true;
  for await (const line of lines) {
    const table = isFirst && !line.text.startsWith('{') ? tableOf(line.text) : undefined;
    isFirst = false;
    if (table) rows = csvRows(table);
    else if (!rows) yield idOfLine(line.text, `${file}, line ${line.number}`);
    else {
      const row = rows.add(line);
      if (row) yield idOf(row.id, `${file}, line ${row.number}`);
    }
  }
  const open = rows?.openSince();
  if (open !== undefined) throw unclosed(`${file}, line ${open}`);
}

function idOfLine(text: string, place: string): string {
  if (text.startsWith('{')) return idOf(parse(text, place), place);
  if (!text.startsWith('"')) return text;
  // As JSON writes texts, else as tables do: only the former may hold `\\"`.
  const written = text.includes('\\') ? jsonText(text) : undefined;
  if (written !== undefined) return idOf(written, place);
  const row = rowOf(text, ',');
  if (!row) throw unclosed(place);
  if (row.length === 1) return idOf(row[0], place);
  throw new KeychainError('INPUT_FORMAT', `${place}: holds several fields; ${FORMS}`);
}

/** What a JSON text says, if it is one. */
function jsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KeychainError('INPUT_SYNTAX', `${place}: not valid JSON; repair the file`, { cause });
  }
}

/** The id that a value is, or has. */
function idOf(value: unknown, place: string): string {
  const id = isFields(value) ? (value.id ?? value._id) : value;
  if (Number.isSafeInteger(id)) return String(id);
  if (typeof id === 'string' && id !== '') return id;
  throw new KeychainError('INPUT_FORMAT', `${place}: has no id; ${FORMS}`);
}

const unclosed = (place: string): KeychainError =>
  new KeychainError('INPUT_SYNTAX', `${place}: a quotation mark is not closed; repair the file`);
