import { Readable } from 'node:stream';
import test from 'ava';
import { toJsonLines } from '../../lib/json/to-lines.js';
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
