import { KeychainError } from '../errors.js';

const LINE_FEED = 0x0a;
/** A line may be a whole record of a dataset; a longer one is none of ids (bytes). */
const LONGEST_LINE = 64 << 20;

/** A line of a file, without the line break and the blanks around it. */
export interface TextLine {
  text: string;
  /** From 1. */
  number: number;
}

/**
 * The lines of a text that are not blank.
 *
 * @param chunks UTF-8, cut anywhere
 * @param firstNumber of the line that the first chunk begins in
 * @throws KeychainError INPUT_FORMAT for a line of more than 64 MB
 */
export async function* textLines(
  file: string,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  firstNumber = 1,
): AsyncGenerator<TextLine> {
  let held: Buffer[] = [];
  let size = 0;
  let number = firstNumber;
  const hold = (piece: Buffer): void => {
    held.push(piece);
    size += piece.length;
    if (size <= LONGEST_LINE) return;
    const expected = 'expected an id a line, or JSON or CSV with a line a record';
    throw new KeychainError('INPUT_FORMAT', `${file}, line ${number}: is over 64 MB; ${expected}`);
  };
  const endLine = (): string => {
    const text = Buffer.concat(held, size).toString().trim();
    held = [];
    size = 0;
    return text;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let to = chunk.indexOf(LINE_FEED); to >= 0; to = chunk.indexOf(LINE_FEED, from)) {
      hold(chunk.subarray(from, to));
      const text = endLine();
      if (text !== '') yield { text, number };
      number++;
      from = to + 1;
    }
    if (from < chunk.length) hold(chunk.subarray(from));
  }
  const text = endLine();
  if (text !== '') yield { text, number };
}
