import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import test from 'ava';
import fc from 'fast-check';
import { parse } from '../../lib/datasets/parse.js';
import { uniqueIds } from '../../lib/datasets/unique-ids.js';
import { idSet } from '../../lib/disk/id-set.js';
import { rememberPlace } from '../../lib/records/place.js';
import type { Question } from '../../lib/records/question.js';
import type { Reject } from '../../lib/records/reject.js';
import { ownFolder } from '../support/own-folder.js';
import { isClosed, isOpen, ownRecord } from './fixtures.js';

// Test files share a process, so open files are told apart by this file's own temporary folder.
const FOLDER = ownFolder();
process.env.TMPDIR = FOLDER;

const question = (id: string, more: Partial<Question> = {}): Question => ({
  id,
  dataset: 'd',
  question: 'q',
  answers: ['a'],
  passages: [],
  answerable: true,
  ...more,
});

async function through(questions: Question[]) {
  const rejects: Reject[] = [];
  const check = uniqueIds({ file: 'f', onReject: reject => rejects.push(reject) });
  try {
    const kept = questions.filter(each => check.passes(each));
    return { kept, rejects };
  } finally {
    await check.close();
  }
}

test('the second answerable question with an id is a reject with its place', async t => {
  const second = question('a');
  rememberPlace(second, { file: 'g', record: 7, offset: 99 });
  const { kept, rejects } = await through([question('a'), question('b'), second, question('b')]);
  t.deepEqual(
    kept.map(q => q.id),
    ['a', 'b'],
  );
  const message = 'an earlier question of d has the id "a"; expected unique ids';
  t.deepEqual(rejects[0], {
    file: 'g',
    record: 7,
    offset: 99,
    code: 'DUPLICATE_ID',
    id: 'a',
    message,
  });
  t.like(rejects[1], { file: 'f', code: 'DUPLICATE_ID', id: 'b' });
  t.is(rejects.length, 2);
});

test('unanswerable twins and other datasets may have the same id', async t => {
  const questions = [
    question('a', { answerable: false }),
    question('a'),
    question('a', { answerable: false }),
    question('a', { dataset: 'e' }),
  ];
  const { kept, rejects } = await through(questions);
  t.deepEqual(kept, questions);
  t.deepEqual(rejects, []);
});

test('a set of ids says what a Set says, however often its filter or its batch is full', async t => {
  const ids = fc.array(
    fc.oneof(
      fc.nat(40).map(String),
      fc.nat(3).map(n => `${'long é'.repeat(300)}${n}`),
    ),
    { maxLength: 200 },
  );
  const bits = fc.constantFrom(5, 8, 16);
  await fc.assert(
    fc.asyncProperty(ids, fc.integer({ min: 1, max: 20 }), bits, async (ids, batch, bits) => {
      const set = idSet({ batch, log2FilterBits: bits });
      const model = new Set<string>();
      for (const id of ids) {
        t.is(set.add(id), !model.has(id));
        model.add(id);
      }
      await set.close();
    }),
    { numRuns: 30 },
  );
});

test('many ids are kept on disk, not in memory, and found again', async t => {
  const set = idSet();
  const id = (i: number) => `some-dataset\n${(i * 2654435761) % 2 ** 32}`;
  const heap = process.memoryUsage().heapUsed;
  for (let i = 0; i < 60_000; i += 1) if (!set.add(id(i))) t.fail(`${i} is new`);
  for (let i = 0; i < 60_000; i += 97) if (set.add(id(i))) t.fail(`${i} is not new`);
  t.true(process.memoryUsage().heapUsed - heap < 40e6);
  await set.close();
});

const STORED = (path: string) => path.startsWith(`${FOLDER}/`);
/** Enough for the log, and one id twice, for which the database is asked. */
const many = [...Array(3000).keys(), 5].map(i => question(`${i}`));
const LINES = Buffer.from(many.map(({ id }) => `${JSON.stringify(ownRecord(id))}\n`).join(''));
const left = () => readdirSync(FOLDER);

test.serial('nothing stays behind after the end, an error or a reader that goes away', async t => {
  await through(many);
  t.deepEqual(left(), []);
  t.true(await isClosed(STORED));

  const destroyed = parse({ check: uniqueIds() });
  destroyed.write(LINES);
  destroyed.resume();
  await once(destroyed, 'drain');
  if (existsSync('/proc/self/fd')) t.true(await isOpen(STORED));
  destroyed.destroy();
  await t.throwsAsync(finished(destroyed), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  t.deepEqual(left(), []);
  t.true(await isClosed(STORED));

  const onReject = () => {
    throw new Error('stop');
  };
  const failing = parse({ check: uniqueIds({ onReject }) });
  failing.resume();
  const run = pipeline(Readable.from([LINES]), failing);
  await t.throwsAsync(run, { message: 'stop' });
  t.true(failing.destroyed);
  t.deepEqual(left(), []);
  t.true(await isClosed(STORED));
});

test.serial('a temporary folder that cannot be written says so', async t => {
  const folder = process.env.TMPDIR;
  process.env.TMPDIR = '/nonexistent/folder';
  const error = await t.throwsAsync(through(many));
  process.env.TMPDIR = folder;
  t.like(error, { code: 'OUTPUT_UNWRITABLE' });
  t.regex(error?.message ?? '', /^\/nonexistent\/folder: [^\n]*TMPDIR/);
});
