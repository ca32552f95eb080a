import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  appendFile,
  copyFile,
  mkdir,
  readFile,
  rename,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { isNamedTooEarly } from '../../../lib/assemble/outputs/part/before.js';
import { readStopped, readWritten } from '../../../lib/assemble/outputs/part/log.js';
import { keptLogOf, logOf, partOf } from '../../../lib/assemble/outputs/part/names.js';
import type { PartBlock, PartFile, PartOptions } from '../../../lib/assemble/outputs/part/part.js';
import { openPart } from '../../../lib/assemble/outputs/part/part-file.js';
import { keepsWork, removeTemporary } from '../../../lib/disk/temporary.js';
import { KeychainError } from '../../../lib/errors.js';
import { openInput } from '../../../lib/input/open.js';
import { recordJson } from '../../../lib/json/json-text.js';
import { type Frame, plainFrame, type Sink } from '../../../lib/output/sink.js';
import { parquetSink } from '../../../lib/output/sinks/parquet.js';
import { SINKS } from '../../../lib/output/sinks.js';
import { FULL, filesIn, hasFull } from '../../output/files.js';
import { anySample } from '../../support/sample.js';
import { all } from '../../support/streams.js';
import { tableReader } from '../../support/tables.js';
import { tempDir } from '../../support/temp-dir.js';

const GZ = SINKS['jsonl.gz'];
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

/** A format with a head, and a foot that lists where every block begins and how many lines it has. */
const listing: Sink = {
  help: 'blocks with a list of them',
  ending: '.listed',
  pack: ({ lines }) => ({
    bytes: Uint8Array.from(lines),
    note: lines.toString().trimEnd().split('\n').length,
  }),
  frame: (): Frame => {
    const places: { at: number; lines: unknown }[] = [];
    return plainFrame({
      head: Buffer.from('HEAD'),
      onBlock: (at, lines) => places.push({ at, lines }),
      foot: () => Buffer.from(JSON.stringify(places)),
    });
  },
};

/** Row groups of two blocks, of one, and of what is left. */
const grouping = parquetSink(2_500);

/** All of the registry, and one with a head and a foot of its own. */
const ALL_SINKS: Sink[] = [
  ...Object.values<Sink>(SINKS).map(sink => (sink === SINKS.parquet ? grouping : sink)),
  listing,
];

const FORM = { level: 6, kind: 'plain' } as const;

const PLAN = {
  command: 'keychain' as const,
  version: '1',
  inputs: ['a'],
  tokenizer: { type: 'openai' as const, sha256: 'b' },
  settings: { hops: 4 },
};

function optionsFor(
  path: string,
  sink: Sink = GZ,
  changes: Partial<PartOptions> = {},
): PartOptions {
  return {
    path,
    sink,
    form: FORM,
    head: {
      plan: PLAN,
      plan_sha256: 'c',
      max_seq_length: 4096,
      positions: { from: 0, to: null },
      tokenizer: { type: 'openai', name: 'd', sha256: 'b' },
    },
    lease: { check: async () => undefined, isHeld: () => true },
    ...changes,
  };
}

/** Samples of a few blocks; one has none, as where all its candidates are rejected. */
const SAMPLES = [
  [anySample(1), anySample(2)],
  [anySample(3)],
  [],
  [anySample(4, { context: 'x'.repeat(9_000) })],
  [anySample(5)],
];
const BLOCKS = SAMPLES.map(samples => samples.map(each => `${recordJson(each)}\n`).join(''));

/** The lines that a file holds. */
async function linesIn(path: string, sink: Sink): Promise<string> {
  if (sink !== grouping) return Buffer.concat(await all<Buffer>(openInput(path))).toString();
  const reader = await tableReader();
  const rows = await reader.parquetRows(path);
  reader.close();
  return rows.map(row => `${recordJson(JSON.parse(row))}\n`).join('');
}

