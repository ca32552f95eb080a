import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { Tokenizer as RustTokenizer } from 'tokenizers';
import { loadTokenizer } from '../../../lib/tokenize/load.js';
import type { Tokenizer } from '../../../lib/tokenize/tokenizer.js';
import { temporaryFolder } from '../../tokenize/temporary-folder.js';
import { anyText, promptText } from '../../tokenize/texts.js';
import type { Subject } from './subjects.js';

/** What is found of one tokenizer. */
export interface Comparison {
  name: string;
  texts: number;
  /** Seams that were claimed to cost nothing. */
  claims: number;
  /** What differs from the Rust library, a line each. */
  differences: string[];
}

/** Texts that the library is handed at once. */
const BATCH = 500;

/** A text as two parts, whose seam is looked at. */
const parts = fc.tuple(
  fc.oneof({ weight: 4, arbitrary: anyText }, { weight: 1, arbitrary: promptText }),
  fc.oneof({ weight: 4, arbitrary: anyText }, { weight: 1, arbitrary: promptText }),
);

/**
 * Counts texts by this project and by the Rust library itself, and the halves of each where the
 * project says that their counts add up.
 *
 * @param count - texts of random parts; `further` come on top
 */
export async function compare(
  subject: Subject,
  { count, seed, further = [] }: { count: number; seed: number; further?: readonly string[] },
): Promise<Comparison> {
  const json = await subject.json();
  const folder = temporaryFolder();
  await writeFile(join(folder, 'tokenizer.json'), json);
  const tokenizer = await loadTokenizer({ type: 'hf', path: folder });
  const rust = RustTokenizer.fromString(json);
  rust.disableTruncation();
  rust.disablePadding();
  const found = { name: subject.name, texts: 0, claims: 0, differences: [] as string[] };
  try {
    for (let done = 0; done < count; done += BATCH) {
      const numRuns = Math.min(BATCH, count - done);
      const pairs = fc.sample(parts, { seed: seed + done, numRuns });
      await compareBatch(pairs, tokenizer, rust, found);
    }
    for (let done = 0; done < further.length; done += BATCH) {
      const pairs = further.slice(done, done + BATCH).map(halves);
      await compareBatch(pairs, tokenizer, rust, found);
    }
  } finally {
    tokenizer.close();
  }
  return found;
}

/** Cut behind some blank near the middle, as passages and pairs meet. */
function halves(text: string): [string, string] {
  const middle = text.indexOf(' ', text.length / 2);
  return middle < 0 ? [text, ''] : [text.slice(0, middle), text.slice(middle)];
}

async function compareBatch(
  pairs: readonly (readonly [string, string])[],
  tokenizer: Tokenizer,
  rust: RustTokenizer,
  found: Comparison,
): Promise<void> {
  const texts = pairs.map(([left, right]) => (left + right).toWellFormed());
  const encodings = await rust.encodeBatch(texts, { addSpecialTokens: false });
  for (const [i, [left, right]] of pairs.entries()) {
    const expected = encodings[i]!.getLength();
    const counted = tokenizer.count(left + right);
    if (counted !== expected) {
      found.differences.push(`${counted} instead of ${expected}: ${JSON.stringify(texts[i])}`);
    }
    if (left === '' || right === '' || !tokenizer.additive(left, right)) continue;
    found.claims++;
    const sum = tokenizer.count(left) + tokenizer.count(right);
    if (sum !== expected) {
      found.differences.push(
        `${sum} as a sum instead of ${expected}: ${JSON.stringify([left, right])}`,
      );
    }
  }
  found.texts += pairs.length;
}
