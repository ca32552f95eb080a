import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Corpus } from '../corpus/open.js';
import { KeychainError } from '../errors.js';

/**
 * Reads the ids to keep: JSONL with an `id` each, or one id a line. One bit a question is kept,
 * however long the file is. Without a file every question is wanted.
 *
 * @throws KeychainError INPUT_MISSING
 */
export async function idFilter(
  file: string | undefined,
  corpus: Corpus,
): Promise<(number: number) => boolean> {
  if (file === undefined) return () => true;
  const bits = new Uint8Array(Math.ceil(corpus.info.questions / 8));
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  try {
    for await (const line of lines) {
      if (line.trim() === '') continue;
      for (const number of corpus.questionNumbers(idOf(line))) {
        bits[number >> 3]! |= 1 << (number & 7);
      }
    }
  } catch (cause) {
    throw new KeychainError(
      'INPUT_MISSING',
      `${file}: ${(cause as Error).message}; name the file of ids with --filter-ids-path`,
      { cause },
    );
  }
  return number => (bits[number >> 3]! & (1 << (number & 7))) !== 0;
}

function idOf(line: string): string {
  if (!line.startsWith('{')) return line.trim();
  try {
    const { id } = JSON.parse(line) as { id?: unknown };
    return typeof id === 'string' ? id : String(id);
  } catch {
    return line.trim();
  }
}
