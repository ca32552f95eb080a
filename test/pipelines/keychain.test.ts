import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { blockSize } from '../../lib/assemble/block/block.js';
import { isMarked } from '../../lib/records/sample.js';
import { planDigest } from '../../lib/settings/plan.js';
import type { GivenTo } from '../../lib/settings/values.js';
import { keychain } from '../../pipelines/keychain.js';
import { relevantOnly } from '../../pipelines/relevant-only.js';
import { synth } from '../../pipelines/synth.js';
import { verify } from '../../pipelines/verify.js';
import { gzipMembers, sha256 } from '../support/gzip-members.js';
import '../support/own-cache.js';
import { madeQuestions } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';
import { listening, type Output, outputAt, recordsIn } from './made.js';

type Given = GivenTo<'keychain'>;

/** Runs `keychain` into a folder of its own and reads what it has written, length by length. */
async function make(t: ExecutionContext, given: Given): Promise<Output[]> {
  const saveDir = await tempDir(t);
  const [summary] = await keychain({ workers: 1, saveDir, ...given });
  return Promise.all(summary!.outputs.map(({ file }) => outputAt(file)));
}

const ground = async (t: ExecutionContext, questions: number): Promise<Given> => ({
  dataset: [await worldFile(t, 'hotpotqa', questions)],
  corpus: join(await tempDir(t), 'corpus'),
});

/** What does not depend on where a run has written. */
const comparable = ({ bytes, manifest, rejects }: Output) => ({
  bytes: bytes.toString('base64'),
  manifest,
  rejects,
});

test.serial('a file is one gzip member a block, each up to the end of its last line', async t => {
  const given = await ground(t, 150);
  // Of 150 candidates 97, from the 20th on.
  const outputs = await make(t, {
    ...given,
    maxSeqLength: [2048, 4096, 8192, 20_000],
    preSamples: 20,
    numSamples: 97,
  });
  for (const { bytes, samples } of outputs) {
    t.is(samples.length, 97);
    t.deepEqual(
      samples.map(({ index }) => index),
      [...Array(97).keys()],
    );
    const size = blockSize(samples[0]!.meta.max_seq_length);
    const members = gzipMembers(bytes);
    t.is(members.length, Math.ceil(97 / size));
    for (const [row, lines] of members.entries()) {
      t.is(lines.at(-1), 0x0a);
      const rows = recordsIn<{ index: number }>(lines).map(({ index }) => Math.floor(index / size));
      t.true(rows.length > 0 && rows.every(each => each === row));
    }
  }
});

test.serial('any number of workers writes the same bytes', async t => {
  const given = { ...(await ground(t, 140)), maxSeqLength: [350, 2048, 16384] };
  const [one, two, four] = [
    await make(t, { ...given, workers: 1 }),
    await make(t, { ...given, workers: 2 }),
    await make(t, { ...given, workers: 4 }),
  ].map(outputs => outputs.map(comparable));
  t.true(one!.some(({ rejects }) => rejects.length > 0));
  t.deepEqual(two, one);
  t.deepEqual(four, one);
});

test.serial('six lengths in one pass are six runs of one length', async t => {
  const given = await ground(t, 70);
  const lengths = [1024, 2048, 3000, 4096, 6000, 8192];
  const together = await make(t, { ...given, maxSeqLength: lengths });
  for (const [i, length] of lengths.entries()) {
    const [alone] = await make(t, { ...given, maxSeqLength: [length] });
    t.deepEqual(comparable(together[i]!), comparable(alone!));
  }
});

test.serial('what one length rejects leaves a gap there, and the positions agree', async t => {
  const given = await ground(t, 100);
  const [small, large] = await make(t, {
    ...given,
    maxSeqLength: [620, 4096],
    chains: { fixed: 1 },
    hops: 1,
  });
  t.deepEqual(large!.rejects, []);
  t.true(small!.samples.length > 10 && small!.rejects.length > 10);
  const positions = new Map(large!.samples.map(each => [each.meta.question_id, each.index]));
  t.deepEqual([...positions.values()], [...Array(100).keys()]);
  for (const { index, meta } of small!.samples) t.is(index, positions.get(meta.question_id)!);
  const gaps = small!.rejects.map(({ id, code, max_seq_length }) => {
    t.deepEqual([code, max_seq_length], ['BUDGET_TOO_SMALL', 620]);
    return positions.get(id!)!;
  });
  const found = [...small!.samples.map(({ index }) => index), ...gaps].sort((a, b) => a - b);
  t.deepEqual(found, [...Array(100).keys()]);
});

