import { isUtf8 } from 'node:buffer';
import { KeychainError } from '../errors.js';
import { truncatedError } from './errors.js';

export interface Utf8Check {
  /** Throws INPUT_NOT_UTF8 with the offset of the first wrong byte. */
  write(chunk: Buffer): void;
  /** Throws INPUT_TRUNCATED if the last character is cut. */
  end(): void;
}

/** Checks that chunks of bytes together are UTF-8, wherever they were cut. */
export function utf8Check(file: string): Utf8Check {
  /** The first bytes of a character that the next chunk goes on with. */
  let cut: Buffer | undefined;
  let offset = 0;

  return {
    write(chunk) {
      const bytes = cut ? Buffer.concat([cut, chunk]) : chunk;
      const whole = bytes.length - cutLength(bytes);
      if (!isUtf8(bytes.subarray(0, whole))) {
        const other = offset === 0 ? otherEncoding(bytes) : undefined;
        if (other !== undefined) throw encodingError(file, other);
        const at = offset + firstWrong(bytes.subarray(0, whole));
        throw new KeychainError(
          'INPUT_NOT_UTF8',
          `${file}: not UTF-8 text at byte ${at}; convert it, for example with iconv -t utf-8`,
        );
      }
      cut = whole < bytes.length ? Buffer.from(bytes.subarray(whole)) : undefined;
      offset += whole;
    },
    end() {
      if (cut) throw truncatedError(file, `byte ${offset}`, 'a character');
    },
  };
}

/** Bytes at the end that are the beginning of a longer character. */
function cutLength(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < characterLength(byte) ? back : 0;
  }
  return 0;
}

function characterLength(lead: number): number {
  if (lead >= 0xf5) return 1;
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc2 ? 2 : 1;
}

function firstWrong(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length) {
    const length = characterLength(bytes[at] ?? 0);
    if (!isUtf8(bytes.subarray(at, at + length))) return at;
    at += length;
  }
  return at;
}

/** The encoding whose byte order mark a text begins with, if it is not UTF-8's. */
function otherEncoding([a, b, c, d]: Buffer): string | undefined {
  // That of UTF-32 begins with that of UTF-16.
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16';
  if (a === 0xfe && b === 0xff) return 'UTF-16';
  return a === 0 && b === 0 && c === 0xfe && d === 0xff ? 'UTF-32' : undefined;
}

const encodingError = (file: string, encoding: string): KeychainError =>
  new KeychainError(
    'INPUT_NOT_UTF8',
    `${file}: not UTF-8 text at byte 0 but ${encoding}; convert it: iconv -f ${encoding.toLowerCase()} -t utf-8`,
  );
