import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ChatAnswer } from '../client/chat-types.js';

/** What a call has given, as it is recorded. */
export interface Recorded {
  /** Tokens that an answer might have; Infinity where the server decided. */
  limit: number;
  /** 0; higher for answers that were asked for again, in place of those of a lower one. */
  generation: number;
  /** The rollout number of each answer. */
  rollouts: number[];
  answers: ChatAnswer[];
}

/** Bytes of what was asked, at the beginning of a body: SHA-256. */
export const ID_BYTES = 32;
const PLAIN = 0;
const DEFLATED = 1;
/** Shorter texts would gain nothing. */
const WORTH_DEFLATING = 512;
/** Thousands of calls a minute leave little behind for the garbage collector. */
const DEFLATE = { level: 1, windowBits: 13, memLevel: 6, chunkSize: 4096 };

/** The body of a frame: what was asked (64 hex digits), and what was given. */
export function encode(id: string, { limit, ...rest }: Recorded): Buffer {
  // JSON has no Infinity.
  const text = Buffer.from(
    JSON.stringify({ limit: Number.isFinite(limit) ? limit : null, ...rest }),
  );
  const isLong = text.length >= WORTH_DEFLATING;
  const head = Buffer.from(id.padStart(2 * ID_BYTES, '0'), 'hex');
  return Buffer.concat([
    head,
    Buffer.from([isLong ? DEFLATED : PLAIN]),
    isLong ? deflateRawSync(text, DEFLATE) : text,
  ]);
}

/** @throws Error for what `encode` has not written */
export function decode(body: Buffer): Recorded {
  const rest = body.subarray(ID_BYTES + 1);
  const text = body[ID_BYTES] === DEFLATED ? inflateRawSync(rest) : rest;
  const { limit, ...recorded } = JSON.parse(text.toString());
  return { limit: limit ?? Number.POSITIVE_INFINITY, ...recorded };
}
