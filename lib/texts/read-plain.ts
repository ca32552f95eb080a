import { KeychainError } from '../errors.js';
import type { OpenOptions } from '../input/open.js';
import { openInput } from '../input/open.js';
import { utf8Check } from '../input/utf8.js';

/**
 * The characters of a plain text, in pieces, without a byte order mark.
 *
 * @throws KeychainError INPUT_*; INPUT_NOT_UTF8 for the character NUL too, which no text has
 */
export async function* readPlain(file: string, options: OpenOptions): AsyncGenerator<string> {
  const utf8 = utf8Check(file);
  const decoder = new TextDecoder();
  let offset = 0;
  for await (const chunk of openInput(file, options) as AsyncIterable<Buffer>) {
    utf8.write(chunk);
    const at = chunk.indexOf(0);
    if (at >= 0) throw binary(file, offset + at);
    offset += chunk.length;
    yield decoder.decode(chunk, { stream: true });
  }
  utf8.end();
}

const binary = (file: string, at: number): KeychainError =>
  new KeychainError(
    'INPUT_NOT_UTF8',
    `${file}: no text but binary data, as the character NUL at byte ${at} tells; name a file of text`,
  );
