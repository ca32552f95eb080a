import test from 'ava';
import fc from 'fast-check';
import { loadTokenizer } from '../../../lib/tokenize/load.js';
import { anyText } from '../texts.js';
import { madeFile } from './made-model.js';
import { FOREIGN, FOREIGN_TEXTS, KNOWN } from './shapes.js';

const load = async (model: Parameters<typeof madeFile>[0]) =>
  loadTokenizer({ type: 'nemo', path: await madeFile(model) });

const smallText = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...'▁abcdeth., \n12é中') },
      {
        weight: 2,
        arbitrary: fc.constantFrom('  ', '    ', 'the', ' the', 'a b', 'ab', '<x>', 'b c', 'a▁b'),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'x',
          'xy',
          '<s>',
          '<0x41>',
          '<unk>',
          '\r\n',
          '\0',
          '\ud800',
          '😀',
        ),
      },
    ),
    { maxLength: 20 },
  )
  .map(parts => parts.join(''));
const text = fc.oneof({ weight: 3, arbitrary: smallText }, { weight: 1, arbitrary: anyText });

for (const [name, model] of Object.entries(KNOWN)) {
  test.serial(`counts are those of SentencePiece: ${name}`, async t => {
    const tokenizer = await load(model);
    t.teardown(() => tokenizer.close());
    t.is(tokenizer.unknown, undefined);
    let claims = 0;
    fc.assert(
      fc.property(text, text, (left, right) => {
        const both = tokenizer.count(left + right);
        if (both !== tokenizer.libraryCount(left + right)) return false;
        if (left === '' || right === '' || !tokenizer.additive(left, right)) return true;
        claims++;
        return both === tokenizer.count(left) + tokenizer.count(right);
      }),
      { numRuns: 1000 },
    );
    t.is(claims > 0, model.addsBlank === false && !model.squeezesBlanks);
  });
}

for (const [name, [model, said, counts]] of Object.entries(FOREIGN)) {
  test.serial(`the library counts, and it is said why: ${name}`, async t => {
    const tokenizer = await load(model);
    t.teardown(() => tokenizer.close());
    t.regex(tokenizer.unknown ?? '', said);
    t.deepEqual(
      FOREIGN_TEXTS.map(each => tokenizer.count(each)),
      counts,
    );
    t.false(tokenizer.additive('the', ' ab'));
  });
}

test('blanks at the edges, and a text of nothing else', async t => {
  const kept = await load(KNOWN['Llama 2']!);
  const squeezed = await load(KNOWN['blanks squeezed']!);
  t.deepEqual(
    ['', ' ', '  ', '▁', ' ab '].map(each => kept.count(each)),
    [0, 1, 1, 1, 3],
  );
  t.deepEqual(
    ['', ' ', '  ', '▁', ' ab '].map(each => squeezed.count(each)),
    [0, 0, 0, 0, 1],
  );
  for (const each of [kept, squeezed]) each.close();
});

test('names of control symbols are text', async t => {
  const tokenizer = await load(KNOWN['Llama 2']!);
  t.teardown(() => tokenizer.close());
  // ▁ and the bytes of <, s, >, for which the model has no pieces
  t.is(tokenizer.count('<s>'), 4);
  t.is(tokenizer.libraryCount('<s>'), 4);
});
