import type { TextLine } from './text-lines.js';

/** What may stand between the fields of a table. */
const SEPARATORS = [',', '\t', ';'];
const ID_COLUMNS = new Set(['id', '_id']);

/** A table of which the head is known. */
export interface Table {
  separator: string;
  /** Where its rows have their ids, from 0. */
  column: number;
}

/** The table that a line is the head of, if it names a column `id` or `_id`. */
export function tableOf(line: string): Table | undefined {
  for (const separator of SEPARATORS) {
    const names = rowOf(line, separator)?.map(name => name.trim().toLowerCase()) ?? [];
    const column = names.findIndex(name => ID_COLUMNS.has(name));
    if (column >= 0) return { separator, column };
  }
  return undefined;
}

/**
 * The fields of a row, quoted or not, a quotation mark inside being written twice (RFC 4180).
 *
 * @returns undefined if a field in quotation marks does not end
 */
export function rowOf(line: string, separator: string): string[] | undefined {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    let field = '';
    if (line[at] === '"') {
      for (;;) {
        const close = line.indexOf('"', at + 1);
        if (close < 0) return undefined;
        field += line.slice(at + 1, close);
        at = close + 1;
        if (line[at] !== '"') break;
        field += '"';
      }
    }
    const next = line.indexOf(separator, at);
    field += line.slice(at, next < 0 ? undefined : next);
    fields.push(field);
    if (next < 0) return fields;
    at = next + separator.length;
  }
}

/** Puts the rows of a table together, a field of which may go on behind a line break. */
export interface Rows {
  /** The row that ends with a line: its id, and the number of its first line. */
  add(line: TextLine): { id: string | undefined; number: number } | undefined;
  /** The line in which a row has begun that has no end yet. */
  openSince(): number | undefined;
}

export function csvRows({ separator, column }: Table): Rows {
  let lines: TextLine[] = [];
  let quotes = 0;
  return {
    add(line) {
      lines.push(line);
      for (let at = line.text.indexOf('"'); at >= 0; at = line.text.indexOf('"', at + 1)) quotes++;
      // Whatever is quoted, inside a field or around it, has two marks.
      if (quotes % 2 === 1) return undefined;
      const row = rowOf(lines.map(({ text }) => text).join('\n'), separator);
      const { number } = lines[0]!;
      lines = [];
      quotes = 0;
      return { id: row?.[column]?.trim(), number };
    },
    openSince: () => lines[0]?.number,
  };
}
