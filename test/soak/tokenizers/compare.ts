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
  /** Seams between two passages, and how many of them were among the claims. */
  seams: { tried: number; claimed: number };
  /** What differs from the Rust library, a line each. */
  differences: string[];
}

/** What is compared, and what is found. */
interface Sides {
  tokenizer: Tokenizer;
  rust: RustTokenizer;
  found: Comparison;
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
  const found: Comparison = {
    name: subject.name,
    texts: 0,
    claims: 0,
    seams: { tried: 0, claimed: 0 },
    differences: [],
  };
  const sides = { tokenizer, rust, found };
  try {
    for (let done = 0; done < count; done += BATCH) {
      const numRuns = Math.min(BATCH, count - done);
      const pairs = fc.sample(parts, { seed: seed + done, numRuns });
      await compareBatch(pairs, sides);
    }
    for (let done = 0; done < further.length; done += BATCH) {
      const pairs = further.slice(done, done + BATCH).map(halves);
      await compareBatch(pairs, sides);
      if (tokenizer.unknown === undefined) await compareSeams(further, done, sides);
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

/** Each passage of a batch with the one behind it: the separator stands between them. */
async function compareSeams(
  passages: readonly string[],
  from: number,
  sides: Sides,
): Promise<void> {
  const batch = passages.slice(from, from + BATCH + 1);
  const pairs = batch.slice(1).map((right, i): [string, string] => [batch[i]!, right]);
  const before = sides.found.claims;
  await compareBatch(pairs, sides);
  sides.found.seams.tried += pairs.length;
  sides.found.seams.claimed += sides.found.claims - before;
}

async function compareBatch(
  pairs: readonly (readonly [string, string])[],
  { tokenizer, rust, found }: Sides,
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
