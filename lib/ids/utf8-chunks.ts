import { KeychainError } from '../errors.js';
import { openInput } from '../input/open.js';
import { utf8Check } from '../input/utf8.js';

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The bytes of a text file as UTF-8 without a byte order mark. A list that a Windows shell has
 * written is UTF-16, with a mark or without; it is told by its first two bytes.
 *
 * @param onBytes sees every byte of the file as it is stored
 * @throws KeychainError what `openInput` throws; INPUT_NOT_UTF8 for text that is neither
 */
export async function* utf8Chunks(
  file: string,
  onBytes?: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  const input = openInput(file, onBytes ? { onBytes } : {});
  let head: Buffer = Buffer.alloc(0);
  let convert: Converter | undefined;
  try {
    for await (const chunk of input as AsyncIterable<Buffer>) {
      if (convert) yield convert.write(chunk);
      else {
        head = Buffer.concat([head, chunk]);
        if (head.length < UTF8_MARK.length) continue;
        convert = converterOf(file, head);
        yield convert.write(withoutMark(head));
      }
    }
    convert ??= converterOf(file, head);
    if (head.length < UTF8_MARK.length) yield convert.write(head);
    yield convert.end();
  } finally {
    input.destroy();
  }
}

/** Turns chunks, cut anywhere, into UTF-8. */
interface Converter {
  write(chunk: Buffer): Buffer;
  end(): Buffer;
}

const withoutMark = (head: Buffer): Buffer =>
  head.indexOf(UTF8_MARK) === 0 ? head.subarray(UTF8_MARK.length) : head;

function converterOf(file: string, head: Buffer): Converter {
  const encoding = utf16Of(head);
  return encoding ? fromUtf16(file, encoding) : checkedUtf8(file);
}

/** An id begins with an ASCII character, of which UTF-16 makes a byte beside a zero. */
function utf16Of([first, second]: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (first === undefined || second === undefined) return undefined;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be';
  return undefined;
}

function checkedUtf8(file: string): Converter {
  const check = utf8Check(file);
  return {
    write: chunk => {
      check.write(chunk);
      return chunk;
    },
    end: () => {
      check.end();
      return Buffer.alloc(0);
    },
  };
}

function fromUtf16(file: string, encoding: 'utf-16le' | 'utf-16be'): Converter {
  // It drops the byte order mark.
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Buffer): Buffer => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: chunk !== undefined }));
    } catch (cause) {
      const message = `${file}: begins like UTF-16 text and is none; convert it to UTF-8`;
      throw new KeychainError('INPUT_NOT_UTF8', message, { cause });
    }
  };
  return { write: decode, end: () => decode() };
}
