import { Readable } from 'node:stream';
import test from 'ava';
import { withoutPassages } from '../../lib/output/without-passages.js';
import { flow } from '../../lib/stream/flow.js';
import { anySample } from '../support/sample.js';
import { all } from '../support/streams.js';

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
