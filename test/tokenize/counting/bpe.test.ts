import test from 'ava';
import fc from 'fast-check';
import { Bpe } from '../../../lib/tokenize/counting/bpe.js';
import { countByHeap } from '../../../lib/tokenize/counting/bpe-heap.js';
import { pairMerges } from '../../../lib/tokenize/counting/pair-merges.js';
import { readTokenizerJson } from '../../../lib/tokenize/vocabulary/tokenizer-json.js';
import { byteLevelModel } from '../byte-level.js';

const letters = 'abc';
const pieces = [...letters, 'ab', 'bc', 'ca', 'aa', 'abc', 'bca', 'cab', 'aaa', 'abab'];
/** Merges among a few letters in any order: every tie and every overlap comes up. */
const mergeList = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(...pieces)), {
    maxLength: 20,
    selector: pair => pair.join(' '),
  })
  .map(closed);

/** Drops merges of tokens that nothing makes. */
function closed(list: [string, string][]): [string, string][] {
  const made = new Set([...letters, ...list.map(([left, right]) => left + right)]);
  const kept = list.filter(([left, right]) => made.has(left) && made.has(right));
  return kept.length === list.length ? kept : closed(kept);
}

/** The definition, word for word, over strings. */
function plainCount(text: string, merges: [string, string][]): number {
  let tokens = [...text];
  for (;;) {
    let best = merges.length;
    let at = -1;
    tokens.forEach((token, i) => {
      const rank = merges.findIndex(([left, right]) => left === token && right === tokens[i + 1]);
      if (rank >= 0 && rank < best) [best, at] = [rank, i];
    });
    if (at < 0) return tokens.length;
    tokens = [...tokens.slice(0, at), tokens[at]! + tokens[at + 1]!, ...tokens.slice(at + 2)];
  }
}

const word = fc.array(fc.constantFrom(...letters), { maxLength: 60 }).map(list => list.join(''));

test('pairs merge by rank, leftmost first, in the loop and in the heap', t => {
  fc.assert(
    fc.property(mergeList, word, (list, text) => {
      const json = { model: byteLevelModel(list) };
      const merges = pairMerges(readTokenizerJson(Buffer.from(JSON.stringify(json))))!;
      const bytes = Buffer.from(text);
      const expected = plainCount(text, list);
      return (
        new Bpe(merges).count(bytes, bytes.length) === expected &&
        countByHeap(merges, bytes, bytes.length) === expected
      );
    }),
    { numRuns: 500 },
  );
  t.pass();
});

test('a merge whose tokens are not in the vocabulary is left to the library', t => {
  const model = { ...byteLevelModel([]), merges: [['a', 'b']] };
  t.is(pairMerges(readTokenizerJson(Buffer.from(JSON.stringify({ model })))), null);
});