async function blocksFor(sink: Sink): Promise<PartBlock[]> {
  const blocks: PartBlock[] = [];
  for (const [row, text] of BLOCKS.entries()) {
    const lines = Buffer.from(text);
    const isEmpty = text === '';
    blocks.push({
      row,
      candidates: 2,
      to: 2 * row + 2,
      tokens: isEmpty ? null : { samples: 1, total: 10, min: 10, max: 10 },
      marked: 0,
      left_out: 0,
      rejects: isEmpty ? [{ code: 'BUDGET_TOO_SMALL', message: 'no', id: `${row}` }] : [],
      packed: isEmpty
        ? undefined
        : await sink.pack({ samples: SAMPLES[row]!, lines }, { ...FORM, aside: false }),
      linesSha256: sha256(lines),
    });
  }
  return blocks;
}

async function finish(file: PartFile) {
  const digest = await file.end();
  await file.name();
  await file.endLog({ keep: false });
  return digest;
}

/** Writes what is missing, and names the file. */
async function goOn(options: PartOptions, blocks: readonly PartBlock[]) {
  const file = await openPart(options);
  await file.write(blocks.slice(file.from));
  return { from: file.from, digest: await finish(file) };
}

for (const sink of ALL_SINKS) {
  test(`a finished *${sink.ending} holds its blocks, and nothing stands beside it`, async t => {
    const dir = join(await tempDir(t), 'out', 'deep');
    const path = join(dir, `samples${sink.ending}`);
    const { digest } = await goOn(optionsFor(path, sink), await blocksFor(sink));
    const bytes = await readFile(path);
    if (sink !== listing) t.is(await linesIn(path, sink), BLOCKS.join(''));
    t.deepEqual(digest, {
      bytes: bytes.length,
      sha256: sha256(bytes).toString('hex'),
      lines_sha256: sha256(
        Buffer.concat(BLOCKS.filter(lines => lines !== '').map(sha256)),
      ).toString('hex'),
    });
    t.deepEqual(await filesIn(dir), [`samples${sink.ending}`]);
  });

  test(`*${sink.ending}: cut off anywhere, file and log are gone on with to the same bytes`, async t => {
    const dir = await tempDir(t);
    const whole = join(dir, `whole${sink.ending}`);
    const blocks = await blocksFor(sink);
    const { digest } = await goOn(optionsFor(whole, sink), blocks);
    const expected = await readFile(whole);
    // All that a killed process may have come to: all blocks are written, but nothing has its name.
    const model = join(dir, `model${sink.ending}`);
    const written = await openPart(optionsFor(model, sink));
    await written.write(blocks);
    await written.suspend();
    const part = await readFile(partOf(model));
    const log = await readFile(logOf(model));
    const kept = [...readWritten(logOf(model))].map(({ entry }) => entry.blocks.length);
    t.deepEqual(kept, sink === grouping ? [2, 1, 1] : [1, 1, 1, 1, 1]);
    const ends = [...log.keys()].filter(at => log[at] === 0x0a).map(at => at + 1);
    const cuts = new Set(
      [0, 1, ...ends.flatMap(end => [end - 1, end, end + 7])].filter(at => at <= log.length),
    );
    const path = join(dir, `cut${sink.ending}`);
    for (const logBytes of cuts) {
      for (const partBytes of [
        0,
        3,
        17,
        Math.floor(part.length / 2),
        part.length - 1,
        part.length,
      ]) {
        await writeFile(logOf(path), log.subarray(0, logBytes));
        await writeFile(partOf(path), part.subarray(0, partBytes));
        const recorded = [...readWritten(logOf(path))].flatMap(({ entry }) => entry.blocks);
        const result = await goOn(optionsFor(path, sink), blocks);
        const where = `log cut at ${logBytes}, file at ${partBytes}`;
        t.deepEqual(result.digest, digest, where);
        t.deepEqual(await readFile(path), expected, where);
        // What is whole in both, be it a block or a group, is not made again.
        if (partBytes === part.length) t.is(result.from, recorded.length, where);
      }
    }
  });
}

