import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { KeychainError } from '../errors.js';
import { openInput } from '../input/open.js';
import type { Row, ViewedFile } from './api.js';
import { brokenRow, rowOf } from './row.js';

/** Bytes of a line that is looked into; a longer one is listed as no JSON. */
const LONGEST_LINE = 64 << 20;

/** Bytes of a place on disk: offset and length of a line, offset and length of what a list shows of it. */
const PLACE = 24;

const FEED = 0x0a;

/** A line of a file, as it lies in the bytes that are read. */
export interface LinePlace {
  offset: number;
  length: number;
}

/**
 * A file that is looked at. Its lines are gone through once, in the background: what a list shows of
 * each, and where it lies, is written to a private folder, so that memory holds nothing of a row. A
 * plain file is read where it lies; of any other the lines are unpacked into that folder.
 */
export class OpenedFile {
  readonly told: ViewedFile;
  readonly #path: string;
  readonly #places: number;
  readonly #shown: number;
  /** Where lines are read: the file itself, or its unpacked lines. */
  readonly #lines: number;
  readonly #unpacks: boolean;
  #shownBytes = 0;
  #lineBytes = 0;
  #isClosed = false;

  private constructor(path: string, folder: string, told: ViewedFile, isPlain: boolean) {
    this.#path = path;
    this.told = told;
    this.#unpacks = !isPlain;
    this.#places = openSync(join(folder, `${told.file}.places`), 'w+');
    this.#shown = openSync(join(folder, `${told.file}.rows`), 'w+');
    this.#lines = isPlain
      ? openSync(path, 'r')
      : openSync(join(folder, `${told.file}.lines`), 'w+');
  }

  /**
   * Opens a file; nothing is read of it yet but its beginning.
   *
   * @throws KeychainError INPUT_MISSING
   */
  static async open(path: string, folder: string, file: number): Promise<OpenedFile> {
    const bytes = path === '-' ? 0 : await sizeOf(path);
    const isPlain = path !== '-' && (await beginsWithBrace(path));
    const told: ViewedFile = {
      file,
      name: path === '-' ? 'standard input' : basename(path),
      format: isPlain ? 'jsonl' : path.replace(/^.*?\.(?=[a-z])/, ''),
      bytes,
      state: isPlain ? 'indexing' : 'unpacking',
      done: 0,
      rows: 0,
      datasets: [],
      lengths: [],
      hasRollouts: false,
    };
    return new OpenedFile(path, folder, told, isPlain);
  }

  /** Bytes of lines that are known so far. */
  get lineBytes(): number {
    return this.#lineBytes;
  }

  get isWhole(): boolean {
    return this.told.state === 'ready' || this.told.state === 'failed';
  }

