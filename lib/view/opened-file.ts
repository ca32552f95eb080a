import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { KeychainError } from '../errors.js';
import { openInput } from '../input/open.js';
import type { Row, ViewedFile } from './api.js';
import { MEMBER_ROW, memberBytes, memberRow, membersOf, NoMembers } from './gzip-members.js';
import type { Indexed, IndexPlace } from './index-place.js';
import { type LineBytes, plainBytes, readAt } from './line-bytes.js';
import { type LinePlace, LONGEST_LINE, lineCutter } from './line-cutter.js';
import { brokenRow, rowOf } from './row.js';

/** Bytes of a place on disk: offset and length of a line, offset and length of what a list shows of it. */
const PLACE = 24;

/**
 * A file that is looked at. Its lines are gone through once, in the background: what a list shows of
 * each, and where it lies, is written to a folder, so that memory holds nothing of a row. A plain file,
 * and a gzip file of small members, is read where it lies; of any other the lines are unpacked into that
 * folder.
 */
export class OpenedFile {
  readonly told: ViewedFile;
  readonly #path: string;
  readonly #place: IndexPlace;
  readonly #places: number;
  readonly #shown: number;
  #lies: Indexed['lies'];
  /** Where lines are read, once there are some. */
  #lines: LineBytes | undefined;
  #shownBytes = 0;
  #lineBytes = 0;
  #isClosed = false;

  private constructor(path: string, place: IndexPlace, { told, lies, lineBytes }: Indexed) {
    this.#path = path;
    this.#place = place;
    this.told = told;
    this.#lies = lies;
    this.#lineBytes = lineBytes;
    const mode = place.indexed ? 'r' : 'w+';
    this.#places = openSync(this.#in('places'), mode);
    this.#shown = openSync(this.#in('rows'), mode);
    if (place.indexed || lies === 'plain') this.#openLines();
  }

  #in(name: string): string {
    return join(this.#place.folder, name);
  }