test('what stands in place of the last seconds after a power failure is not kept', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'f.gz');
  const blocks = await blocksFor(GZ);
  const whole = join(dir, 'whole.gz');
  await goOn(optionsFor(whole), blocks);
  const first = await openPart(optionsFor(path));
  await first.write(blocks);
  await first.suspend();
  const part = await readFile(partOf(path));
  part.fill(0, part.length - 4);
  await writeFile(partOf(path), part);
  await appendFile(logOf(path), '\0'.repeat(100));
  const { from } = await goOn(optionsFor(path), blocks);
  t.is(from, BLOCKS.length - 1);
  t.deepEqual(await readFile(path), await readFile(whole));
});

test('a log whose numbers are not its own ends the keeping, and no more', async t => {
  const dir = await tempDir(t);
  const blocks = await blocksFor(GZ);
  const path = join(dir, 'f.gz');
  const lines: unknown[] = [
    { row: 2, candidates: 1, bytes: 1e15, crc32: 1, lines_sha256: 'aa', tokens: null, rejects: [] },
    { row: 2, bytes: -5, rejects: [] },
    { row: 'two', bytes: 5, rejects: [] },
    { row: 2, bytes: 5 },
    [],
    null,
    7,
  ];
  for (const line of lines) {
    const first = await openPart(optionsFor(path));
    await first.write(blocks.slice(0, 2));
    await first.suspend();
    await appendFile(logOf(path), `${JSON.stringify(line)}\n`);
    t.is((await goOn(optionsFor(path), blocks)).from, 2, JSON.stringify(line));
  }
});

test('blocks that are not wanted are made again', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'f.gz');
  const blocks = await blocksFor(GZ);
  const first = await openPart(optionsFor(path));
  await first.write(blocks);
  await first.suspend();
  const isWanted = ({ row }: { row: number }): boolean => row < 3;
  t.is((await goOn(optionsFor(path, GZ, { isWanted }), blocks)).from, 3);
});

test('the log has what each block has come to, and goes on behind a reason to stop', async t => {
  const path = join(await tempDir(t), 'f.gz');
  const blocks = await blocksFor(GZ);
  const first = await openPart(optionsFor(path));
  await first.write(blocks.slice(0, 3));
  await first.suspend(new KeychainError('OUTPUT_UNWRITABLE', 'the disk is full'));
  t.deepEqual(readStopped(logOf(path)), { code: 'OUTPUT_UNWRITABLE', message: 'the disk is full' });
  const second = await openPart(optionsFor(path));
  t.is(second.from, 3);
  t.is(second.candidates, 6);
  await second.write(blocks.slice(3));
  const recorded = [...second.blocks()];
  t.deepEqual(
    recorded.map(({ row, rejects, tokens }) => ({ row, rejects, tokens })),
    blocks.map(({ row, rejects, tokens }) => ({ row, rejects, tokens })),
  );
  t.is(readStopped(logOf(path)), undefined);
  await finish(second);
});

test('a log may stay beside its file', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'f.gz');
  const file = await openPart(optionsFor(path));
  await file.write(await blocksFor(GZ));
  await file.end();
  await file.name();
  await file.endLog({ keep: true });
  t.deepEqual(await filesIn(dir), ['f.gz', 'f.gz.log']);
  t.true((await readFile(keptLogOf(path), 'utf8')).startsWith('{"format":1'));
});

test('a file that was named, but has no manifest yet, is known by its log, to its last byte', async t => {
  const dir = await tempDir(t);
  for (const count of [0, BLOCKS.length]) {
    const path = join(dir, `${count}.gz`);
    const file = await openPart(optionsFor(path));
    await file.write((await blocksFor(GZ)).slice(0, count));
    await file.end();
    await file.name();
    t.true(await isNamedTooEarly(optionsFor(path)));
    await copyFile(path, `${path}.copy`);
    await appendFile(path, 'x');
    t.false(await isNamedTooEarly(optionsFor(path)), 'something else has the name');
    await rename(`${path}.copy`, path);
    await truncate(path, 1);
    t.false(await isNamedTooEarly(optionsFor(path)));
  }
  t.false(await isNamedTooEarly(optionsFor(join(dir, 'none.gz'))));
});

