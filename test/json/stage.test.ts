import test from 'ava';
import { readRecords } from '../../lib/json/read-records.js';
import { readSamples } from '../../lib/json/read-samples.js';
import { toJsonLines } from '../../lib/json/to-lines.js';
import { anySample } from '../support/sample.js';
import { testLifeCycle } from '../support/stage-life.js';

interface WithId {
  id: string;
}

/** A line of 8 KB: two of them fill a stream's buffer. */
const line = (n: number, more: object = {}): Buffer =>
  Buffer.from(`${JSON.stringify({ id: `q${n}`, note: 'x'.repeat(1 << 13), ...more })}\n`);
const sample = (n: number): Buffer => line(n, { ...anySample(n), id: `q${n}` });

const BROKEN = Buffer.from('{"id": nope}\n');
const STAGE = {
  output: (n: number) => `q${n}`,
  known: (records: WithId[]) => records.map(({ id }) => id),
};

testLifeCycle<Buffer, WithId>(test, 'readRecords', {
  ...STAGE,
  make: () => readRecords(),
  input: line,
  failing: { input: n => (n < 2 ? line(n) : BROKEN), error: { code: 'INPUT_SYNTAX' } },
});

testLifeCycle<Buffer, WithId>(test, 'readSamples', {
  ...STAGE,
  make: () => readSamples(),
  input: sample,
  failing: { input: n => (n < 2 ? sample(n) : BROKEN), error: { code: 'INPUT_SYNTAX' } },
});

testLifeCycle<object, Buffer>(test, 'toJsonLines', {
  make: () => toJsonLines(),
  input: n => ({ id: n, note: 'x'.repeat(1 << 13) }),
  output: n => n,
  known: bytes =>
    Buffer.concat(bytes)
      .toString()
      .split('\n')
      .slice(0, -1)
      .map(text => (JSON.parse(text) as { id: number }).id),
  failing: {
    input: n => (n < 2 ? { id: n } : { id: 1n }),
    error: { message: 'Do not know how to serialize a BigInt' },
  },
});
