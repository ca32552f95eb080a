import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { readQuestions } from '../../lib/datasets/read-questions.js';
import type { Question } from '../../lib/records/question.js';
import type { GivenTo } from '../../lib/settings/values.js';
import { keychain } from '../../pipelines/keychain.js';
import { synth } from '../../pipelines/synth.js';
import type { MockOptions } from '../support/model/mock-server.js';
import { modelServer, ROLLOUTS } from '../support/model/model-server.js';
import '../support/own-cache.js';
import { all } from '../support/streams.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';
import { listening, outputAt } from './made.js';

const QUESTIONS = 60;

/** A dataset in which every fifth question has no answer, its corpus, and a model that knows it. */
async function ground(t: ExecutionContext, options: MockOptions = {}) {
  const world = await all<Question>(readQuestions(await worldFile(t, 'hotpotqa', QUESTIONS)));
  const dataset = join(await tempDir(t), 'questions.jsonl');
  const lines = world.map((question, i) => ({ ...question, answerable: i % 5 !== 4 }));
  await writeFile(dataset, lines.map(each => `${JSON.stringify(each)}\n`).join(''));
  const server = await modelServer(t, dataset, options);
  const given: GivenTo<'keychain'> = {
    dataset: [dataset],
    corpus: join(await tempDir(t), 'corpus'),
    maxSeqLength: [2048],
    workers: 1,
    llmUrl: [server.url],
    model: 'm',
  };
  const candidates = server.questions.filter(({ answerable }) => answerable);
  const wanted = candidates.filter(({ question }) => {
    const right = server.rightOf(question);
    return right >= 1 && right <= 6;
  });
  /** Settings of a run with a folder and a journal of its own. */
  const fresh = async () => ({ ...given, saveDir: await tempDir(t), journal: await tempDir(t) });
  return { server, fresh, candidates, wanted };
}

test.serial('samples are made of the questions that the model sometimes gets right', async t => {
  const { fresh, candidates, wanted, server } = await ground(t);
  const [summary] = await keychain(await fresh());
  const { samples, manifest } = await outputAt(summary!.outputs[0]!.file);
  t.deepEqual(
    samples.map(({ index, meta }) => [index, meta.question_id]),
    wanted.map(question => [candidates.indexOf(question), question.id]),
    'a question that was judged out leaves a gap',
  );
  t.like(summary, { questions: wanted.length, unanswerable: QUESTIONS / 5 });
  const judged = {
    asked: candidates.length,
    kept: wanted.length,
    dropped: { 'pass-count': candidates.length - wanted.length },
    rejected: {},
  };
  t.deepEqual(manifest.counts.judged, judged);
  t.like(summary!.judged, { ...judged, requests: candidates.length, reused: 0 });
  t.is(server.calls.length, candidates.length);
  t.like(manifest.plan.settings, { model: 'm', n: ROLLOUTS, 'min-correct': 1, 'max-correct': 6 });
  for (const name of ['llm-url', 'journal', 'concurrency']) {
    t.false(name in manifest.plan.settings, name);
  }
});

test.serial('with a number of samples the outcome does not depend on who was faster', async t => {
  const { fresh, wanted, candidates, server } = await ground(t);
  const numSamples = 9;
  const last = candidates.indexOf(wanted[numSamples - 1]!);
  const outcomes = [];
  const latencies = [() => 0, (n: number) => (n % 3) * 15, (n: number) => (n % 4 === 0 ? 30 : 1)];
  for (const [run, latency] of latencies.entries()) {
    let call = 0;
    server.own!.latencyMs = () => latency(call++);
    const concurrency = [1, 8, 16][run]!;
    const [summary] = await keychain({ ...(await fresh()), numSamples, concurrency });
    const output = await outputAt(summary!.outputs[0]!.file);
    const { questions, unanswerable } = summary!;
    outcomes.push({ questions, unanswerable, lines: output.lines, manifest: output.manifest });
  }
  const [one, two, three] = outcomes;
  t.is(one!.questions, numSamples);
  t.is(one!.manifest.counts.judged!.asked, last + 1);
  const before = server.questions.indexOf(wanted[numSamples - 1]!);
  t.is(one!.unanswerable, Math.floor((before + 1) / 5));
  t.deepEqual(two, one);
  t.deepEqual(three, one);
});

const LIMITS: Record<string, GivenTo<'keychain'>> = {
  'a cap on the cost': { maxCost: 1000, priceIn: 2.5, priceOut: 10 },
  'a limit on tokens a minute': { tpm: 1e9 },
  'a limit on requests a minute': { rpm: 1e6 },
  'a cap on requests': { maxRequests: 1000 },
};

for (const [what, limit] of Object.entries(LIMITS)) {
  test.serial(`${what} that is kept changes nothing`, async t => {
    const { fresh, wanted } = await ground(t);
    const free = await fresh();
    const [unlimited] = await keychain(free);
    for (const make of [keychain, synth]) {
      const [summary] = await make({ ...(await fresh()), ...limit });
      t.is(summary!.questions, wanted.length);
      if (limit.maxCost !== undefined) t.true(summary!.judged!.cost > 0);
    }
    const [limited] = await keychain({ ...(await fresh()), ...limit });
    const [one, other] = await Promise.all(
      [unlimited, limited].map(each => outputAt(each!.outputs[0]!.file)),
    );
    t.is(other!.lines, one!.lines);
    t.is(other!.manifest.plan_sha256, one!.manifest.plan_sha256, 'it is no part of the plan');
  });
}

const CAPS: Record<string, GivenTo<'keychain'>> = {
  'a cap on the cost': { maxCost: 0.01, priceIn: 2.5, priceOut: 0.01 },
  'a cap on requests': { maxRequests: 3 },
};

for (const [what, cap] of Object.entries(CAPS)) {
  test.serial(`${what} that is too small ends the run, and leaves no file`, async t => {
    const { fresh, server } = await ground(t);
    server.own!.promptTokens = () => 1000;
    const given = await fresh();
    await t.throwsAsync(keychain({ ...given, ...cap, concurrency: 2 }), {
      code: 'MODEL_CAP_REACHED',
    });
    t.true(server.calls.length < 10, `${server.calls.length} calls`);
    const left = await readdir(given.saveDir, { recursive: true, withFileTypes: true });
    t.deepEqual(
      left.filter(entry => entry.isFile()),
      [],
    );
    // What was paid for is kept.
    const before = server.calls.length;
    const [summary] = await keychain(given);
    t.true(summary!.judged!.reused > 0);
    t.is(server.calls.length - before, summary!.judged!.requests);
  });
}

test.serial('a question that gets no answer is a reject of each length', async t => {
  const { fresh, server, candidates } = await ground(t);
  const tooLong = { error: { message: "This model's maximum context length is 10 tokens" } };
  const refused = candidates[3]!;
  // A first run tells the prompt.
  await keychain(await fresh());
  const { key } = server.calls.find(call => call.key.includes(refused.question))!;
  server.options = { script: { [key]: [...Array(5)].fill({ status: 400, body: tooLong }) } };
  const { run, rejects } = listening();
  const [summary] = await keychain({ ...(await fresh()), maxSeqLength: [2048, 1500] }, run);
  t.deepEqual(
    rejects.map(({ code, id }) => [code, id]),
    Array(2).fill(['PROMPT_TOO_LONG', refused.id]),
  );
  t.deepEqual(summary!.judged!.rejected, { PROMPT_TOO_LONG: 1 });
  for (const { file } of summary!.outputs) {
    t.like((await outputAt(file)).rejects, [{ code: 'PROMPT_TOO_LONG', id: refused.id }]);
  }
});
