import { closeSync, openSync } from 'node:fs';
import { Duplex } from 'node:stream';
import { type Spool, spool } from '../disk/spool.js';
import { beginsAsTable, isTable, mayBeginTable } from '../parquet/read/magic.js';
import { allBytes, type StoredBytes, storedBytes } from '../parquet/read/stored/stored-bytes.js';
import { missingError } from './errors.js';
import { expansionLimit } from './expansion.js';
import type { InputLimits } from './limits.js';

/** Bytes that wait on each side. */
const BYTES_AHEAD = 1 << 18;

export interface TablePlaces {
  /** Name of the input, for messages. */
  file: string;
  /** Where it lies. */
  path: string;
  /** Whether what comes are the very bytes of a regular file at the path; asked when the first have come. */
  inPlace: () => boolean;
  limits: InputLimits;
}

/**
 * Gives the rows of a table as lines of JSON, and anything else as it is.
 *
 * Parquet must be sought in, its foot being at its end; and only by its end can it be told from a text
 * that begins with the same letters. A file on disk is opened where it lies; what comes of a table
 * here is dropped, and taken no faster than its rows are read, so that whoever counts the
 * bytes knows how far the rows are. Anything else that begins so is spooled, and read when all of it
 * has come.
 */
export function tableLines({ file, path, inPlace, limits }: TablePlaces): Duplex {
  let head: Buffer = Buffer.alloc(0);
  let kind: 'unknown' | 'plain' | 'sought' = 'unknown';
  let copy: Spool | undefined;
  let opened: number | undefined;
  let stored: StoredBytes;
  let pieces: Iterator<Buffer> | undefined;
  /** Called when more may come: the reader wants it, or the rows of a file have got as far. */
  let release: (() => void) | undefined;
  /** Bytes of a file that have come, and that may have. */
  let come = 0;
  let allowed = 0;
  let isOver = false;
  let isComplete = false;

  const decide = (): void => {
    kind = beginsAsTable(head) ? 'sought' : 'plain';
    if (kind === 'plain') return;
    if (!inPlace()) {
      copy = spool();
      return;
    }
    seek(openSync(path, 'r'));
    if (isTable(head, stored, file)) readRows();
    else {
      close();
      kind = 'plain';
    }
  };
  const seek = (file: number): void => {
    opened = file;
    stored = storedBytes(file);
  };
  const close = (): void => {
    if (opened !== undefined) closeSync(opened);
    opened = undefined;
  };
  const take = (chunk: Buffer, done: () => void): void => {
    copy?.write(chunk);
    come += chunk.length;
    const mayGoOn = kind === 'plain' ? outer.push(chunk) : copy !== undefined || come <= allowed;
    if (mayGoOn) done();
    else release = done;
  };
  const readCopy = (spooled: Spool): void => {
    seek(spooled.take());
    if (isTable(head, stored, file)) readRows();
    else {
      pieces = allBytes(stored);
      more();
    }
  };
  const readRows = (): void => {
    const count = expansionLimit(file, limits.maxExpansion);
    const onRows = (part: number): void => {
      allowed = part * stored.size;
    };
    // What is no table, most inputs, has no use for the reader and its decompressors.
    import('../parquet/read/json-lines.js').then(({ jsonLines }) => {
      if (outer.destroyed) return;
      const lines = jsonLines(stored, { file, ...limits, onRows });
      pieces = counted(lines, length => count(length, stored.size));
      more();
    }, outer.destroy.bind(outer));
  };
  const goOn = (): void => {
    const next = release;
    release = undefined;
    next?.();
  };
  // One piece at a time, so that others have their turn between two.
  const more = (): void => {
    try {
      const next = pieces?.next();
      if (!next) return;
      if (!next.done) outer.push(next.value);
      else {
        isOver = true;
        allowed = Number.POSITIVE_INFINITY;
        if (isComplete) outer.push(null);
      }
      if (come <= allowed) goOn();
    } catch (error) {
      outer.destroy(missingError(file, error as Error));
    }
  };

  const outer: Duplex = new Duplex({
    readableHighWaterMark: BYTES_AHEAD,
    writableHighWaterMark: BYTES_AHEAD,
    write(chunk: Buffer, _encoding, done) {
      attempt(done, () => {
        if (kind !== 'unknown') return take(chunk, done);
        head = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
        if (mayBeginTable(head)) return done();
        decide();
        take(head, done);
      });
    },
    final(done) {
      attempt(done, () => {
        if (kind === 'unknown') {
          decide();
          if (head.length > 0) take(head, () => undefined);
        }
        isComplete = true;
        if (copy) readCopy(copy);
        else if (kind === 'plain' || isOver) outer.push(null);
        done();
      });
    },
    read() {
      if (kind !== 'sought') goOn();
      else if (pieces && !isOver) setImmediate(more);
    },
    destroy(error, done) {
      pieces = undefined;
      copy?.close();
      close();
      done(error);
    },
  });
  return outer;
}

function* counted(pieces: Iterable<Buffer>, count: (length: number) => void): Generator<Buffer> {
  for (const piece of pieces) {
    count(piece.length);
    yield piece;
  }
}

function attempt(done: (error?: Error | null) => void, run: () => void): void {
  try {
    run();
  } catch (error) {
    done(error as Error);
  }
}
