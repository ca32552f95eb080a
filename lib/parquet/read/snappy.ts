import type { StoredPart } from './stored-part.js';

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
  /** What has been read of the page, and the place in it. */
  input: Uint8Array;
  at: number;
  target: Uint8Array;
  /** Bytes that have been written. */
  done: number;
}

/**
 * Decompresses Snappy (its format_description.txt) as its bytes come, so that of a page of a hundred
 * megabytes only one form is in memory.
 *
 * @throws RangeError for damaged data
 */
export function unsnap(part: StoredPart, target: Uint8Array): void {
  const progress: Progress = { input: new Uint8Array(0), at: 0, target, done: 0 };
  refill(progress, part);
  const declared = declaredLength(progress);
  if (declared !== target.length) throw new RangeError(`Snappy data of ${declared} bytes`);
  for (;;) {
    refill(progress, part);
    if (progress.at === progress.input.length) break;
    unsnapShort(progress);
    refill(progress, part);
    if (progress.at < progress.input.length) unsnapOne(progress, part);
  }
  if (progress.done !== target.length) {
    throw new RangeError(`${progress.done} of ${target.length} bytes`);
  }
}

/** Sees that an element's bytes lie in one piece, as far as there are as many. */
function refill(progress: Progress, part: StoredPart): void {
  const { input, at } = progress;
  if (input.length - at > ELEMENT_BYTES || part.left() === 0) return;
  const rest = input.slice(at);
  const piece = part.piece();
  progress.input = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
  progress.at = 0;
}

/** Takes elements of which all bytes are there for sure, up to a literal that is long. */
function unsnapShort(progress: Progress): void {
  const { input, target } = progress;
  const lastInput = input.length - ELEMENT_BYTES;
  const lastTarget = target.length - ELEMENT_BYTES;
  let { at, done } = progress;
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
  progress.done = done;
}

/** Takes one element, of any length, at the end of the input or of the target. */
function unsnapOne(progress: Progress, part: StoredPart): void {
  const tag = number(progress, 1);
  const upper = tag >> 2;
  const kind = tag & 3;
  if (kind === LITERAL) {
    const isShort = upper < SHORT_LITERAL;
    literal(progress, part, (isShort ? upper : number(progress, upper - SHORT_LITERAL + 1)) + 1);
    return;
  }
  const length = kind === 1 ? (upper & 7) + 4 : upper + 1;
  const offset =
    kind === 1 ? (upper >> 3) * 256 + number(progress, 1) : number(progress, kind === 2 ? 2 : 4);
  const { target, done } = progress;
  checkOffset(offset, done);
  checkRoom(progress, length);
  for (let i = done; i < done + length; i++) target[i] = target[i - offset]!;
  progress.done += length;
}

function literal(progress: Progress, part: StoredPart, length: number): void {
  checkRoom(progress, length);
  for (let left = length; left > 0; ) {
    if (progress.at === progress.input.length) {
      if (part.left() === 0) throw new RangeError('Snappy data that is cut');
      progress.input = part.piece();
      progress.at = 0;
    }
    const { input, at, target, done } = progress;
    const count = Math.min(left, input.length - at);
    if (count >= LONG) target.set(input.subarray(at, at + count), done);
    else for (let i = 0; i < count; i++) target[done + i] = input[at + i]!;
    progress.at += count;
    progress.done += count;
    left -= count;
  }
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

function checkRoom({ target, done }: Progress, length: number): void {
  if (done + length > target.length) throw new RangeError('more Snappy data than is declared');
}
