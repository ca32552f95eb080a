import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import type { Reject } from '../../lib/records/reject.js';
import type { Sample } from '../../lib/records/sample.js';
import { withoutCommand } from '../support/manifest.js';
import { questionIn } from '../support/model/chat.js';
import { modelServer } from '../support/model/model-server.js';
import { pipe, pipeOutput } from '../support/pipe.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const KEY = 'sk-test-0123456789abcdef-only-for-tests';
process.env.OPENAI_API_KEY = KEY;

const recordsOf = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T);
const isKept = (right: number): boolean => right >= 1 && right <= 6;

async function bytesIn(dir: string): Promise<Buffer> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile());
  return Buffer.concat(
    await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name)))),
  );
}

/** `fill` numbers the questions that it is given, which are those kept. */
const withoutIndex = (lines: string): object[] =>
  recordsOf<Sample>(lines).map(({ index: _, ...sample }) => sample);

test.serial(
  'keychain with a model: judged, filtered, made and verified in one command',
  async t => {
    const dataset = await worldFile(t, 'hotpotqa', 120);
    const server = await modelServer(t, dataset);
    const dir = await tempDir(t);
    const journal = join(dir, 'journal');
    const args = ['keychain', dataset, '--max-seq-length', '2k,4k', '--journal', journal];
    const run = await pipe([...args, ...server.flags, '--save-dir', dir, '--save-name', 'w']);
    t.is(run.code, 0, run.stderr);
    t.is(server.calls.length, 120);
    t.true(server.mostInFlight <= 64);
    t.regex(run.stderr, /120 questions judged, \d+ kept; \d+ dropped \(pass-count\); /);
    t.regex(run.stderr, /\d+ of 960 answers right; 120 requests/);

    const verified = await pipe(['verify', join(dir, 'w'), '--dataset', dataset]);
    t.is(verified.code, 0, verified.stdout);

    const kept = server.questions.filter(({ question }) => isKept(server.rightOf(question)));
    t.true(kept.length > 40 && kept.length < 110);
    const base = join(
      dir,
      'w',
      'validation-num_sample_all-max_seq_4096-uuid_len_uuid-numchain_4-numhop-4-distractor',
    );
    const samples = recordsOf<Sample>(gunzipSync(await readFile(`${base}.jsonl.gz`)).toString());
    t.deepEqual(
      samples.map(({ meta }) => meta.question_id),
      kept.map(({ id }) => id),
    );
    t.deepEqual(
      samples.map(({ index }) => index),
      kept.map(question => server.questions.indexOf(question)),
    );

    const manifest = JSON.parse(await readFile(`${base}.manifest.json`, 'utf8'));
    t.like(manifest.counts, {
      questions: kept.length,
      judged: { asked: 120, kept: kept.length, dropped: { 'pass-count': 120 - kept.length } },
    });
    t.like(manifest.plan.settings, { model: 'm', n: 8, 'min-correct': 1, 'max-correct': 6 });

    // What is around a question does not depend on which ones are kept.
    const unjudged = recordsOf<Sample>(await pipeOutput([...args.slice(0, 4), '--out', '-']));
    const plain = new Map(unjudged.map(sample => [sample.id, { ...sample, index: 0 }]));
    for (const sample of samples) t.deepEqual({ ...sample, index: 0 }, plain.get(sample.id)!);

    t.true(server.calls.every(({ headers }) => headers.authorization === `Bearer ${KEY}`));
    t.false((await bytesIn(dir)).includes(KEY));
    t.false(`${run.stdout}${run.stderr}`.includes(KEY));
  },
);

test.serial('the unix form with a model gives the samples that keychain gives', async t => {
  const dataset = await worldFile(t, '2wikimqa', 60);
  const server = await modelServer(t, dataset, { latencyMs: 3 });
  const dir = await tempDir(t);
  const corpus = join(dir, 'corpus');
  const model = [...server.flags, '--journal', join(dir, 'journal')];
  const options = ['--max-seq-length', '3k'];
  const whole = await pipeOutput(['keychain', dataset, ...options, ...model, '--out', '-']);
  await pipeOutput(['index', dataset, '--corpus', corpus]);
  const parsed = await pipeOutput(['parse', dataset]);
  const rolled = await pipeOutput(['rollout', '-', ...model], { input: parsed });
  t.is(server.calls.length, 60, 'the two forms ask the same, so each answer is paid once');
  const bounds = ['--min-correct', '1', '--max-correct', '6'];
  const kept = await pipeOutput(['filter', '-', ...bounds], { input: rolled });
  // Positions are those among the questions that fill is given.
  const filled = await pipeOutput(['fill', '--corpus', corpus, ...options], { input: kept });
  const chained = await pipeOutput(['chain', '--corpus', corpus, ...options], { input: filled });
  t.deepEqual(withoutIndex(chained), withoutIndex(whole));

  const scored = await pipeOutput(['score', '-', '--rule', 'answer-is'], { input: rolled });
  const counts = (text: string) => recordsOf<{ pass_count: number }>(text).map(r => r.pass_count);
  t.deepEqual(counts(scored), counts(rolled));
  t.deepEqual(
    counts(rolled),
    server.questions.map(({ question }) => server.rightOf(question)),
  );
});