  #openLines(): void {
    this.#lines?.close();
    this.#lines =
      this.#lies === 'members'
        ? memberBytes(this.#path, this.#in('members'))
        : plainBytes(this.#lies === 'plain' ? this.#path : this.#in('lines'));
  }

  /**
   * Opens a file; nothing is read of it yet but its beginning.
   *
   * @throws KeychainError INPUT_MISSING
   */
  static async open(path: string, place: IndexPlace, file: number): Promise<OpenedFile> {
    const { indexed } = place;
    if (indexed) {
      const told = { ...indexed.told, file, name: basename(path) };
      return new OpenedFile(path, place, { ...indexed, told });
    }
    const bytes = path === '-' ? 0 : await sizeOf(path);
    const first = path === '-' ? [] : beginning(path);
    const isPlain = first[0] === OPEN_BRACE;
    const isGzip = first[0] === 0x1f && first[1] === 0x8b;
    const told: ViewedFile = {
      file,
      name: path === '-' ? 'standard input' : basename(path),
      format: isPlain ? 'jsonl' : path.replace(/^.*?\.(?=[a-z])/, ''),
      bytes,
      state: isPlain || isGzip ? 'indexing' : 'unpacking',
      done: 0,
      rows: 0,
      datasets: [],
      lengths: [],
      hasRollouts: false,
    };
    const lies = isPlain ? 'plain' : isGzip ? 'members' : 'unpacked';
    return new OpenedFile(path, place, { told, lies, lineBytes: 0 });
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
    if (this.isWhole) return;
    try {
      if (this.#lies === 'members') await this.#goThroughMembers();
      if (this.#lies !== 'members') await this.#goThrough();
      if (this.#isClosed) return;
      this.told.state = 'ready';
      const { told } = this;
      await this.#place.keep({ told, lies: this.#lies, lineBytes: this.#lineBytes });
    } catch (error) {
      if (this.#isClosed) return;
      this.told.state = 'failed';
      this.told.error = error instanceof KeychainError ? error.message : String(error);
    }
  }

  async #goThrough(): Promise<void> {
    const onBytes = (chunk: Buffer): void => {
      this.told.done += chunk.length;
    };
    const unpacked = this.#lies === 'unpacked' ? openSync(this.#in('lines'), 'w') : undefined;
    if (!this.#lines) this.#openLines();
    try {
      const cutter = this.#cutter();
      for await (const chunk of openInput(this.#path, { onBytes }) as AsyncIterable<Buffer>) {
        if (this.#isClosed) return;
        if (unpacked !== undefined) writeSync(unpacked, chunk, 0, chunk.length, this.#lineBytes);
        this.#lineBytes += chunk.length;
        cutter.take(chunk);
      }
      cutter.end();
    } finally {
      if (unpacked !== undefined) closeSync(unpacked);
    }
  }

  /** Goes through a gzip file member by member; where it is none of small ones, it is to be unpacked. */
  async #goThroughMembers(): Promise<void> {
    const table = openSync(this.#in('members'), 'w');
    this.#openLines();
    try {
      const cutter = this.#cutter();
      let members = 0;
      for (const { from, to, bytes } of membersOf(this.#path)) {
        if (this.#isClosed) return;
        writeSync(table, memberRow(this.#lineBytes, from), 0, MEMBER_ROW, members++ * MEMBER_ROW);
        this.#lineBytes += bytes.length;
        this.told.done = to;
        cutter.take(bytes);
        // Who asks for a sample meanwhile is not to wait.
        await setImmediate();
      }
      cutter.end();
    } catch (error) {
      if (!(error instanceof NoMembers)) throw error;
      this.#beginUnpacking();
    } finally {
      closeSync(table);
    }
  }

  #beginUnpacking(): void {
    this.#lies = 'unpacked';
    this.#lines?.close();
    this.#lines = undefined;
    this.#lineBytes = 0;
    this.#shownBytes = 0;
    Object.assign(this.told, { state: 'unpacking', done: 0, rows: 0, datasets: [], lengths: [] });
  }

  #cutter() {
    return lineCutter((line, place) => this.#note(line, place));
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
    const places = readAt(this.#places, from * PLACE, (to - from) * PLACE);
    const start = places.readDoubleLE(12);
    const last = places.length - PLACE;
    const end = places.readDoubleLE(last + 12) + places.readUInt32LE(last + 20);
    const shown = readAt(this.#shown, start, end - start);
    return Array.from({ length: to - from }, (_, index) => {
      const at = places.readDoubleLE(index * PLACE + 12) - start;
      const length = places.readUInt32LE(index * PLACE + 20);
      return JSON.parse(shown.toString('utf8', at, at + length)) as Row;
    });
  }

  /** Where the line of a row lies; undefined for a row that there is not. */
  placeOf(row: number): LinePlace | undefined {
    if (!(row >= 0 && row < this.told.rows)) return undefined;
    const place = readAt(this.#places, row * PLACE, PLACE);
    return { offset: place.readDoubleLE(0), length: place.readUInt32LE(8) };
  }

  /** The line of a row; undefined where there is none, or one that is too long. */
  line(row: number): Buffer | undefined {
    const place = this.placeOf(row);
    if (!place || place.length > LONGEST_LINE) return undefined;
    return this.#lines?.read(place.offset, place.length);
  }

  /** Bytes of the lines. */
  bytes(offset: number, length: number): Buffer {
    const most = Math.max(0, Math.min(length, this.#lineBytes - offset));
    return this.#lines?.read(offset, most) ?? Buffer.alloc(0);
  }

  /** Has bytes of the lines at hand that will be asked for next. */
  async ahead(offset: number, length: number): Promise<void> {
    if (offset >= this.#lineBytes) return;
    // Whoever reads them is told what is wrong, if the file is not closed by then.
    await this.#lines?.ahead?.(offset, length).catch(() => undefined);
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
    for (const each of [this.#places, this.#shown]) closeSync(each);
    this.#lines?.close();
    this.#place.close();
  }
}

/** Values of a field that a list offers to choose from. */
const MOST_CHOICES = 100;

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path.replace(/#[^#/]*$/, ''))).size;
  } catch {
    // Said by who opens it, with what is wrong.
    return 0;
  }
}

const OPEN_BRACE = 0x7b;

/** The first bytes of a file: they say how its lines lie. */
function beginning(path: string): Uint8Array {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (cause) {
    // A member of an archive is no file of its own.
    if (path.includes('#')) return new Uint8Array();
    throw new KeychainError('INPUT_MISSING', `${path}: ${(cause as Error).message}`, { cause });
  }
  try {
    return fstatSync(descriptor).isFile() ? readAt(descriptor, 0, 2) : new Uint8Array();
  } finally {
    closeSync(descriptor);
  }
}
