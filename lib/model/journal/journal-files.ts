import { basename, resolve } from 'node:path';
import { type Appender, openAppender } from './appender.js';
import { callIndex } from './call-index.js';
import type { Entry } from './choose.js';
import { frameOf, HEAD } from './frame.js';
import { decode, encode, ID_BYTES, type Recorded } from './recorded.js';
import { type Found, type Place, readBody, scanSegment, sizeOf } from './segment.js';
import { damageNoted, noteDamage, ownSegment, segmentsIn } from './segments.js';

/** The files of a journal, and where in them the answers to each question lie. */
export interface JournalFiles {
  /** All that is recorded of a question, in the order of the files and of what they hold. */
  entriesOf(id: string): Entry[];
  /** How often something is recorded of a question. */
  count(id: string): number;
  /**
   * Takes up what other processes of this machine have recorded; makes the own file first, so that
   * a place that cannot be written is told before anything is paid for.
   *
   * @returns whether there is anything new
   */
  refresh(): boolean;
  /** Resolves when it is safe, and all that was recorded before it can be found. */
  record(id: string, recorded: Recorded): Promise<void>;
  /** Flushes to the disk and closes. */
  close(): Promise<void>;
}

export interface JournalFilesOptions {
  canWrite: boolean;
  /** Told in one line of what cannot be read. */
  onNotice: (line: string) => void;
}

/** A file of the journal, as far as it was read. */
interface Segment {
  path: string;
  /** Where the next frame will begin. */
  end: number;
  /** The file's size when it was last read. */
  seen: number;
  /** Its size when the run began: what lies behind is new. */
  before: number;
  /** Bytes that cannot be read. */
  damaged: number;
}

/** Frames that go into the index at once. */
const BATCH = 4096;
/** Time for somebody who is about to write a frame, in ms. */
const PATIENCE = 100;

const open = new Map<string, { files: JournalFiles; users: number }>();

/**
 * Opens the files of a journal, once for all of this process that use it.
 *
 * @throws Error
 */
export function sharedFiles(dir: string, options: JournalFilesOptions): JournalFiles {
  const key = resolve(dir);
  const shared = open.get(key) ?? { files: openJournalFiles(dir, options), users: 0 };
  open.set(key, shared);
  shared.users++;
  let isOpen = true;
  return {
    ...shared.files,
    async close() {
      if (!isOpen) return;
      isOpen = false;
      if (--shared.users > 0) return;
      open.delete(key);
      await shared.files.close();
    },
  };
}

/** As `sharedFiles`, for this user alone. */
function openJournalFiles(dir: string, { canWrite, onNotice }: JournalFilesOptions): JournalFiles {
  const paths = segmentsIn(dir);
  const index = callIndex();
  const segments: Segment[] = [];
  let own: { segment: Segment; appender: Appender } | undefined;

  /** Tells of damage once: what a run has told, and then asked again, the next one need not. */
  const tellDamage = (segment: Segment, bytes: number): void => {
    const isTold = segment.damaged > 0;
    segment.damaged += bytes;
    if (bytes === 0 || isTold) return;
    const isNoted = bytes === damageNoted(segment.path);
    if (canWrite) noteDamage(segment.path, bytes);
    if (isNoted) return;
    onNotice(
      `the journal ${dir}: ${bytes} bytes of ${basename(segment.path)} are damaged; ` +
        'what they held counts as missing. If there is a copy of the file, put it back',
    );
  };
  /** Reads what has been appended since; gives how many bytes of it cannot be read, and a rest. */
  const catchUp = (segment: Segment): { damaged: number; rest: number } => {
    const size = sizeOf(segment.path);
    if (size < segment.end) {
      throw new Error(`${basename(segment.path)} got shorter while it was used; run again`);
    }
    if (size === segment.seen) return { damaged: 0, rest: size - segment.end };
    const number = segments.indexOf(segment);
    let frames: Found[] = [];
    const { end, ...unread } = scanSegment(segment.path, segment.end, frame => {
      frames.push(frame);
      if (frames.length < BATCH) return;
      index.add(number, frames);
      frames = [];
    });
    index.add(number, frames);
    Object.assign(segment, { end, seen: size });
    return unread;
  };
  const addSegment = (path: string): Segment => {
    const segment = { path, end: 0, seen: 0, before: sizeOf(path), damaged: 0 };
    segments.push(segment);
    let { damaged, rest } = catchUp(segment);
    if (rest > 0) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PATIENCE);
      const later = catchUp(segment);
      damaged += later.damaged;
      rest = later.rest;
    }
    tellDamage(segment, damaged + rest);
    return segment;
  };
  /**
   * Takes up what is appended now, by reading it only where others have appended as well, or where
   * it was read before this process heard that it is written.
   */
  const takeUp = (segment: Segment, pieces: Buffer[]): (() => void) => {
    const { end } = segment;
    const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
    return () => {
      const isOurs = segment.end === end && sizeOf(segment.path) === end + total;
      if (!isOurs) {
        tellDamage(segment, catchUp(segment).damaged);
        return;
      }
      let offset = end;
      const frames = pieces.map(piece => {
        const found = { offset, length: piece.length, id: idOf(piece) };
        offset += piece.length;
        return found;
      });
      index.add(segments.indexOf(segment), frames);
      Object.assign(segment, { end: offset, seen: offset });
    };
  };
  const ownOne = () => {
    if (own) return own;
    const path = ownSegment(dir);
    const appender = openAppender(path, pieces => takeUp(segment, pieces));
    const segment = segments.find(each => each.path === path) ?? addSegment(path);
    own = { segment, appender };
    return own;
  };

  const files: JournalFiles = {
    entriesOf: id =>
      index.find(Buffer.from(id, 'hex')).flatMap(place => {
        const segment = segments[place.segment]!;
        const recorded = readRecorded(segment.path, place);
        if (!recorded) tellDamage(segment, place.length);
        return recorded ? [{ ...recorded, isNew: place.offset >= segment.before }] : [];
      }),
    count: id => index.find(Buffer.from(id, 'hex')).length,
    refresh() {
      const { segment } = ownOne();
      const { end } = segment;
      tellDamage(segment, catchUp(segment).damaged);
      return segment.end > end;
    },
    record: (id, recorded) => ownOne().appender.append(frameOf(encode(id, recorded))),
    async close() {
      await own?.appender.close();
      await index.close();
    },
  };
  try {
    for (const path of paths) addSegment(path);
    return files;
  } catch (error) {
    void files.close();
    throw error;
  }
}

/** What was asked, of a frame of ours. */
const idOf = (frame: Buffer): Buffer => frame.subarray(HEAD, HEAD + ID_BYTES);

/** What is recorded there; undefined if it cannot be read. */
function readRecorded(path: string, place: Place): Recorded | undefined {
  const body = readBody(path, place);
  try {
    return body && decode(body);
  } catch {
    return undefined;
  }
}
