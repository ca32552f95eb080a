import type { Random } from '../../../../lib/random.js';

/** How records stand in a file: as the items of an array, one a line, or one document alone. */
export interface Frame {
  records: unknown[];
  /** The file again, of other records. */
  write(records: readonly unknown[]): string;
  /** Whether each record is counted by who reads the file. */
  counted: boolean;
}

/** What JSON writes, even where a value is undefined. */
const json = (value: unknown): string => JSON.stringify(value) ?? 'null';

const LINES: Frame['write'] = records => records.map(record => `${json(record)}\n`).join('');

/** Takes a file apart; undefined for what holds no JSON. */
export function frameOf(text: string): Frame | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return { records: value, write: json, counted: true };
    return { records: [value], write: records => json(records[0]), counted: text.endsWith('}\n') };
  } catch {
    return linesOf(text);
  }
}

function linesOf(text: string): Frame | undefined {
  try {
    const records = text
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as unknown);
    return { records, write: LINES, counted: true };
  } catch {
    return undefined;
  }
}

/** Changes which records there are, in place; the records themselves stay. */
export function editFrame(records: unknown[], foreign: unknown, random: Random): string {
  const at = random.below(records.length);
  switch (random.below(5)) {
    case 0:
      records.splice(at, 1);
      return 'a record less';
    case 1:
      records.splice(random.below(records.length + 1), 0, structuredClone(records[at]));
      return 'a record twice';
    case 2:
      records.splice(at, 0, foreign);
      return 'a foreign record';
    case 3:
      records[at] = foreign;
      return 'a foreign record in the place of one';
    default:
      random.shuffle(records);
      return 'another order';
  }
}
