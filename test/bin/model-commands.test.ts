import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { Question } from '../../lib/records/question.js';
import type { Report } from '../../lib/report/summary.js';
import { loadTokenizer } from '../../lib/tokenize/load.js';
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

async function bytesIn(dir: string): Promise<Buffer> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile());
  return Buffer.concat(
    await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name)))),
  );
}

test.serial('what a dry run says is what is then spent', async t => {
  const dataset = await worldFile(t, 'musique', 40);
  const server = await modelServer(t, dataset);
  const tokenizer = await loadTokenizer({ type: 'openai', path: 'o200k_base' });
  // What a template puts around a message.
  server.own = { ...server.own!, promptTokens: ({ key }) => tokenizer.count(key) + 4 };
  const dir = await tempDir(t);
  const prices = ['--price-in', '2.5', '--price-out', '10', '--max-tokens', '5'];
  const model = [...server.flags, ...prices, '--journal', join(dir, 'journal')];
  const questions = await pipeOutput(['parse', dataset]);
  const file = join(dir, 'questions.jsonl');
  await writeFile(file, questions);
  const args = ['rollout', file, '--tokenizer-path', 'o200k_base', ...model];
  const { estimate } = JSON.parse(await pipeOutput([...args, '--dry-run']));
  t.deepEqual(await readdir(dir), ['questions.jsonl'], 'a dry run wrote something');
  t.is(server.calls.length, 0);

  const keychain = ['keychain', dataset, '--max-seq-length', '4k', ...args.slice(2)];
  const plan = JSON.parse(await pipeOutput([...keychain, '--dry-run']));
  t.deepEqual(plan.datasets[0].judging_at_most, estimate);

  const first = await pipe([...args, '--json', '--out', join(dir, 'rolled')]);
  const spent = recordsOf<Record<string, number>>(first.stderr).at(-1)!;
  t.is(estimate.requests, spent.requests);
  t.is(estimate.prompt_tokens, spent.prompt_tokens);
  t.is(estimate.answer_tokens_at_most, spent.answer_tokens);
  t.is(estimate.cost_in_whole_calls, spent.cost);
  t.like(estimate, { requests: 40, requests_at_most: 320 });

  const [log, page] = ['rollout.log', 'report.html'].map(name => join(dir, name));
  await writeFile(log!, first.stderr);
  await pipeOutput(['report', join(dir, 'rolled'), log!, '--out', page!]);
  const { runs, calls } = JSON.parse(await readFile(join(dir, 'report.json'), 'utf8')) as Report;
  t.like(runs, { length: 1, 0: { records: 40 } }, 'a log is no run of records');
  const { requests, cost } = spent;
  t.like(calls, { length: 1, 0: { label: 'rollout.log', command: 'rollout', requests, cost } });
  t.true(calls[0]!.seconds > 0);

  const again = JSON.parse(await pipeOutput([...args, '--dry-run']));
  t.like(again.estimate, { requests: 0, prompt_tokens: 0, reused: 320, cost_at_most: 0 });
  const more = JSON.parse(await pipeOutput([...args, '--n', '10', '--dry-run']));
  t.like(more.estimate, { requests: 40, answer_tokens_at_most: 40 * 2 * 5 });
  tokenizer.close();
});

test.serial(
  'a cap ends the run with what to do next, and the next run goes on from there',
  async t => {
    const dataset = await worldFile(t, 'hotpotqa', 50);
    const server = await modelServer(t, dataset, { latencyMs: 5 });
    const dir = await tempDir(t);
    const args = ['synth', dataset, '--max-seq-length', '2k', '--out', '-', ...server.flags];
    const journal = ['--journal', join(dir, 'journal'), '--concurrency', '4'];
    const capped = await pipe([...args, ...journal, '--max-requests', '20']);
    t.is(capped.code, 1);
    t.regex(capped.stderr, /MODEL_CAP_REACHED: .*20 requests.*Raise it/);
    t.is(server.calls.length, 20);
    const rest = await pipe([...args, ...journal]);
    t.is(rest.code, 0, rest.stderr);
    t.is(server.calls.length, 50);
    t.is(new Set(server.calls.map(({ key }) => key)).size, 50);
  },
);

