import { setImmediate } from 'node:timers/promises';
import { isFields } from '../records/fields.js';
import type { Row, RowPage } from './api.js';
import type { OpenedFile } from './opened-file.js';
import { findingsOf } from './sample-view.js';

/** What a list is narrowed to; what is missing narrows nothing. */
export interface Wanted {
  dataset?: string | undefined;
  length?: number | undefined;
  id?: string | undefined;
  /** Right answers, from and to. */
  passes?: readonly [least: number, most: number] | undefined;
  verdict?: 'clean' | 'findings' | undefined;
}

/** Rows that are looked at between two answers to others. */
const STEP = 500;

/** Milliseconds after which a page ends, be it full or not: the check of a line takes some of them. */
const PATIENCE = 400;

/** Rows from one on that are as wanted, up to so many; goes on where a page ends early. */
export async function listRows(
  opened: OpenedFile,
  { from, limit }: { from: number; limit: number },
  wanted: Wanted,
): Promise<RowPage> {
  const rows: Row[] = [];
  const until = performance.now() + PATIENCE;
  let at = from;
  while (at < opened.told.rows) {
    for (const row of opened.rows(at, wanted.verdict ? 1 : STEP)) {
      at = row.row + 1;
      const found = passing(opened, row, wanted);
      if (found) rows.push(found);
      if (rows.length === limit) break;
    }
    if (rows.length === limit || performance.now() > until) break;
    await setImmediate();
  }
  const isAll = at >= opened.told.rows;
  return { rows, ...(!isAll && { next: at }), isWhole: opened.isWhole };
}

function passing(opened: OpenedFile, row: Row, wanted: Wanted): Row | undefined {
  if (!isWanted(row, wanted)) return undefined;
  if (wanted.verdict === undefined) return row;
  const findings = countFindings(opened, row.row);
  return findings > 0 === (wanted.verdict === 'findings') ? { ...row, findings } : undefined;
}

/** Whether what a list shows of a row is as wanted, its verdict aside. */
export function isWanted(row: Row, { dataset, length, id, passes }: Wanted): boolean {
  return (
    (dataset === undefined || row.dataset === dataset) &&
    (length === undefined || row.maxSeqLength === length) &&
    (id === undefined || row.id.includes(id)) &&
    (passes === undefined ||
      (row.passes !== undefined && row.passes >= passes[0] && row.passes <= passes[1]))
  );
}

/** What is wrong with a line, by itself; one that is no JSON is one finding. */
function countFindings(opened: OpenedFile, row: number): number {
  try {
    const record: unknown = JSON.parse(opened.line(row)?.toString() ?? '');
    return isFields(record) ? findingsOf(record).length : 1;
  } catch {
    return 1;
  }
}
