import type { StoredPart } from '../stored/stored-part.js';
import type { Window } from './window.js';

const LITERAL = 0;
/** The longest element but for literals whose length does not stand in their tag. */
const ELEMENT_BYTES = 64;
/** The longest literal whose length stands in its tag. */
const SHORT_LITERAL = 60;
/** From this many bytes on, one call copies faster than a loop does. */
const LONG = 128;
const LARGEST_LENGTH = 2 ** 32;

/** How far the decompression of a page is. */
interface Progress {
  part: StoredPart;
  /** What has been read of the page, and the place in it. */
  input: Uint8Array;
  at: number;
  /** Bytes that are still to come of a literal. */
  literal: number;
  /** Bytes that are still to be written. */
  left: number;
  /** Where the decompressed bytes go. */
  window: Window;
}

/**
 * Decompresses Snappy (its format_description.txt) as its bytes come: of a page of a hundred megabytes
 * neither form has to be in memory.
 *
 * @param size bytes that it becomes
 * @returns the function that goes on: it writes some bytes into the window, which has room for as much
 *   as a kilobyte or for all; false at the end
 * @throws (the function) RangeError for damaged data, and for what reaches back behind the window
 */
export function unsnapping(part: StoredPart, size: number): (window: Window) => boolean {
  const progress: Progress = {
    part,
    input: new Uint8Array(0),
    at: 0,
    literal: 0,
    left: size,
    window: NOTHING,
  };
  let isBegun = false;
  return window => {
    progress.window = window;
    const { end } = window;
    if (!isBegun) begin(progress, size);
    isBegun = true;
    const isOver = step(progress);
    progress.left -= window.end - end;
    const { left } = progress;
    if (left < 0 || (isOver && left > 0)) throw new RangeError(`not the ${size} bytes declared`);
    return !isOver;
  };
}

const NOTHING: Window = { bytes: new Uint8Array(0), base: 0, end: 0 };

/** Decompresses all of a part. */
export function unsnap(part: StoredPart, target: Uint8Array): void {
  const window = { bytes: target, base: 0, end: 0 };
  const more = unsnapping(part, target.length);
  while (more(window));
}

function begin(progress: Progress, size: number): void {
  refill(progress);
  const declared = declaredLength(progress);
  if (declared !== size) throw new RangeError(`Snappy data of ${declared} bytes`);
}

/** Takes elements while there is room for them; true at the end. */
function step(progress: Progress): boolean {
  if (progress.literal > 0) copyLiteral(progress);
  else {
    const { window } = progress;
    const before = window.end;
    refill(progress);
    takeShort(progress);
    refill(progress);
    const room = window.bytes.length - window.end;
    const fits = room >= ELEMENT_BYTES || room >= progress.left - (window.end - before);
    if (progress.at < progress.input.length && fits) takeOne(progress);
  }
  return (
    progress.literal === 0 && progress.at === progress.input.length && progress.part.left() === 0
  );
}

/** Sees that an element's bytes lie in one piece, as far as there are as many. */
function refill(progress: Progress): void {
  const { input, at, part } = progress;
  if (input.length - at > ELEMENT_BYTES || part.left() === 0) return;
  progress.input = part.piece(input.length - at);
  progress.at = 0;
}

/** Takes elements of which all bytes are there for sure, up to a literal that is long. */
function takeShort(progress: Progress): void {
  const { input, window } = progress;
  const target = window.bytes;
  const lastInput = input.length - ELEMENT_BYTES;
  const lastTarget = target.length - ELEMENT_BYTES;
  let { at } = progress;
  let done = window.end;
  while (at < lastInput && done <= lastTarget) {
    const tag = input[at]!;
    const upper = tag >> 2;
    if ((tag & 3) === LITERAL) {
      if (upper >= SHORT_LITERAL) break;
      at++;
      for (const end = at + upper + 1; at < end; ) target[done++] = input[at++]!;
      continue;
    }
    let length = upper + 1;
    let offset: number;
    if ((tag & 3) === 1) {
      length = (upper & 7) + 4;
      offset = ((tag & 0xe0) << 3) | input[at + 1]!;
      at += 2;
    } else {
      offset = input[at + 1]! | (input[at + 2]! << 8);
      at += 3;
      if ((tag & 3) === 3) {
        offset += input[at]! * 0x10000 + input[at + 1]! * 0x1000000;
        at += 2;
      }
    }
    checkOffset(offset, done);
    // What is copied may reach into what it makes.
    for (let from = done - offset, end = done + length; done < end; ) {
      target[done++] = target[from++]!;
    }
  }
  progress.at = at;
  window.end = done;
}

/** Takes one element, of any length, at the end of the input or of the target. */
function takeOne(progress: Progress): void {
  const tag = number(progress, 1);
  const upper = tag >> 2;
  const kind = tag & 3;
  if (kind === LITERAL) {
    const isShort = upper < SHORT_LITERAL;
    progress.literal = (isShort ? upper : number(progress, upper - SHORT_LITERAL + 1)) + 1;
    copyLiteral(progress);
    return;
  }
  const length = kind === 1 ? (upper & 7) + 4 : upper + 1;
  const offset =
    kind === 1 ? (upper >> 3) * 256 + number(progress, 1) : number(progress, kind === 2 ? 2 : 4);
  const { bytes, end } = progress.window;
  checkOffset(offset, end);
  if (end + length > bytes.length) throw new RangeError('more Snappy data than is declared');
  for (let i = end; i < end + length; i++) bytes[i] = bytes[i - offset]!;
  progress.window.end += length;
}

/** Copies of a literal what there is, and room for. */
function copyLiteral(progress: Progress): void {
  if (progress.at === progress.input.length) {
    if (progress.part.left() === 0) throw new RangeError('Snappy data that is cut');
    progress.input = progress.part.piece();
    progress.at = 0;
  }
  const { input, at, literal, window } = progress;
  const { bytes, end } = window;
  const count = Math.min(literal, input.length - at, bytes.length - end);
  if (count === 0) throw new RangeError('more Snappy data than is declared');
  if (count >= LONG) bytes.set(input.subarray(at, at + count), end);
  else for (let i = 0; i < count; i++) bytes[end + i] = input[at + i]!;
  progress.at += count;
  progress.literal -= count;
  window.end += count;
}

/** The length that stands before everything. */
function declaredLength(progress: Progress): number {
  let length = 0;
  for (let shift = 1; shift < LARGEST_LENGTH; shift *= 128) {
    const byte = number(progress, 1);
    length += (byte & 0x7f) * shift;
    if (byte < 0x80) return length;
  }
  throw new RangeError('a Snappy length beyond 2^32');
}

function number(progress: Progress, bytes: number): number {
  let value = 0;
  for (let i = 0; i < bytes; i++) {
    if (progress.at >= progress.input.length) throw new RangeError('Snappy data that is cut');
    value += progress.input[progress.at++]! * 256 ** i;
  }
  return value;
}

function checkOffset(offset: number, done: number): void {
  if (offset === 0 || offset > done) throw new RangeError('a Snappy copy of what is not there');
}
