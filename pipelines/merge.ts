import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openInput } from '../lib/input/open.js';
import { readRecords } from '../lib/json/read-records.js';
import { toJsonLines } from '../lib/json/to-lines.js';
import { collect, distinct, merge } from '../lib/merge/merge.js';
import { openParts, type Parts } from '../lib/merge/parts.js';
import type { Fields } from '../lib/records/fields.js';
import type { Reject } from '../lib/records/reject.js';
import { flow } from '../lib/stream/flow.js';
import { stage } from '../lib/stream/stage.js';
import type { Reporter } from './reporter.js';

export interface MergeRun {
  /** Files of records with ids and predictions; one of them may be `-`. */
  parts: readonly string[];
  /** The questions or samples that the parts were made from; gives the order. */
  list?: string | undefined;
}

export interface MergeCounts {
  merged: number;
  missing: number;
  double: number;
  foreign: number;
}

const KINDS = { MISSING_ID: 'missing', DUPLICATE_ID: 'double', FOREIGN_ID: 'foreign' } as const;
/** Ids of a kind that a warning names; the rejects file has them all. */
const NAMED = 10;

/** Prediction parts as JSON lines to one file: nothing missing, double or foreign unnamed. */
export async function mergeParts(
  { parts, list }: MergeRun,
  output: Writable,
  reporter: Reporter,
): Promise<MergeCounts> {
  const counts: MergeCounts = { merged: 0, missing: 0, double: 0, foreign: 0 };
  const named = { missing: [], double: [], foreign: [] } as Record<string, string[]>;
  const onReject = (reject: Reject): void => {
    const kind = KINDS[reject.code as keyof typeof KINDS];
    if (kind && counts[kind]++ < NAMED) named[kind]?.push(reject.id ?? '');
    reporter.reject(reject);
  };
  const count = stage<Fields, Fields>((record, push) => {
    counts.merged++;
    push(record);
  });

  if (list === undefined) {
    reporter.warn('without --questions nobody can tell what is missing');
    await write(flow(recordsOf(parts, onReject), distinct({ onReject }), count), output);
  } else {
    const store = await collected(parts, onReject);
    await write(flow(recordsOf([list], onReject), merge(store, { onReject }), count), output);
  }
  for (const [kind, ids] of Object.entries(named)) {
    const more = counts[kind as keyof MergeCounts] - ids.length;
    if (ids.length === 0) continue;
    reporter.warn(`${kind}: ${ids.join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
  }
  return counts;
}

async function collected(files: readonly string[], onReject: Reporter['reject']): Promise<Parts> {
  const parts = openParts();
  try {
    await collect(recordsOf(files, onReject), parts, { onReject });
    return parts;
  } catch (error) {
    await parts.close();
    throw error;
  }
}

/** The records of some files, one file after the other. */
function recordsOf(files: readonly string[], onReject: Reporter['reject']): Readable {
  return Readable.from(
    (async function* () {
      for (const file of files) yield* flow(openInput(file), readRecords({ file, onReject }));
    })(),
    { highWaterMark: 16 },
  );
}

const write = (records: Readable, output: Writable): Promise<void> =>
  pipeline(flow(records, toJsonLines()), output, { end: false });
