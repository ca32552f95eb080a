import test from 'ava';
import fc from 'fast-check';
import { open } from '../../../lib/tokenize/beside/sentencepiece.js';
import { loadTokenizer } from '../../../lib/tokenize/load.js';
import { BYTES, type MadeModel, madeFile, UNKNOWN } from './made-model.js';

const CHARACTERS = [...'▁abcé😀\n'];

const pieceText = fc
  .array(fc.constantFrom(...CHARACTERS), { minLength: 2, maxLength: 5 })
  .map(parts => parts.join(''));

/** Any BPE over a few characters: merges that lead nowhere, equal scores, pieces of the user. */
const anyModel: fc.Arbitrary<MadeModel> = fc
  .record({
    merged: fc.uniqueArray(pieceText, { maxLength: 24 }),
    scores: fc.array(fc.integer({ min: -8, max: 0 }), { minLength: 24, maxLength: 24 }),
    userDefined: fc.uniqueArray(fc.oneof(pieceText, fc.constantFrom('b', '\n', 'b a')), {
      maxLength: 3,
    }),
    byteFallback: fc.boolean(),
    addsBlank: fc.boolean(),
    squeezesBlanks: fc.boolean(),
    blankAsSuffix: fc.boolean(),
  })
  .map(({ merged, scores, userDefined, byteFallback, ...others }) => ({
    ...others,
    byteFallback,
    pieces: [
      UNKNOWN,
      ...(byteFallback ? BYTES : []),
      ...userDefined.map(piece => ({ piece, type: 'userDefined' as const })),
      ...[...CHARACTERS, ...merged]
        .map((piece, i) => ({ piece, score: scores[i % scores.length]! }))
        .filter(({ piece }) => !userDefined.includes(piece)),
    ],
  }));

const texts = fc.array(
  fc
    .array(fc.constantFrom(...CHARACTERS, ' ', ' ', '  ', 'x', 'yz', 'b a'), { maxLength: 24 })
    .map(parts => parts.join('')),
  { minLength: 40, maxLength: 40 },
);

test('any BPE counts as the library does', async t => {
  let known = 0;
  await fc.assert(
    fc.asyncProperty(anyModel, texts, async (model, all) => {
      const path = await madeFile(model);
      const tokenizer = await loadTokenizer({ type: 'nemo', path });
      try {
        if (tokenizer.unknown !== undefined) return;
        known++;
        const library = await open(path);
        for (const [i, text] of all.entries()) {
          t.is(tokenizer.count(text), await library.count(text), JSON.stringify(text));
          const next = all[i + 1] ?? '';
          if (!tokenizer.additive(text, next)) continue;
          const sum = tokenizer.count(text) + tokenizer.count(next);
          t.is(sum, await library.count(text + next), JSON.stringify([text, next]));
        }
      } finally {
        tokenizer.close();
      }
    }),
    { numRuns: 60 },
  );
  t.true(known > 30);
});
