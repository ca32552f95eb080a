import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { KeychainError } from '../../lib/errors.js';
import { writeStage } from '../../lib/output/stage-output.js';
import type { Reject } from '../../lib/records/reject.js';
import { type Reporter, silentReporter } from '../../lib/reporter.js';
import { flow } from '../../lib/stream/flow.js';
import { watch } from '../../lib/stream/watch.js';
import { idle } from '../support/streams.js';
import { tempDir } from '../support/temp-dir.js';
import { filesIn } from './files.js';

const RECORDS = Array.from({ length: 300 }, (_, n) => ({
  id: `q${n}`,
  text: '“ü”\u2028'.repeat(n),
}));
const LINES = RECORDS.map(record => `${JSON.stringify(record)}\n`)
  .join('')
  .replaceAll('\u2028', '\\u2028');
const REJECTS: Reject[] = [
  { code: 'RECORD_INVALID', message: 'no', file: 'a', record: 3, offset: 99 },
  { code: 'NO_ANSWER', message: 'none', id: 'q' },
  { code: 'RECORD_INVALID', message: 'no again' },
];

/** A run whose standard output can be looked at. */
function around() {
  const stdout = new PassThrough({ highWaterMark: 1 << 20 });
  const told: Reject[] = [];
  const reporter: Reporter = { ...silentReporter, reject: reject => told.push(reject) };
  return { run: { stdout, reporter }, stdout, told };
}

/** Gives all records, with a reject before each of the first ones. */
const records = ({ reject }: Reporter): Readable =>
  Readable.from(
    (function* () {
      for (const [n, record] of RECORDS.entries()) {
        if (REJECTS[n]) reject(REJECTS[n]);
        yield record;
      }
    })(),
  );

test('without a file the lines go to standard output, which stays open', async t => {
  const { run, stdout } = around();
  for (const out of [undefined, '-']) {
    await writeStage({ out }, run, () => Readable.from(RECORDS));
    t.true(stdout.writable);
  }
  stdout.end();
  t.is(await text(stdout), LINES.repeat(2));
});

for (const name of ['out.jsonl', 'out.jsonl.gz', 'out.gz']) {
  test(`${name} has the lines once it is whole, and nothing stands beside it`, async t => {
    const dir = await tempDir(t);
    const { run, stdout } = around();
    const places = { out: join(dir, 'deep', name) };
    await writeStage(places, run, () => Readable.from(RECORDS));
    const bytes = await readFile(places.out);
    t.is(`${name.endsWith('.gz') ? gunzipSync(bytes) : bytes}`, LINES);
    t.deepEqual(await filesIn(join(dir, 'deep')), [name]);
    t.is(stdout.readableLength, 0);
  });
}

test('rejects are told, counted by code, and written where a file is named', async t => {
  const dir = await tempDir(t);
  for (const name of ['rejects.jsonl', 'rejects.jsonl.gz', undefined]) {
    const { run, told } = around();
    const rejects = name && join(dir, name);
    const counts = await writeStage({ out: join(dir, 'out'), rejects }, run, records);
    t.deepEqual(counts, { figures: {}, rejects: { RECORD_INVALID: 2, NO_ANSWER: 1 } });
    t.deepEqual(told, REJECTS);
    if (rejects === undefined) continue;
    const bytes = await readFile(rejects);
    const lines = `${rejects.endsWith('.gz') ? gunzipSync(bytes) : bytes}`;
    t.is(lines, REJECTS.map(reject => `${JSON.stringify(reject)}\n`).join(''));
  }
  t.deepEqual(await filesIn(dir), ['out', 'rejects.jsonl', 'rejects.jsonl.gz']);
});

test('without rejects there is no file of them, and an older one goes', async t => {
  const dir = await tempDir(t);
  const places = { out: join(dir, 'out'), rejects: join(dir, 'rejects') };
  await writeFile(places.rejects, 'before');
  const { run } = around();
  const counts = await writeStage(places, run, () => Readable.from(RECORDS));
  t.deepEqual(counts.rejects, {});
  t.deepEqual(await filesIn(dir), ['out']);
});

test('an older file of rejects stays where a run fails', async t => {
  const dir = await tempDir(t);
  const places = { out: join(dir, 'out'), rejects: join(dir, 'rejects') };
  await writeFile(places.rejects, 'before');
  const failing = () =>
    Readable.from(
      (async function* () {
        yield RECORDS[0];
        throw new KeychainError('INPUT_SYNTAX', 'no JSON');
      })(),
    );
  await t.throwsAsync(writeStage(places, around().run, failing), { code: 'INPUT_SYNTAX' });
  t.deepEqual(await filesIn(dir), ['rejects']);
  t.is(await readFile(places.rejects, 'utf8'), 'before');
});

test('one file is not asked to hold both', async t => {
  const dir = await tempDir(t);
  const rejects = join(dir, 'link');
  await symlink(join(dir, 'out'), rejects);
  const places = { out: join(dir, 'out'), rejects };
  await t.throwsAsync(writeStage(places, around().run, records), {
    code: 'USAGE',
    message: `--out and --rejects both name ${places.out}; name another file for one`,
  });
  t.deepEqual(await filesIn(dir), ['link']);
});