test.serial('a refused key ends the run at once, in one line, and stands nowhere', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 50);
  const body = { error: { message: `Incorrect API key provided: ${KEY}` } };
  const server = await modelServer(t, dataset, { otherwise: { status: 401, body } });
  const dir = await tempDir(t);
  const questions = join(dir, 'q.jsonl');
  await pipeOutput(['parse', dataset, '--out', questions]);
  const model = [...server.flags, '--journal', join(dir, 'journal')];
  for (const args of [
    ['keychain', dataset, '--max-seq-length', '2k', '--quiet', '--save-dir', dir, '--debug'],
    ['rollout', questions, '--out', join(dir, 'r.jsonl')],
    ['trajectories', questions, '--json'],
    ['reasoning', questions],
  ]) {
    const { code, stdout, stderr } = await pipe([...args, ...model]);
    t.is(code, 1, stderr);
    const errors = stderr.split('\n').filter(line => line.startsWith('error'));
    t.deepEqual(errors.length, 1, stderr);
    t.regex(errors[0]!, /MODEL_KEY_REFUSED: .*OPENAI_API_KEY/);
    t.false(`${stdout}${stderr}`.includes(KEY));
    const help = await pipeOutput([args[0]!, '--help']);
    t.false(help.includes(KEY));
    const dry = await pipe([...args, ...model, '--dry-run']);
    t.is(dry.code, 0, dry.stderr);
    t.false(dry.stdout.includes(KEY));
  }
  t.true(server.calls.length <= 4 * 64);
  t.false((await bytesIn(dir)).includes(KEY));
});

test.serial('trajectories and reasoning say what came of it', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 30);
  const server = await modelServer(t, dataset);
  const dir = await tempDir(t);
  const file = join(dir, 'samples.jsonl');
  await writeFile(
    file,
    await pipeOutput(['synth', dataset, '--max-seq-length', '2k', '--out', '-']),
  );
  server.own = {
    text: ({ key }, at) => {
      const question = questionIn(key);
      const answer = at < server.rightOf(question) ? server.answerTo(question) : 'Zzz';
      return `hm ${at}</think>\n\\boxed{${answer}}`;
    },
  };
  const model = [...server.flags, '--journal', join(dir, 'journal'), '--n', '4', '--json'];
  const made = await pipe(['trajectories', file, ...model]);
  t.is(made.code, 0, made.stderr);
  const rows = recordsOf<{ messages: { content: string }[]; best: number; input: string }>(
    made.stdout,
  );
  const solved = server.questions.filter(({ question }) => server.rightOf(question) > 0);
  t.deepEqual(
    rows.map(({ input, best }) => [input, best]),
    solved.map(({ question }) => [question, 0]),
  );
  for (const { messages, input } of rows) {
    t.is(messages[1]!.content, `<think>hm 0</think>\\boxed{${server.answerTo(input)}}`);
  }
  const right = server.questions.reduce((n, q) => n + Math.min(4, server.rightOf(q.question)), 0);
  t.like(recordsOf<object>(made.stderr).at(-1)!, {
    samples: 30,
    rollouts: 120,
    right,
    solved: solved.length,
    pass_rate: Number((right / 120).toFixed(4)),
    solve_rate: Number((solved.length / 30).toFixed(4)),
    requests: 30,
  });
  const all = await pipeOutput(['trajectories', file, ...model, '--keep-unsolved']);
  t.is(recordsOf(all).length, 30);
  t.is(server.calls.length, 30, 'the journal was not used');

  const reasoned = await pipe(['reasoning', file, ...model, '--style', 'mcts']);
  const records = recordsOf<Question & { reasoning: object[] }>(reasoned.stdout);
  t.true(records.length === 30 && records.every(({ reasoning }) => reasoning.length === 4));
});

test.serial(
  'stored answers become rows to learn from, which export takes, and nobody is asked',
  async t => {
    const dataset = await worldFile(t, 'hotpotqa', 20);
    const server = await modelServer(t, dataset);
    const dir = await tempDir(t);
    const samples = join(dir, 'samples.jsonl');
    await writeFile(
      samples,
      await pipeOutput(['synth', dataset, '--max-seq-length', '2k', '--out', '-']),
    );
    server.own = {
      text: ({ key }, at) => {
        const question = questionIn(key);
        const answer = at < server.rightOf(question) ? server.answerTo(question) : 'Zzz';
        return `<think>hm ${at}</think>\n\\boxed{${answer}}`;
      },
    };
    const rolled = join(dir, 'rollouts.jsonl');
    const journal = ['--journal', join(dir, 'journal')];
    await pipeOutput([
      'rollout',
      samples,
      ...server.flags,
      ...journal,
      '--n',
      '4',
      '--out',
      rolled,
    ]);
    const calls = server.calls.length;
    const right = server.questions.map(({ question }) => Math.min(4, server.rightOf(question)));

    const best = recordsOf<{ messages: object[] }>(await pipeOutput(['trajectories', rolled]));
    t.is(best.length, right.filter(count => count > 0).length);
    const file = join(dir, 'sft.jsonl');
    const made = await pipe(['trajectories', rolled, '--take', 'all', '--out', file, '--json']);
    t.is(made.code, 0, made.stderr);
    const sum = right.reduce((total, count) => total + count, 0);
    t.like(recordsOf<object>(made.stderr).at(-1)!, { samples: 20, rollouts: 80, right: sum });
    const two = recordsOf(await pipeOutput(['trajectories', rolled, '--take', '2']));
    t.is(
      two.length,
      right.reduce((total, count) => total + Math.min(2, count), 0),
    );
    const exported = await pipe(['export', file, '--to', 'trl', '--format', 'jsonl', '--out', dir]);
    t.is(exported.code, 0, exported.stderr);
    const [name] = (await readdir(dir)).filter(each => /^(train|trl).*\.jsonl$/.test(each));
    t.is(recordsOf(await readFile(join(dir, name!), 'utf8')).length, sum);

    const none = await pipe(['trajectories', samples]);
    t.is(none.code, 3);
    t.regex(none.stderr, /holds no answers .*--llm-url/);
    t.is(server.calls.length, calls, 'somebody was asked');
  },
);