test.serial('an interrupt keeps blocks, and nothing else', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'f.gz');
  const first = await openPart(optionsFor(path));
  t.false(keepsWork());
  removeTemporary();
  t.deepEqual(await filesIn(dir), []);
  await first.suspend();
  const second = await openPart(optionsFor(path));
  await second.write((await blocksFor(GZ)).slice(0, 1));
  t.true(keepsWork());
  removeTemporary();
  t.deepEqual(await filesIn(dir), ['f.gz.part', 'f.gz.part.log']);
  await second.suspend();
  t.deepEqual(await filesIn(dir), ['f.gz.part', 'f.gz.part.log']);
  const third = await openPart(optionsFor(path));
  await finish(third);
  t.false(keepsWork());
});

test('without a block nothing is left', async t => {
  const dir = await tempDir(t);
  const file = await openPart(optionsFor(join(dir, 'f.gz')));
  await file.suspend(new Error('enough'));
  t.deepEqual(await filesIn(dir), []);
});

test('before anything is written it is seen that nobody else writes', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'f.gz');
  const lost = new KeychainError('OUTPUT_IN_USE', 'taken');
  let isLost = false;
  const check = async (): Promise<void> => {
    if (isLost) throw lost;
  };
  const blocks = await blocksFor(GZ);
  const file = await openPart(optionsFor(path, GZ, { lease: { check, isHeld: () => !isLost } }));
  await file.write(blocks.slice(0, 1));
  const before = await readFile(partOf(path));
  isLost = true;
  for (const act of [() => file.write(blocks.slice(1)), () => file.end(), () => file.name()]) {
    t.is(await t.throwsAsync(act), lost);
  }
  t.deepEqual(await readFile(partOf(path)), before);
  t.false(existsSync(path));
  await file.suspend();
});

test('what a run has made that has taken over stays', async t => {
  const dir = await tempDir(t);
  const blocks = await blocksFor(GZ);
  for (const count of [0, 1]) {
    const path = join(dir, `${count}.gz`);
    let isHeld = true;
    const lease = { check: async () => undefined, isHeld: () => isHeld };
    const first = await openPart(optionsFor(path, GZ, { lease }));
    await first.write(blocks.slice(0, count));
    isHeld = false;
    const second = await openPart(optionsFor(path));
    await second.write(blocks.slice(count, 2));
    const before = await readFile(logOf(path));
    await first.suspend(new KeychainError('OUTPUT_IN_USE', 'taken'));
    t.deepEqual(await readFile(logOf(path)), before);
    await second.write(blocks.slice(2));
    await finish(second);
    t.is(gunzipSync(await readFile(path)).toString(), BLOCKS.join(''));
  }
});

test('a place that cannot be written to is an error with a code', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  for (const path of [join(dir, 'file', 'f.gz'), join(dir, 'file', 'deep', 'f.gz')]) {
    const error = await t.throwsAsync(openPart(optionsFor(path)), { code: 'OUTPUT_UNWRITABLE' });
    t.true(error.message.startsWith(`${path}: `));
    t.regex(error.message, /--save-dir/);
  }
  await mkdir(partOf(join(dir, 'f.gz')));
  await t.throwsAsync(openPart(optionsFor(join(dir, 'f.gz'))), { code: 'OUTPUT_UNWRITABLE' });
});

(hasFull ? test : test.skip)(
  'a full disk ends the writing with an error, and no write hangs',
  async t => {
    const dir = await tempDir(t);
    for (const full of [partOf, logOf]) {
      const path = join(dir, `${full.name}.jsonl`);
      const file = await openPart(optionsFor(path, SINKS.jsonl));
      await file.suspend();
      await symlink(FULL, full(path));
      const blocks = await blocksFor(SINKS.jsonl);
      await t.throwsAsync(
        async () => {
          const opened = await openPart(optionsFor(path, SINKS.jsonl));
          await opened.write(blocks);
        },
        { code: 'OUTPUT_UNWRITABLE', message: /ENOSPC|EINVAL/ },
      );
    }
  },
);