test.serial('--num-samples counts kept questions, and then no further call starts', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 300);
  const server = await modelServer(t, dataset, { latencyMs: 5 });
  const dir = await tempDir(t);
  const concurrency = 4;
  const args = ['synth', dataset, '--max-seq-length', '2k', '--num-samples', '12', '--shuffle-qa'];
  const rest = ['--concurrency', `${concurrency}`, '--save-dir', dir, '--save-name', 'w', '--json'];
  let keptAt = Number.POSITIVE_INFINITY;
  let kept = 0;
  server.onFinish = call => {
    if (isKept(server.rightOf(questionIn(call.key))) && ++kept === 12) keptAt = performance.now();
  };
  const run = await pipe([...args, ...rest, ...server.flags, '--journal', join(dir, 'journal')]);
  t.is(run.code, 0, run.stderr);
  const summary = recordsOf<{ event: string; datasets: object[] }>(run.stderr).at(-1)!;
  const { judged } = summary.datasets[0] as {
    judged: { asked: number; kept: number; requests: number };
  };
  t.is(judged.kept, 12);
  t.true(server.calls.length <= judged.asked + 2 * concurrency, `${server.calls.length} calls`);
  const late = server.calls.filter(({ at }) => at > keptAt + 500);
  t.deepEqual(late, []);

  const manifestOf = async () => {
    const name = 'validation-num_sample_12-max_seq_2048.manifest.json';
    return withoutCommand(await readFile(join(dir, 'w', name), 'utf8'));
  };
  const manifest = await manifestOf();
  t.like(JSON.parse(manifest).counts.judged, { asked: judged.asked, kept: 12 });
  // All calls in one go, and slow ones first: what is written does not depend on it.
  server.own = {
    ...server.own!,
    latencyMs: ({ key }) => (server.rightOf(questionIn(key)) % 2) * 40,
  };
  const others = [...args, '--save-dir', dir, '--save-name', 'w', '--workers', '1'];
  await pipeOutput([...others, ...server.flags, '--journal', join(dir, 'other')]);
  t.is(await manifestOf(), manifest);
});

test.serial(
  'a question that gets no answers is a reject, in its place, and the others go on',
  async t => {
    const dataset = await worldFile(t, 'hotpotqa', 50);
    const server = await modelServer(t, dataset);
    const body = { error: { message: "This model's maximum context length is 10 tokens" } };
    const bad = new Set([server.questions[20]!.question, server.questions[7]!.question]);
    const { text } = server.own!;
    server.options.script = new Proxy(
      {},
      {
        get: (_, key) =>
          bad.has(questionIn(String(key))) ? Array(9).fill({ status: 400, body }) : undefined,
      },
    );
    server.own = { text };
    const dir = await tempDir(t);
    const args = [
      'keychain',
      dataset,
      '--max-seq-length',
      '2k',
      '--save-dir',
      dir,
      '--save-name',
      'w',
    ];
    const run = await pipe([...args, ...server.flags, '--journal', join(dir, 'j')]);
    t.is(run.code, 3, run.stderr);
    t.regex(run.stderr, /2 rejected \(PROMPT_TOO_LONG\)/);
    const [rejects] = (await readdir(join(dir, 'w'))).filter(name => name.includes('rejects'));
    const told = recordsOf<Reject>(gunzipSync(await readFile(join(dir, 'w', rejects!))).toString());
    t.deepEqual(
      told.map(({ code, id }) => [code, id]),
      [7, 20].map(i => ['PROMPT_TOO_LONG', server.questions[i]!.id]),
    );
    const failing = await pipe([
      ...args,
      '--on-reject',
      'fail',
      ...server.flags,
      '--journal',
      join(dir, 'j'),
    ]);
    t.is(failing.code, 1);
    t.regex(failing.stderr, /TOO_MANY_REJECTS/);
  },
);

test.serial('questions that one model never solves are rescued by a stronger one', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 60);
  const server = await modelServer(t, dataset);
  const strong = await modelServer(t, dataset);
  strong.own = {
    text: ({ key }, at) =>
      at < 2 ? `The answer is ${server.answerTo(questionIn(key))}` : 'No idea',
  };
  const dir = await tempDir(t);
  const model = [...server.flags, '--journal', join(dir, 'journal')];
  const rescue = ['--rescue', '--rescue-url', strong.url, '--rescue-model', 'strong'];
  const args = ['synth', dataset, '--max-seq-length', '2k', '--out', '-', ...model];
  const without = recordsOf<Sample>(await pipeOutput(args));
  const never = server.questions.filter(({ question }) => server.rightOf(question) === 0);
  t.true(never.length > 2);
  const withRescue = recordsOf<Sample>(await pipeOutput([...args, ...rescue]));
  t.is(server.calls.length, 60, 'the first model was asked again');
  t.is(strong.calls.length, never.length);
  t.true(strong.calls.every(({ body }) => body.model === 'strong'));
  t.is(withRescue.length, without.length + never.length);
});
