import { Readable, type Transform } from 'node:stream';
import test from 'ava';
import fc from 'fast-check';
import { parse } from '../../lib/datasets/parse.js';
import { RecordError } from '../../lib/errors.js';
import { readRecords } from '../../lib/json/read-records.js';
import { readSamples } from '../../lib/json/read-samples.js';
import { readValues } from '../../lib/json/read-values.js';
import type { Reject } from '../../lib/records/reject.js';
import { cut, errorOf, ownRecord } from '../datasets/fixtures.js';
import { anySample } from '../support/sample.js';

const LIMITS = { maxRecordBytes: 4000, maxExpansion: 200 };
const DEEP = 1000;

interface Reader {
  record: (id: string) => object;
  make: (onReject: (reject: Reject) => void) => Transform;
  containers: readonly (keyof typeof CONTAINERS)[];
}

const CONTAINERS = {
  lines: (texts: string[]) => texts.map(text => `${text}\n`).join(''),
  'lines after a mark, without a last end': (texts: string[]) => `\ufeff${texts.join('\r\n')}`,
  array: (texts: string[]) => `[${texts.join(',')}]`,
  'array after a mark and blanks': (texts: string[]) => `\ufeff\n [ ${texts.join(' ,\n ')}\n]\n`,
  'data of an object': (texts: string[]) => `{"version":"1","data":[${texts.join(', ')}]}`,
} as const;
const EVERYWHERE = Object.keys(CONTAINERS) as (keyof typeof CONTAINERS)[];
const ARRAY_AND_LINES = EVERYWHERE.filter(name => name !== 'data of an object');

const sample = (id: string) => ({ ...anySample(1), id });
const READERS: Record<string, Reader> = {
  parse: {
    record: ownRecord,
    make: onReject => parse({ onReject, limits: LIMITS }),
    containers: EVERYWHERE,
  },
  readRecords: {
    record: id => ({ id }),
    make: onReject => readRecords({ onReject, limits: LIMITS }),
    containers: ARRAY_AND_LINES,
  },
  readSamples: {
    record: sample,
    make: onReject => readSamples('-', { onReject, limits: LIMITS }),
    containers: ARRAY_AND_LINES,
  },
};

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
/** Records that are not taken, as text. */
const REFUSED: Record<string, (record: object) => string> = {
  'too long by its text': record => JSON.stringify({ ...record, more: 'é"\\'.repeat(2000) }),
  'too long by its fields': record =>
    JSON.stringify({ ...record, more: Array.from({ length: 3000 }, (_, i) => ({ i })) }),
  'too long by its blanks': record => `{${' '.repeat(5000)}${JSON.stringify(record).slice(1)}`,
  'too deep in lists': record => `${JSON.stringify(record).slice(0, -1)},"more":${nested(DEEP)}}`,
  'too deep in objects': record =>
    `${JSON.stringify(record).slice(0, -1)},"m":${'{"":'.repeat(DEEP)}1${'}'.repeat(DEEP + 1)}`,
};

async function read(reader: Reader, chunks: Buffer[]) {
  const rejects: Reject[] = [];
  const ids: string[] = [];
  const stream = Readable.from(chunks).pipe(reader.make(reject => rejects.push(reject)));
  for await (const { id } of stream) ids.push(id);
  return { ids, rejects };
}

for (const [name, reader] of Object.entries(READERS)) {
  for (const container of reader.containers) {
    test(`${name}, ${container}: a record beyond the limits is one reject, wherever it is cut`, async t => {
      const kinds = fc.array(fc.constantFrom('good', ...Object.keys(REFUSED)), { maxLength: 5 });
      const places = fc.array(fc.nat(30_000), { maxLength: 6 });
      await fc.assert(
        fc.asyncProperty(kinds, places, async (kinds, places) => {
          const texts = [...kinds, 'good'].map((kind, i) => {
            const record = reader.record(`q${i}`);
            return REFUSED[kind]?.(record) ?? JSON.stringify(record);
          });
          const text = CONTAINERS[container](texts);
          const bytes = Buffer.from(text);
          const { ids, rejects } = await read(reader, cut(bytes, places));
          const isGood = (i: number) => kinds[i] === undefined || kinds[i] === 'good';
          const all = texts.map((_, i) => i);
          t.deepEqual(
            ids,
            all.filter(isGood).map(i => `q${i}`),
          );
          t.deepEqual(
            rejects.map(({ record, code, offset }) => [record, code, offset]),
            all
              .filter(i => !isGood(i))
              .map(i => [i, 'RECORD_TOO_LARGE', offsetOf(text, texts[i] as string)]),
          );
        }),
        { numRuns: 25 },
      );
    });
  }
}

const offsetOf = (text: string, part: string): number =>
  Buffer.byteLength(text.slice(0, text.indexOf(part)));

test('as deep as is allowed is taken, one more is not', async t => {
  for (const [depth, taken] of [
    [DEEP - 1, 1],
    [DEEP, 0],
  ] as const) {
    const text = `{"id":"q","more":${nested(depth)}}`;
    const { ids } = await read(READERS.readRecords as Reader, [Buffer.from(text)]);
    t.is(ids.length, taken);
  }
});

test('verify is told what is not taken, and why', async t => {
  const text = `${JSON.stringify({ id: 'x'.repeat(5000) })}\n${JSON.stringify(sample('a'))}\n`;
  const stream = Readable.from([Buffer.from(text)]).pipe(readValues('f', LIMITS));
  const values: unknown[] = [];
  for await (const value of stream) values.push(value);
  t.true(values[0] instanceof RecordError);
  t.like(values[1], { id: 'a' });
});

/** Chunks of one kind without end; counts those that were taken. */
function* endless(first: string, unit: string, megabytes: number): Generator<Buffer> {
  yield Buffer.from(first);
  const chunk = Buffer.alloc(1 << 20, unit);
  for (let i = 0; i < megabytes; i++) yield chunk;
}

const ENDLESS: [name: string, first: string, unit: string, code: string][] = [
  ['brackets', '[', '[', 'INPUT_TRUNCATED'],
  ['a string in a record', '[{"id":"', 'a', 'INPUT_TRUNCATED'],
  ['a string in an array', '["', 'a', 'INPUT_TOO_LARGE'],
  ['a number in an array', '[', '1', 'INPUT_TOO_LARGE'],
  ['a key of an object', '{"data":[],"', 'a', 'INPUT_TOO_LARGE'],
];

for (const [name, first, unit, code] of ENDLESS) {
  test.serial(`an input that is one endless thing is not held: ${name}`, async t => {
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watched = function* () {
      for (const chunk of endless(first, unit, 96)) {
        most = Math.max(most, process.memoryUsage().arrayBuffers);
        yield chunk;
      }
    };
    const limits = { maxRecordBytes: 4 << 20, maxExpansion: 200 };
    const error = await errorOf(Readable.from(watched()).pipe(parse({ limits })));
    t.is(error.code, code);
    t.true(most - before < 32 << 20, `${(most - before) >> 20} MB are held`);
  });
}