const WRONG: [args: string[], message: RegExp][] = [
  [['keychain', 'x', '--max-seq-length', '4k', '--n', '4'], /--n means nothing without --llm-url/],
  [['rollout', 'x'], /--llm-url/],
  [['trajectories', 'x', '--n', '4'], /--n means nothing without --llm-url/],
  [['trajectories', 'x', '--dry-run'], /--dry-run means nothing without --llm-url/],
  [['trajectories', 'x', '--take', 'some'], /--take some: .*, or best, or all/],
  [['rollout', 'x', '--llm-url', 'http://127.0.0.1:9/v1'], /--model is needed/],
  [['rollout', 'x', '--llm-url', 'ftp://x', '--model', 'm'], /http/],
  [
    ['rollout', 'x', '--llm-url', 'http://127.0.0.1:9/v1', '--model', 'm', '--rescue'],
    /--rescue-model/,
  ],
  [
    ['rollout', 'x', '--llm-url', 'http://127.0.0.1:9/v1', '--model', 'm', '--max-cost', '1'],
    /price/,
  ],
  [
    ['reasoning', 'x', '--llm-url', 'http://h/v1', '--model', 'm', '--style', 'ctos'],
    /did you mean cot\?/,
  ],
  [
    [
      'keychain',
      'x',
      '--max-seq-length',
      '4k',
      '--llm-url',
      'http://h/v1',
      '--model',
      'm',
      '--min-correct',
      '9',
    ],
    /--min-correct 9/,
  ],
];

for (const [args, message] of WRONG) {
  test.serial(`wrong usage ends with 2 and one line: ${args.join(' ')}`, async t => {
    const dir = await tempDir(t);
    const { code, stdout, stderr } = await pipe([...args, '--allow-rejects'], { cwd: dir });
    t.is(code, 2, stderr);
    t.is(stdout, '');
    t.regex(stderr, message);
    t.is(stderr.trimEnd().split('\n').length, 1);
  });
}

test.serial(
  'the upper bound of a dry run is one, whichever way the server gives answers',
  async t => {
    const dataset = await worldFile(t, 'hotpotqa', 12);
    const server = await modelServer(t, dataset);
    const tokenizer = await loadTokenizer({ type: 'openai', path: 'cl100k_base' });
    const file = join(await tempDir(t), 'questions.jsonl');
    await writeFile(file, await pipeOutput(['parse', dataset]));
    const system = 'You are careful. '.repeat(30);
    const prices = ['--price-in', '2', '--price-out', '1', '--max-tokens', '5'];
    for (const more of [[], ['--system-prompt', system], ['--n', '3']]) {
      const args = ['rollout', file, ...server.flags, ...prices, ...more];
      const { estimate } = JSON.parse(await pipeOutput([...args, '--dry-run']));
      for (const choices of [undefined, 1, 2]) {
        server.options = choices === undefined ? {} : { choices };
        // A template with a system prompt of its own.
        const overhead = 100;
        server.own = {
          ...server.own!,
          promptTokens: ({ body }) =>
            (body.messages as { content: string }[]).reduce(
              (sum, { content }) => sum + tokenizer.count(content) + 4,
              overhead,
            ),
        };
        const { stderr } = await pipe([...args, '--json', '--journal', await tempDir(t)]);
        const spent = recordsOf<Record<string, number>>(stderr).at(-1)!;
        t.true(spent.cost! > 0 && spent.cost! <= estimate.cost_at_most, `${spent.cost}`);
        t.true(spent.requests! >= estimate.requests);
        t.true(spent.requests! <= estimate.requests_at_most);
        t.true(spent.answer_tokens! <= estimate.answer_tokens_at_most);
      }
    }
    tokenizer.close();
  },
);

test.serial('without a limit on answers there is no bound, and a dry run says so', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 4);
  const server = await modelServer(t, dataset);
  const prices = ['--price-in', '2', '--price-out', '1', '--max-tokens', 'none'];
  const args = ['keychain', dataset, '--max-seq-length', '4k', ...server.flags, ...prices];
  const plan = JSON.parse(await pipeOutput([...args, '--dry-run']));
  const { judging_at_most: estimate } = plan.datasets[0];
  t.regex(estimate.unbounded, /--max-tokens is none/);
  t.is(estimate.cost_at_most, undefined);
  t.is(estimate.answer_tokens_at_most, undefined);
  t.true(estimate.prompt_tokens > 0);
});
