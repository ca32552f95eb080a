import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { sortOnDisk } from '../../disk/sort-on-disk.js';
import { KeychainError } from '../../errors.js';
import { recordJson } from '../../json/json-text.js';
import { type HeldLineFile, heldLineFile } from '../../output/line-file.js';
import { silentReporter } from '../../reporter.js';
import { flow } from '../../stream/flow.js';
import type { Drawn } from '../draw/draw.js';
import type { PartFiles } from '../draw/survey.js';
import { type ReadOptions, rowsOfPart } from '../read-part.js';
import { writtenRecord } from './written-record.js';

/** A line at its position. */
interface PlacedLine {
  at: number;
  line: string;
}

/** A file that is whole, without its name. */
export interface RowsFile {
  path: string;
  rows: number;
  /** SHA-256 of its lines. */
  linesSha256: string;
  file: HeldLineFile;
}

/**
 * Reads all parts again, and writes the rows that were drawn to the files of their splits, in their order.
 * What waits for its turn waits on disk.
 *
 * @param paths a file a split
 */
export async function writeRows(
  parts: readonly PartFiles[],
  drawn: Drawn,
  paths: readonly string[],
  { limits, reporter }: ReadOptions & { reporter: { progress: typeof silentReporter.progress } },
): Promise<RowsFile[]> {
  const lines = flow(
    Readable.from(linesOf(parts, drawn, limits), { highWaterMark: 16 }),
    sortOnDisk<PlacedLine>(({ at }) => at),
  ) as AsyncIterable<PlacedLine>;
  const total = drawn.splits.reduce((sum, { rows }) => sum + rows, 0);
  const written: RowsFile[] = [];
  const next = lines[Symbol.asyncIterator]();
  let done = 0;
  try {
    for (const [i, path] of paths.entries()) {
      const file = heldLineFile(path);
      const over = finished(file.stream);
      // Reported when it is waited for.
      over.catch(() => undefined);
      const hash = createHash('sha256');
      const { rows } = drawn.splits[i]!;
      written.push({ path, rows, linesSha256: '', file });
      for (let row = 0; row < rows; row++) {
        const { value, done: isOver } = await next.next();
        if (isOver) throw changed();
        const bytes = Buffer.from(`${value.line}\n`);
        hash.update(bytes);
        if (!file.stream.write(bytes)) await drained(file, over);
        reporter.progress('mix', { done: ++done, total, unit: 'rows' });
      }
      file.stream.end();
      await over;
      written[i]!.linesSha256 = hash.digest('hex');
    }
    return written;
  } catch (error) {
    for (const { file } of written) await file.abandon();
    throw error;
  } finally {
    await next.return?.();
  }
}

const changed = (): KeychainError =>
  new KeychainError(
    'INPUT_TRUNCATED',
    'what the parts are read from has changed meanwhile; run the same again',
  );

/** Resolves when a file takes more; rejects with what has gone wrong with it. */
async function drained({ stream }: HeldLineFile, over: Promise<void>): Promise<void> {
  await Promise.race([new Promise<void>(resolve => stream.once('drain', () => resolve())), over]);
}

async function* linesOf(
  parts: readonly PartFiles[],
  { positions }: Drawn,
  limits: ReadOptions['limits'],
): AsyncGenerator<PlacedLine> {
  for (const [i, { part, files }] of parts.entries()) {
    for await (const { ordinal, record } of rowsOfPart(part, files, {
      limits,
      // All was said when the part was read first.
      reporter: silentReporter,
    })) {
      for (let copy = 0; copy < part.repeat; copy++) {
        const position = positions.get([i, ordinal, copy]);
        if (!position) continue;
        const tokens = position.tokens ?? undefined;
        const marked = writtenRecord(record, { part: part.name, copy, tokens });
        yield { at: position.at, line: recordJson(marked) };
      }
    }
  }
}
