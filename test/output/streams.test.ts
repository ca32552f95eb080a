import { Readable } from 'node:stream';
import test from 'ava';
import { toJsonLines } from '../../lib/json/to-lines.js';
import { numberSamples, withoutPassages } from '../../lib/output/number-samples.js';
import { tokenTally } from '../../lib/output/token-stats.js';
import type { Sample } from '../../lib/records/sample.js';
import { flow } from '../../lib/stream/flow.js';
import { anySample } from '../support/sample.js';
import { all } from '../support/streams.js';

test('records become lines of JSON', async t => {
  const records = [{ a: 'ü\n' }, [1], 'text', anySample(1)];
  const chunks = await all<Buffer>(Readable.from(records).pipe(toJsonLines()));
  t.is(
    Buffer.concat(chunks).toString(),
    records.map(record => `${JSON.stringify(record)}\n`).join(''),
  );
});

test('samples are numbered by their position, each length for itself', async t => {
  const at = (number: number, max_seq_length: number | null): Sample => {
    const sample = anySample(number);
    return { ...sample, meta: { ...sample.meta, max_seq_length } };
  };
  const samples = [at(0, 4096), at(0, 8192), at(1, 4096), at(2, 4096), at(2, 8192), at(3, null)];
  const numbered = await all<Sample>(flow(Readable.from(samples), numberSamples()));
  t.deepEqual(
    numbered.map(({ index }) => index),
    [0, 0, 1, 2, 1, 0],
  );
  t.deepEqual(numbered[4], { ...samples[4]!, index: 1 });
});

test('the last stage drops the passages, and nothing else', async t => {
  const passages = [
    { id: '0'.repeat(16), title: 'T', text: 'X', supporting: true, bounds: [], tokens: 4 },
  ];
  const samples = [anySample(0, { passages }), anySample(1)];
  t.deepEqual(await all(flow(Readable.from(samples), withoutPassages())), [
    anySample(0),
    anySample(1),
  ]);
});

test('token statistics are those of all samples', t => {
  const tally = tokenTally();
  t.is(tally.stats(), null);
  for (const tokens of [5, 1, 4]) tally.add(tokens);
  t.deepEqual(tally.stats(), { min: 1, mean: 3, max: 5, total: 10 });
});