test.serial('--out - gives the lines of the files, question by question', async t => {
  const given = { ...(await ground(t, 100)), maxSeqLength: [4096, 620, 2048], hops: 1 };
  const chains = { fixed: 1 };
  const files = await make(t, { ...given, chains });
  const byQuestion = files
    .flatMap(({ lines }, length) =>
      lines
        .split('\n')
        .filter(Boolean)
        .map(line => ({ line, length, index: (JSON.parse(line) as { index: number }).index })),
    )
    .sort((a, b) => a.index - b.index || a.length - b.length);
  for (const workers of [1, 2]) {
    const { run, written, rejects } = listening();
    const saveDir = await tempDir(t);
    const [summary] = await keychain({ ...given, chains, workers, saveDir, out: '-' }, run);
    t.is(await written(), byQuestion.map(({ line }) => `${line}\n`).join(''));
    t.deepEqual(await readdir(saveDir), []);
    t.deepEqual(rejects, files[1]!.rejects);
    t.deepEqual(
      summary!.outputs.map(({ file, max_seq_length, samples, rejects: counts }) => [
        file,
        max_seq_length,
        samples,
        counts.BUDGET_TOO_SMALL ?? 0,
      ]),
      files.map(({ samples, rejects: own }, i) => [
        '-',
        given.maxSeqLength[i],
        samples.length,
        own.length,
      ]),
    );
  }
});

test.serial('the manifest holds the plan, and digests that anybody can work out again', async t => {
  const given = await ground(t, 90);
  const settings = { ...given, maxSeqLength: [620, 2048], randomSeed: 7, hops: 2 };
  for (const { bytes, lines, samples, rejects, manifest } of await make(t, settings)) {
    const { plan, output, counts, tokens } = manifest;
    t.is(manifest.plan_sha256, planDigest(plan));
    t.is(plan.command, 'keychain');
    const length = plan.settings['max-seq-length'];
    t.like(plan.settings, { 'random-seed': 7, chains: 'auto', hops: 2, format: 'jsonl.gz' });
    for (const name of ['workers', 'save-dir', 'corpus', 'dataset']) {
      t.false(name in plan.settings, name);
    }
    t.true(samples.every(({ meta }) => meta.max_seq_length === length));

    const blocks = gzipMembers(bytes).map(sha256);
    t.deepEqual(output, {
      format: 'jsonl.gz',
      bytes: bytes.length,
      sha256: sha256(bytes).toString('hex'),
      lines_sha256: sha256(Buffer.concat(blocks)).toString('hex'),
    });
    t.is(counts.questions, 90);
    t.is(counts.samples, samples.length);
    t.is(counts.samples + rejects.length + counts.left_out, counts.questions);
    t.deepEqual(counts.rejects, rejects.length > 0 ? { BUDGET_TOO_SMALL: rejects.length } : {});
    t.is(counts.marked, samples.filter(isMarked).length);
    const lengths = recordsIn<{ length: number }>(lines).map(each => each.length);
    const total = lengths.reduce((a, b) => a + b);
    t.deepEqual(tokens, {
      min: Math.min(...lengths),
      mean: Math.round(total / lengths.length),
      max: Math.max(...lengths),
      total,
    });
    t.false('command_line' in manifest);
  }
});

test.serial('packing changes the bytes and the plan, but not the lines', async t => {
  const given = { ...(await ground(t, 20)), maxSeqLength: [2048] };
  const [usual] = await make(t, given);
  const [fast] = await make(t, { ...given, compressionLevel: 1 });
  const [open] = await make(t, { ...given, format: 'jsonl' });
  for (const other of [fast!, open!]) {
    t.is(other.lines, usual!.lines);
    t.is(other.manifest.output.lines_sha256, usual!.manifest.output.lines_sha256);
    t.not(other.manifest.output.sha256, usual!.manifest.output.sha256);
    t.not(other.manifest.plan_sha256, usual!.manifest.plan_sha256);
  }
});

test.serial('without a sample a file is one empty gzip member', async t => {
  const given = await ground(t, 20);
  const none = await make(t, { ...given, maxSeqLength: [2048, 4096], numSamples: 0 });
  const small = await make(t, { ...given, maxSeqLength: [130] });
  for (const { bytes, lines, manifest } of [...none, ...small]) {
    t.deepEqual(gzipMembers(bytes), [Buffer.alloc(0)]);
    t.is(lines, '');
    t.is(manifest.tokens, null);
    t.is(manifest.counts.samples, 0);
    t.is(manifest.output.lines_sha256, sha256('').toString('hex'));
  }
  t.is(small[0]!.rejects.length, 20);
});

