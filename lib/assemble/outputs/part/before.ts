import { createHash, type Hash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Frame } from '../../../output/sink.js';
import { type Kept, notesOf, readKept } from './kept.js';
import { readHead } from './log.js';
import { logOf } from './names.js';
import type { PartOptions } from './part.js';

/** What is there of a file, read so far; its digests go on from here. */
export interface Before extends Kept {
  frame: Frame;
  /** What the file begins with. */
  head: Uint8Array;
  /** Of the file. */
  hash: Hash;
  /** Of the SHA-256 of each block's lines. */
  lines: Hash;
}

/**
 * Whether a file that has its name but no manifest is, to its last byte, what its log tells of: all
 * that is left to do is to name it.
 */
export async function isNamedTooEarly(options: PartOptions): Promise<boolean> {
  const { path } = options;
  if (readHead(logOf(path)) === undefined) return false;
  // Whether all of it is wanted is another question.
  const { isAll, bytes, frame } = await readBefore({ ...options, isWanted: () => true }, path);
  return isAll && (await stat(path)).size === bytes + frame.foot().length;
}

/** Reads what an earlier run of the same plan has written to a file, as far as its log tells of it. */
export async function readBefore(
  { path, sink, form, isWanted = () => true }: PartOptions,
  file: string,
): Promise<Before> {
  const frame = await sink.frame(form);
  const head = frame.head();
  const hash = createHash('sha256').update(head);
  const lines = createHash('sha256');
  const log = logOf(path);
  const kept = await readKept({
    path: file,
    log,
    headBytes: readHead(log)?.end ?? 0,
    start: head.length,
    isWanted,
    fits: frame.fits,
    onBlocks: (written, bytes) => {
      if (bytes.length === 0) return;
      hash.update(bytes);
      for (const { lines_sha256 } of written.blocks) {
        if (lines_sha256 !== undefined) lines.update(Buffer.from(lines_sha256, 'hex'));
      }
      frame.kept(bytes.length, written.bytes - bytes.length, notesOf(written));
    },
  });
  return { ...kept, frame, head, hash, lines };
}
