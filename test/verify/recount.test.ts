import { Readable } from 'node:stream';
import test from 'ava';
import fc from 'fast-check';
import type { Sample } from '../../lib/records/sample.js';
import { chooseRecounts } from '../../lib/verify/recount/choose.js';
import { describeCounted } from '../../lib/verify/report/counted.js';
import type { TokenCounter } from '../../lib/verify/sources.js';
import { verifyFile } from '../../lib/verify/verify.js';
import { plainSample, QUESTION_ID, words } from './sample-builder.js';

const sampleOf = (n: number, seed = 42): Sample => {
  const sample = plainSample();
  const question_id = `${QUESTION_ID}_${n}`;
  const { dataset, max_seq_length } = sample.meta;
  const id = `${dataset}/${question_id}/${max_seq_length}`;
  return { ...sample, id, index: n, meta: { ...sample.meta, question_id, seed } };
};

const SAMPLES = Array.from({ length: 3000 }, (_, n) => sampleOf(n));

const chosenOf = (samples: readonly Sample[], recounts = chooseRecounts()): string[] => {
  const isChosen = recounts.ofFile();
  return samples.filter(isChosen).map(({ id }) => id);
};

/** What is chosen wherever it stands: behind as many others as are chosen in any case. */
const byKey = (samples: readonly Sample[]): string[] => {
  const others = Array.from({ length: 50 }, (_, n) => sampleOf(-1 - n));
  return chosenOf([...others, ...samples])
    .slice(50)
    .sort();
};

test('of few samples all are counted again, of many at least 50 and about every hundredth', t => {
  for (const count of [0, 1, 49, 50]) t.is(chosenOf(SAMPLES.slice(0, count)).length, count);
  const further = chosenOf(SAMPLES).length - 50;
  t.true(further > 10 && further < 60, `${further}`);
});

test('who is among every hundredth depends on seed and id alone, not on its place', t => {
  const keyed = byKey(SAMPLES);
  t.true(keyed.length > 10);
  t.deepEqual(byKey(SAMPLES.toReversed()), keyed);
  t.deepEqual(byKey(SAMPLES.filter(({ id }) => keyed.includes(id))), keyed);
  t.notDeepEqual(byKey(SAMPLES.map((_, n) => sampleOf(n, 43))), keyed);
});

test('however samples are parted into files, min(50, all) are counted again, and 5 of each file', t => {
  fc.assert(
    fc.property(fc.array(fc.nat(80), { maxLength: 8 }), sizes => {
      const recounts = chooseRecounts();
      let from = 0;
      const chosen = sizes.map(size => {
        const samples = SAMPLES.slice(from, from + size);
        from += size;
        return chosenOf(samples, recounts).length;
      });
      const sum = chosen.reduce((total, each) => total + each, 0);
      t.true(sum >= Math.min(50, from));
      t.true(chosen.every((each, i) => each >= Math.min(5, sizes[i]!)));
    }),
  );
});

test('all are counted again if that is asked for', t => {
  t.is(chosenOf(SAMPLES, chooseRecounts(true)).length, SAMPLES.length);
});

const asked: string[] = [];
const own: TokenCounter = {
  ...words,
  ownRules: true,
  library: 'the library',
  libraryCount: text => {
    asked.push(text);
    return words.count(text);
  },
};
const check = (samples: readonly Sample[], tokenizer: TokenCounter | undefined) =>
  verifyFile(Readable.from(samples), { tokenizer });

test.serial(
  'the whole prompt is counted by the library too, and it is said of how many',
  async t => {
    asked.length = 0;
    const report = await check(SAMPLES.slice(0, 60), own);
    t.true(report.ok);
    const { counted } = report;
    t.is(counted!.byLibrary, asked.length);
    t.true(asked.length >= 50 && asked.every(text => text === SAMPLES[0]!.context));
    t.is(counted!.byLibrary + counted!.byRulesAlone, 60);
    t.deepEqual(describeCounted([report]), [
      'Tokens were counted by the library and by rules of our own in 50 of 60 samples, in the other 10 by these rules alone.',
    ]);
  },
);

for (const off of [-1, 1]) {
  test(`rules of our own that count ${off} otherwise than the library fail the sample`, async t => {
    const report = await check(SAMPLES.slice(0, 3), {
      ...own,
      libraryCount: text => words.count(text) + off,
    });
    t.like(report, { ok: false, failed: 3, checks: { length: 3 } });
    const { prompt_tokens: tokens } = SAMPLES[0]!.meta;
    t.is(
      report.findings[0]!.message,
      `the library counts ${tokens + off} tokens in the prompt, the rules of our own ${tokens}, ` +
        `and meta.prompt_tokens is ${tokens}: a count by these rules is wrong, please report it`,
    );
  });
}

test('a library that fails is told of, and fails nothing', async t => {
  const report = await check(SAMPLES.slice(0, 60), {
    ...own,
    libraryCount: () => {
      throw new Error('not on this machine');
    },
  });
  t.true(report.ok);
  t.deepEqual(report.counted, {
    library: 'the library',
    byLibrary: 0,
    byRulesAlone: 60,
    ownRules: true,
  });
  t.regex(
    report.notChecked.at(-1)!,
    /^the tokens of 5\d prompts by the library: not on this machine$/,
  );
});

test('where the library alone counts, it counts each sample once, and that is said', async t => {
  const report = await check(SAMPLES.slice(0, 7), {
    ...own,
    ownRules: false,
    libraryCount: () => {
      throw new Error('asked in vain');
    },
  });
  t.deepEqual(
    report.notChecked.filter(reason => /in vain/.test(reason)),
    [],
  );
  t.deepEqual(describeCounted([report, report]), [
    'Tokens were counted by the library in all 14 samples.',
  ]);
});

test('nothing is said of who counted where nobody did', async t => {
  t.deepEqual(describeCounted([await check(SAMPLES.slice(0, 2), undefined)]), []);
  t.deepEqual(describeCounted([await check([], own)]), []);
});