  /** Goes through all lines. What is wrong with the file is told with it, and ends nothing else. */
  async index(): Promise<void> {
    try {
      const onBytes = (chunk: Buffer): void => {
        this.told.done += chunk.length;
      };
      const cutter = lineCutter((line, place) => this.#note(line, place));
      for await (const chunk of openInput(this.#path, { onBytes }) as AsyncIterable<Buffer>) {
        if (this.#isClosed) return;
        if (this.#unpacks) writeSync(this.#lines, chunk, 0, chunk.length, this.#lineBytes);
        this.#lineBytes += chunk.length;
        cutter.take(chunk);
      }
      cutter.end();
      this.told.state = 'ready';
    } catch (error) {
      if (this.#isClosed) return;
      this.told.state = 'failed';
      this.told.error = error instanceof KeychainError ? error.message : String(error);
    }
  }

  #note(line: Buffer | undefined, { offset, length }: LinePlace): void {
    const row = this.#read(line, { file: this.told.file, row: this.told.rows });
    const shown = Buffer.from(JSON.stringify(row));
    const place = Buffer.alloc(PLACE);
    place.writeDoubleLE(offset, 0);
    place.writeUInt32LE(Math.min(length, 0xffff_ffff), 8);
    place.writeDoubleLE(this.#shownBytes, 12);
    place.writeUInt32LE(shown.length, 20);
    writeSync(this.#shown, shown, 0, shown.length, this.#shownBytes);
    writeSync(this.#places, place, 0, PLACE, this.told.rows * PLACE);
    this.#shownBytes += shown.length;
    this.told.rows++;
    this.#tell(row);
  }

  #read(line: Buffer | undefined, place: { file: number; row: number }): Row {
    if (!line) return brokenRow(place);
    try {
      return rowOf(JSON.parse(line.toString()), place);
    } catch {
      return brokenRow(place);
    }
  }

  /** What the rows of a file have, as far as a choice of it is worth showing. */
  #tell({ dataset, maxSeqLength, rollouts }: Row): void {
    const { datasets, lengths } = this.told;
    const isNew = <T>(known: readonly T[], value: T): boolean =>
      known.length < MOST_CHOICES && !known.includes(value);
    if (dataset !== '' && isNew(datasets, dataset)) datasets.push(dataset);
    if (maxSeqLength > 0 && isNew(lengths, maxSeqLength)) {
      lengths.push(maxSeqLength);
      lengths.sort((a, b) => a - b);
    }
    if (rollouts !== undefined) this.told.hasRollouts = true;
  }

  /** What lists show of rows in a row, from one on. */
  rows(from: number, count: number): Row[] {
    const to = Math.min(this.told.rows, from + count);
    if (from >= to) return [];
    const places = read(this.#places, from * PLACE, (to - from) * PLACE);
    const start = places.readDoubleLE(12);
    const last = places.length - PLACE;
    const end = places.readDoubleLE(last + 12) + places.readUInt32LE(last + 20);
    const shown = read(this.#shown, start, end - start);
    return Array.from({ length: to - from }, (_, index) => {
      const at = places.readDoubleLE(index * PLACE + 12) - start;
      const length = places.readUInt32LE(index * PLACE + 20);
      return JSON.parse(shown.toString('utf8', at, at + length)) as Row;
    });
  }

  /** Where the line of a row lies; undefined for a row that there is not. */
  placeOf(row: number): LinePlace | undefined {
    if (!(row >= 0 && row < this.told.rows)) return undefined;
    const place = read(this.#places, row * PLACE, PLACE);
    return { offset: place.readDoubleLE(0), length: place.readUInt32LE(8) };
  }

  /** The line of a row; undefined where there is none, or one that is too long. */
  line(row: number): Buffer | undefined {
    const place = this.placeOf(row);
    if (!place || place.length > LONGEST_LINE) return undefined;
    return read(this.#lines, place.offset, place.length);
  }

  /** Bytes of the lines. */
  bytes(offset: number, length: number): Buffer {
    return read(this.#lines, offset, Math.max(0, Math.min(length, this.#lineBytes - offset)));
  }

  /** The row whose line holds a byte, by halving. */
  rowAt(offset: number): number | undefined {
    let low = 0;
    let high = this.told.rows;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.placeOf(middle)!.offset <= offset) low = middle + 1;
      else high = middle;
    }
    return low > 0 ? low - 1 : undefined;
  }

  close(): void {
    this.#isClosed = true;
    for (const each of [this.#places, this.#shown, this.#lines]) closeSync(each);
  }
}

/** Values of a field that a list offers to choose from. */
const MOST_CHOICES = 100;

/** Cuts chunks into lines that have something in them; of one that is too long only the place is told. */
function lineCutter(take: (line: Buffer | undefined, place: LinePlace) => void) {
  let held: Buffer[] = [];
  let length = 0;
  let start = 0;
  const end = (): void => {
    const isTooLong = length > LONGEST_LINE;
    const line = isTooLong ? undefined : Buffer.concat(held);
    if (isTooLong || line!.toString('latin1').trim() !== '') take(line, { offset: start, length });
    start += length + 1;
    held = [];
    length = 0;
  };
  return {
    take(chunk: Buffer): void {
      let at = 0;
      for (let feed = chunk.indexOf(FEED); feed !== -1; feed = chunk.indexOf(FEED, at)) {
        if (length + feed - at <= LONGEST_LINE) held.push(chunk.subarray(at, feed));
        length += feed - at;
        end();
        at = feed + 1;
      }
      if (length + chunk.length - at <= LONGEST_LINE) held.push(chunk.subarray(at));
      else held = [];
      length += chunk.length - at;
    },
    end(): void {
      if (length > 0) end();
    },
  };
}

function read(descriptor: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const more = readSync(descriptor, bytes, done, length - done, offset + done);
    if (more === 0) break;
    done += more;
  }
  return bytes.subarray(0, done);
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path.replace(/#[^#/]*$/, ''))).size;
  } catch {
    // Said by who opens it, with what is wrong.
    return 0;
  }
}

/** Whether a file is plain lines of JSON, which can be read where they lie. */
async function beginsWithBrace(path: string): Promise<boolean> {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (cause) {
    // A member of an archive is no file of its own.
    if (path.includes('#')) return false;
    throw new KeychainError('INPUT_MISSING', `${path}: ${(cause as Error).message}`, { cause });
  }
  try {
    return fstatSync(descriptor).isFile() && read(descriptor, 0, 1)[0] === 0x7b;
  } finally {
    closeSync(descriptor);
  }
}