test('both may be no file: a device holds both, and standard output has the lines alone', async t => {
  const dir = await tempDir(t);
  const [out, rejects] = [join(dir, 'out'), join(dir, 'rejects')];
  for (const link of [out, rejects]) await symlink('/dev/null', link);
  const counts = await writeStage({ out, rejects }, around().run, records);
  t.deepEqual(counts.rejects, { RECORD_INVALID: 2, NO_ANSWER: 1 });
  const { run, stdout } = around();
  await writeStage({ out: '-', rejects: join(dir, 'file') }, run, records);
  stdout.end();
  t.is(await text(stdout), LINES);
  t.is(`${await readFile(join(dir, 'file'))}`.split('\n').length, REJECTS.length + 1);
});

test('a format that holds no lines is refused for either, before anything is made', async t => {
  const dir = await tempDir(t);
  const table = join(dir, 'a.parquet');
  for (const places of [
    { out: table },
    { rejects: table },
    { out: join(dir, 'out'), rejects: table },
  ]) {
    const asked = () => t.fail('records are asked for') as never;
    await t.throwsAsync(writeStage(places, around().run, asked), {
      code: 'USAGE',
      message: /JSON lines/,
    });
  }
  t.deepEqual(await filesIn(dir), []);
});

test('the figures are asked for when all is written', async t => {
  const dir = await tempDir(t);
  let made = 0;
  const counts = await writeStage(
    { out: join(dir, 'out') },
    around().run,
    () =>
      flow(
        Readable.from(RECORDS),
        watch(() => made++),
      ),
    () => ({ made }),
  );
  t.deepEqual(counts, { figures: { made: RECORDS.length }, rejects: {} });
});

test('an error of the records leaves no file, and what had its name before stays', async t => {
  const dir = await tempDir(t);
  const places = { out: join(dir, 'out.gz'), rejects: join(dir, 'rejects') };
  await writeFile(places.out, 'before');
  const failing = (reporter: Reporter): Readable =>
    Readable.from(
      (async function* () {
        yield* records(reporter);
        throw new KeychainError('INPUT_SYNTAX', 'no JSON');
      })(),
    );
  await t.throwsAsync(writeStage(places, around().run, failing), { code: 'INPUT_SYNTAX' });
  t.deepEqual(await filesIn(dir), ['out.gz']);
  t.is(await readFile(places.out, 'utf8'), 'before');
});

test('records that cannot even be asked for leave no file', async t => {
  const dir = await tempDir(t);
  const places = { out: join(dir, 'out'), rejects: join(dir, 'rejects') };
  const refuse = async ({ reject }: Reporter): Promise<Readable> => {
    reject(REJECTS[0]!);
    throw new KeychainError('INPUT_MISSING', 'nowhere');
  };
  await t.throwsAsync(writeStage(places, around().run, refuse), { code: 'INPUT_MISSING' });
  t.deepEqual(await filesIn(dir), []);
});

test('a place that cannot be written to ends the run, be it that of the rejects', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  const nowhere = join(dir, 'file', 'out');
  for (const places of [{ out: nowhere }, { out: join(dir, 'out'), rejects: nowhere }]) {
    await t.throwsAsync(writeStage(places, around().run, records), { code: 'OUTPUT_UNWRITABLE' });
  }
  t.deepEqual(await filesIn(dir), ['file']);
});

test('rejects that cannot be written end the run at once, at the last record as at the first', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  const places = { out: join(dir, 'out'), rejects: join(dir, 'file', 'rejects') };
  const endless = ({ reject }: Reporter) =>
    new Readable({
      objectMode: true,
      read() {
        reject(REJECTS[0]!);
        setImmediate(() => this.push(RECORDS[1]));
      },
    });
  const atLast = ({ reject }: Reporter): Readable =>
    flow(
      Readable.from(RECORDS),
      watch(record => record === RECORDS.at(-1) && reject(REJECTS[0]!)),
    );
  for (const make of [endless, atLast]) {
    await t.throwsAsync(writeStage(places, around().run, make), { code: 'OUTPUT_UNWRITABLE' });
    t.deepEqual(await filesIn(dir), ['file']);
  }
});

test('a reader that does not read makes the records wait', async t => {
  let made = 0;
  const endless = () =>
    new Readable({
      objectMode: true,
      highWaterMark: 1,
      read() {
        made++;
        this.push(RECORDS[100]);
      },
    });
  const stdout = new Writable({ highWaterMark: 1, write: () => undefined });
  const running = writeStage({}, { stdout, reporter: silentReporter }, endless);
  await idle();
  const before = made;
  // What streams hold by default differs from version to version of Node.
  t.true(before < 500, `${before} were made`);
  await idle();
  t.is(made, before);
  stdout.destroy();
  await t.throwsAsync(running);
});
