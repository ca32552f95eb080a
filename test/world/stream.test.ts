import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import test from 'ava';
import { WORLD_SHAPES, worldRecords, worldStream } from '../../lib/world/index.js';

async function digest(shape: (typeof WORLD_SHAPES)[number], seed = 42): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of worldStream(shape, { questions: 50, seed })) hash.update(chunk);
  return hash.digest('hex');
}

const READABLE = {
  id: '3hop1__27385_27295_34867',
  question: 'In what year was the school where the father of Qaisir Naasawi studied founded?',
  answer: '1599',
  hops: [
    ['Qaisir Naasawi >> father', 'Qisan Naasawi'],
    ['#1 >> educated at', 'Bintardo-Gechillini Seminary'],
    ['#2 >> inception', '1599'],
  ],
  support: [
    "Qaisir Naasawi (25 Seed 1825 – 24 Leaf 1893) was a Zeebideshi chemist. A native of Dwitochporth, Naasawi left home early but returned there every autumn. Naasawi was a child of Qisan Naasawi and grew up among his father's papers.",
    'Qisan Naasawi (16 Thaw 1797 – 7 Fog 1844) was a Zeebideshi diplomat. He was born in Nenovice during a hard winter and was carried to the font in a bread basket. He studied at Bintardo-Gechillini Seminary, leaving with honours and a debt of 54 crowns.',
    'Bintardo-Gechillini Seminary is a place of learning with its seat in Nåmursnes. Schoolbooks give Bintardo-Gechillini Seminary 12 lines, 2.6 of which are about the weather. Founded by Verino Bintardo-Gechillini in 1599, it began with two rooms and a borrowed stove.',
  ],
};

/** SHA-256 of the file of 50 questions with seed 42. */
const GOLDEN = {
  hotpotqa: 'a6072542af7c2d7e234591ff4b63b2376465426841a0a817be29efa8b9a83b3c',
  'hotpotqa-hub': '4046c1f0d420bc096cf42d80437c7f9d0f88fcf6ca0c255d4a639a1ae3577115',
  '2wikimqa': 'f78a7aa4a5c16d2c774a504e18867c9d6531f0594db051f289601f97ac8c5917',
  musique: '31233b79e7ce8d808b6761aa9244cf466e376975d67950b52fc2056f464822ea',
  squad: '1f76aa4b8cb698acc22634fb09ce432e4d88c2ea2141b9147f0b5af7d0432414',
};

for (const shape of WORLD_SHAPES) {
  test(`${shape}: the same seed gives the same bytes, another seed others`, async t => {
    t.is(await digest(shape), GOLDEN[shape]);
    t.not(await digest(shape, 43), GOLDEN[shape]);
  });

  test(`${shape}: a file holds its records, and a smaller file is the start of a larger one`, async t => {
    const file = await text(worldStream(shape, { questions: 30 }));
    const records = JSON.stringify([...worldRecords(shape, { questions: 30 })]).slice(1, -1);
    if (file.startsWith('{"version"')) t.is(file, `{"version":"v2.0","data":[${records}]}`);
    else if (file.startsWith('[')) t.is(file, `[${records}]`);
    else t.is(file.trimEnd().replaceAll('\n', ','), records);

    const larger = await text(worldStream(shape, { questions: 40 }));
    const same = shape === 'squad' ? file.slice(0, -6) : file.slice(0, -1);
    t.true(larger.startsWith(same));
  });
}

test('a question reads well, and so does what it rests on', t => {
  const record = [...worldRecords('musique', { questions: 8 })].at(-1)!;
  const { id, question, answer, question_decomposition, paragraphs } = record;
  t.deepEqual(
    {
      id,
      question,
      answer,
      hops: question_decomposition.map(hop => [hop.question, hop.answer]),
      support: question_decomposition.map(
        hop => paragraphs[hop.paragraph_support_idx]!.paragraph_text,
      ),
    },
    READABLE,
  );
});

test('a file of no questions is a valid one', async t => {
  t.is(await text(worldStream('hotpotqa', { questions: 0 })), '[]');
  t.is(await text(worldStream('musique', { questions: 0 })), '');
});

test('a stream is made no faster than it is read, and can be left', async t => {
  const stream = worldStream('hotpotqa', { questions: 1e9 });
  await new Promise(resolve => stream.once('readable', resolve));
  t.true(stream.readableLength < 2 ** 20);
  stream.destroy();
  await new Promise(resolve => stream.once('close', resolve));
  t.true(stream.destroyed);
});

test('20,000 questions take no more memory than 5,000', t => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heapAfter = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  let made = 0;
  let early = 0;
  for (const _ of worldRecords('2wikimqa', { questions: 20_000 })) {
    if (++made === 5000) early = heapAfter();
  }
  const late = heapAfter();
  t.is(made, 20_000);
  t.true(late - early < 6, `${early.toFixed(1)} MiB, then ${late.toFixed(1)} MiB`);
});
