import test from 'ava';
import { realDatasets } from '../../../bench/passages.js';
import { worldFile } from '../../support/world.js';
import { madeJson } from '../../tokenize/byte-level.js';
import { SHAPES } from '../../tokenize/rust/shapes.js';
import { countSamples, rustSubject, tiktokenSubject } from './count-samples.js';
import { sampleSubjects } from './samples.js';

/** The short form of `npm run soak -- samples`: one dataset for each tokenizer, in turn. */
const SHORT = { lengths: [4096], count: 4, seed: 1 };

const datasets = await realDatasets();

for (const [i, subject] of (await sampleSubjects()).entries()) {
  test.serial(
    `samples of real records have the length that the library counts: ${subject.name}`,
    async t => {
      if (datasets.length === 0) {
        t.log('skipped: there are no real records; set KEYCHAIN_SHARED');
        t.pass();
        return;
      }
      const { samples, wrong } = await countSamples(subject, {
        datasets: [datasets[i % datasets.length]!],
        ...SHORT,
      });
      t.is(samples, SHORT.count);
      t.deepEqual(wrong, []);
    },
  );
}

test.serial(
  'samples of made-up records do, and a library that counts otherwise is noticed',
  async t => {
    const dataset = await worldFile(t, 'hotpotqa', 12);
    const asked = { datasets: [dataset], ...SHORT };
    const made = { name: 'made', json: async () => madeJson(SHAPES['Unigram, bytes']!) };
    for (const subject of [tiktokenSubject('cl100k_base'), rustSubject(made)]) {
      t.deepEqual(await countSamples(subject, asked), { samples: 4, wrong: [] });
      const { samples, wrong } = await countSamples(
        {
          name: subject.name,
          open: async folder => {
            const { settings, count } = await subject.open(folder);
            return { settings, count: async prompt => (await count(prompt)) + 1 };
          },
        },
        asked,
      );
      t.deepEqual([samples, wrong.length], [4, 4]);
    }
  },
);