test.serial('synth and relevant-only are made in blocks, too, and all of them verify', async t => {
  const { dataset, corpus } = await ground(t, 70);
  const saveDir = await tempDir(t);
  const shared = { dataset, corpus, saveDir, workers: 2 };
  const summaries = [
    ...(await keychain({ ...shared, maxSeqLength: [4096] })),
    ...(await synth({ ...shared, maxSeqLength: [4096], distractQuestions: 2 })),
    ...(await relevantOnly(shared)),
    ...(await relevantOnly({ ...shared, maxSeqLength: [2048] })),
  ];
  const files = summaries.flatMap(({ outputs }) => outputs.map(({ file }) => file));
  t.is(new Set(files).size, 4);
  for (const file of files) t.is(gzipMembers((await outputAt(file)).bytes).length, 2);
  for (const report of await verify({ records: files, dataset, corpus })) {
    t.deepEqual([report.findings, report.fileFindings, report.ok], [[], [], true]);
  }
});

test.serial(
  'a run that fails leaves no file with its name, but what the next one goes on with',
  async t => {
    const given = await ground(t, 30);
    const saveDir = await tempDir(t);
    const stage = join(await tempDir(t), 'own.mjs');
    await writeFile(stage, 'export const stage = s => (s.index < 20 ? s : boom());');
    for (const workers of [1, 2]) {
      const run = keychain({ ...given, maxSeqLength: [65536], saveDir, workers, stage: [stage] });
      await t.throwsAsync(run, { code: 'STAGE_FAILED' });
    }
    const left = await readdir(saveDir, { recursive: true, withFileTypes: true });
    t.deepEqual(
      left.filter(entry => entry.isFile()).map(({ name }) => name.replace(/^.*gz/, '')),
      ['.part', '.part.log'],
    );
  },
);

test.serial(
  'questions that were rejected while they were read stand in each rejects file',
  async t => {
    const questions = madeQuestions(12).map(question => ({ ...question }));
    const broken = { ...questions[3]!, answers: [] };
    const dataset = join(await tempDir(t), 'questions.jsonl');
    const lines = [...questions.slice(0, 3), broken, ...questions.slice(4)];
    await writeFile(dataset, lines.map(each => `${JSON.stringify(each)}\n`).join(''));
    const corpus = join(await tempDir(t), 'corpus');
    // Once as the corpus is built, and once more when it is there.
    for (let time = 0; time < 2; time++) {
      const { run, rejects } = listening();
      const saveDir = await tempDir(t);
      const given = { dataset: [dataset], corpus, saveDir, maxSeqLength: [600, 1000], workers: 1 };
      const [summary] = await keychain({ ...given, chains: { fixed: 1 } }, run);
      t.is(summary!.read_rejects, 1);
      t.deepEqual(
        rejects.map(({ code, id, record }) => [code, id, record]),
        [['NO_ANSWER', 'q3', 3]],
      );
      for (const { file } of summary!.outputs) {
        const output = await outputAt(file);
        t.deepEqual(output.rejects, rejects);
        t.is(output.samples.length, 11);
      }
    }
  },
);

test.serial('several datasets have a folder each, and share tokenizer and run', async t => {
  const files = [await worldFile(t, 'hotpotqa', 12), await worldFile(t, 'musique', 12)];
  const saveDir = await tempDir(t);
  const corpus = join(await tempDir(t), 'corpora');
  const summaries = await keychain({
    dataset: files,
    corpus,
    saveDir,
    maxSeqLength: [2048],
    workers: 1,
  });
  t.deepEqual(
    summaries.map(({ dataset }) => dataset),
    ['world-hotpotqa', 'world-musique'],
  );
  t.deepEqual((await readdir(saveDir)).sort(), ['world-hotpotqa', 'world-musique']);
  for (const { outputs } of summaries) {
    const { bytes, samples } = await outputAt(outputs[0]!.file);
    t.is(`${gunzipSync(bytes)}`.split('\n').length - 1, samples.length);
  }
});

test.serial(
  'datasets that would write over one another are refused before anything is made',
  async t => {
    const saveDir = await tempDir(t);
    const given = { dataset: ['a/x.json', 'a/x.jsonl'], maxSeqLength: [2048], saveDir };
    await t.throwsAsync(keychain(given), { code: 'USAGE', message: /a\/x\.json.*a\/x\.jsonl/ });
    t.deepEqual(await readdir(saveDir), []);
  },
);
