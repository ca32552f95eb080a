import type { Compression } from './compression.js';
import { checkContent, mayBeForeign, TELLING_BYTES } from './foreign-content.js';

/** Looks at the beginning of what an input holds, decompressed. */
export interface ContentCheck {
  /**
   * The bytes that may go on; undefined while more are needed.
   *
   * @throws KeychainError INPUT_FORMAT
   */
  write(chunk: Buffer): Buffer | undefined;
  /** What was still held back at the end. */
  end(): Buffer | undefined;
}

/**
 * Holds back the beginning of an input until it is clear that it is nothing known to be foreign.
 *
 * @param outer how the input is compressed, once the first of it has come
 */
export function contentCheck(file: string, outer: () => Compression): ContentCheck {
  let head: Buffer | undefined = Buffer.alloc(0);

  const pass = (): Buffer | undefined => {
    const checked = head;
    head = undefined;
    if (!checked || checked.length === 0) return undefined;
    checkContent(file, checked, outer());
    return checked;
  };

  return {
    write(chunk) {
      if (!head) return chunk;
      head = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
      // What looks like JSON is not kept waiting: it may be a line of somebody who types.
      return head.length >= TELLING_BYTES || !mayBeForeign(head) ? pass() : undefined;
    },
    end: pass,
  };
}
