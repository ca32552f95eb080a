import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { KeychainError } from '../../../lib/errors.js';
import { batchFiles } from '../../../lib/model/batch/batch-files.js';
import { customId, readCustomId } from '../../../lib/model/batch/custom-id.js';
import { readAnswer } from '../../../lib/model/batch/read-answer.js';
import type { Reject } from '../../../lib/records/reject.js';
import { command, commandOutput } from '../../support/command.js';
import { questionIn } from '../../support/model/chat.js';
import { type ModelServer, modelServer } from '../../support/model/model-server.js';
import { batchLines, runBatch } from '../../support/model/run-batch.js';
import { tempDir } from '../../support/temp-dir.js';
import { worldFile } from '../../support/world.js';

interface Place {
  dir: string;
  server: ModelServer;
  /** The command with a journal of its own, without a server. */
  args: string[];
  /** The same bytes asked live, with another journal. */
  live(more?: string[]): Promise<string>;
  text(prompt: string, at: number): string;
}

async function placeFor(t: ExecutionContext, questions: number): Promise<Place> {
  const dir = await tempDir(t);
  const dataset = await worldFile(t, 'musique', questions);
  const server = await modelServer(t, dataset);
  const file = join(dir, 'questions.jsonl');
  await writeFile(file, await commandOutput(['parse', dataset, '--quiet']));
  const model = ['rollout', file, '--model', 'm'];
  const text = (prompt: string, at: number): string => {
    const question = questionIn(prompt);
    const isRight = at < server.rightOf(question);
    return `Attempt ${at}. The answer is ${isRight ? server.answerTo(question) : 'Zzz'}`;
  };
  const live = (more: string[] = []) =>
    commandOutput([
      ...[...model, '--llm-url', server.url, '--journal', join(dir, 'live'), '--quiet'],
      ...more,
    ]);
  return { dir, server, args: [...model, '--journal', join(dir, 'journal')], live, text };
}

/** The last line of the summary, as a program reads it. */
const figuresOf = (stderr: string): Record<string, number> =>
  JSON.parse(stderr.trimEnd().split('\n').at(-1)!) as Record<string, number>;

test.serial(
  '2,000 questions out and in, then what failed: the same bytes as asked live',
  async t => {
    const { dir, args, live, text, server } = await placeFor(t, 2000);
    const first = join(dir, 'first');
    const out = await command([...args, '--batch-out', first, '--json']);
    t.is(out.code, 0, out.stderr);
    t.is(out.stdout, '');
    t.like(figuresOf(out.stderr), {
      records: 2000,
      requests: 2000,
      answers_asked: 16_000,
      files: 1,
    });
    t.deepEqual(await readdir(first), ['batch-00001.jsonl']);
    const lines = await batchLines(first);
    t.is(new Set(lines.map(line => line.custom_id)).size, 2000);
    for (const { custom_id, method, url, body } of lines) {
      t.true(custom_id.length <= 64);
      t.is(`${method} ${url}`, 'POST /v1/chat/completions');
      t.like(body, { model: 'm', temperature: 1, max_tokens: 2048, n: 8 });
    }

    const answers = join(dir, 'answers.jsonl');
    await runBatch(first, answers, { text, failing: 1 });
    const into = await command([...args, '--batch-in', answers, '--json']);
    t.is(into.code, 0, into.stderr);
    t.is(into.stdout, '');
    t.like(figuresOf(into.stderr), { requests: 2000, answers: 15_840, failed: 20, missing: 20 });
    t.regex(into.stderr, /20 requests failed; the first: [0-9a-f]{40}-0-8-2048: engine is dead/);
    t.regex(into.stderr, /20 of 2000 requests have not all of their answers; --batch-out/);

    const second = join(dir, 'second');
    await commandOutput([...args, '--batch-out', second, '--quiet']);
    t.is((await batchLines(second)).length, 20);
    const gzipped = join(dir, 'more.jsonl.gz');
    await runBatch(second, join(dir, 'more'), { text });
    await writeFile(gzipped, gzipSync(await readFile(join(dir, 'more'))));
    const more = await command([...args, '--batch-in', gzipped, '--json']);
    t.like(figuresOf(more.stderr), { requests: 2000, answers: 160, failed: 0, missing: 0 });

    t.is(server.calls.length, 0);
    const dead = ['--llm-url', 'http://127.0.0.1:9/v1', '--quiet'];
    t.is(await commandOutput([...args, ...dead]), await live());
  },
);

test('what is written depends on the records and the journal alone', async t => {
  const { dir, args } = await placeFor(t, 12);
  const bytes = async (name: string): Promise<string> => {
    await commandOutput([...args, '--batch-out', join(dir, name), '--quiet']);
    return readFile(join(dir, name, 'batch-00001.jsonl'), 'utf8');
  };
  t.is(await bytes('a'), await bytes('b'));
  const { code, stderr } = await command([...args, '--batch-out', join(dir, 'a')]);
  t.is(code, 2);
  t.regex(stderr, /batch-00001\.jsonl is there already; name another folder/);
});

test('a batch for Azure names the path that it has there', async t => {
  const { dir, args } = await placeFor(t, 3);
  const azure = ['--azure-api-version', '2024-10-21'];
  await commandOutput([...args, ...azure, '--batch-out', join(dir, 'out'), '--quiet']);
  const lines = await batchLines(join(dir, 'out'));
  t.true(lines.length === 3 && lines.every(({ url }) => url === '/chat/completions'));
});

test('only what is missing is written, in rows of rollout numbers', async t => {
  const { dir, args, text, live } = await placeFor(t, 6);
  const all = [...args, '--n', '8'];
  const out = (name: string): string => join(dir, name);
  await commandOutput([...args, '--n', '2', '--batch-out', out('two'), '--quiet']);
  await runBatch(out('two'), out('a.jsonl'), { text });
  await commandOutput([...args, '--n', '2', '--batch-in', out('a.jsonl'), '--quiet']);

  await commandOutput([...all, '--batch-out', out('rest'), '--batch-choices', '4', '--quiet']);
  const ranges = (await batchLines(out('rest'))).map(({ custom_id, body }) => {
    const { from, count } = readCustomId(custom_id)!;
    return [from, count, body.n];
  });
  t.deepEqual(ranges.slice(0, 2), [
    [2, 4, 4],
    [6, 2, 2],
  ]);
  t.is(ranges.length, 12);

  // A server that gives one choice whatever is asked: the rest is missing.
  const answer = (prompt: string, at: number): string => text(prompt, at + 2);
  await runBatch(out('rest'), out('b.jsonl'), { text: answer, choices: 1 });
  const { stderr } = await command([...all, '--batch-in', out('b.jsonl'), '--json']);
  t.like(figuresOf(stderr), { answers: 12, missing: 6 });
  await commandOutput([...all, '--batch-out', out('last'), '--batch-choices', '1', '--quiet']);
  const last = await batchLines(out('last'));
  t.is(last.length, 6 * 4);
  t.true(last.every(({ body }) => body.n === undefined));
  t.is((await live(['--n', '2'])).split('\n').length, 7);
});

test('foreign answers are rejects, by name; nothing of them is used', async t => {
  const { dir, args, text } = await placeFor(t, 5);
  const other = join(dir, 'other');
  await commandOutput([...args, '--temperature', '0.5', '--batch-out', other, '--quiet']);
  const answers = join(dir, 'answers.jsonl');
  await runBatch(other, answers, { text });
  await writeFile(answers, `{"custom_id":"request-1","response":null}\n`, { flag: 'a' });
  const rejects = join(dir, 'rejects.jsonl');
  const { code, stderr } = await command([
    ...[...args, '--batch-in', answers, '--rejects', rejects, '--json'],
  ]);
  t.is(code, 3);
  t.like(figuresOf(stderr), { answers: 0, missing: 5 });
  const told = (await readFile(rejects, 'utf8')).trimEnd().split('\n');
  const parsed = told.map(line => JSON.parse(line) as Reject);
  t.is(parsed.length, 6);
  t.true(parsed.every(({ code }) => code === 'FOREIGN_ID'));
  t.true(parsed.some(({ id, message }) => id === 'request-1' && /^request-1: /.test(message)));
});

test('the second model is asked once the first one is known to be never right', async t => {
  const { dir, args, text, server } = await placeFor(t, 20);
  const rescue = [...args, '--rescue-model', 'strong'];
  const out = (name: string): string => join(dir, name);
  await commandOutput([...rescue, '--batch-out', out('one'), '--quiet']);
  t.deepEqual(await readdir(out('one')), ['batch-00001.jsonl']);
  await runBatch(out('one'), out('a.jsonl'), { text });
  await commandOutput([...rescue, '--batch-in', out('a.jsonl'), '--quiet']);
  await commandOutput([...rescue, '--batch-out', out('two'), '--quiet']);
  t.deepEqual(await readdir(out('two')), ['batch-rescue-00001.jsonl']);
  const lines = await batchLines(out('two'));
  const never = server.questions.filter(({ question }) => server.rightOf(question) === 0);
  t.is(lines.length, never.length);
  t.true(lines.length > 0 && lines.every(({ body }) => body.model === 'strong'));
  // Strong, and so always right.
  const right = (prompt: string): string => `The answer is ${server.answerTo(questionIn(prompt))}`;
  await runBatch(out('two'), out('b.jsonl'), { text: right });
  const { stderr } = await command([...rescue, '--batch-in', out('b.jsonl'), '--json']);
  t.like(figuresOf(stderr), { answers: 8 * never.length, missing: 0 });
  const rolled = await commandOutput([
    ...[...rescue, '--llm-url', 'http://127.0.0.1:9/v1', '--quiet'],
  ]);
  t.is(rolled.split('"judged_by":"strong"').length - 1, never.length);
});

test('a folder of answers is all of its files', async t => {
  const { dir, args, text } = await placeFor(t, 4);
  const out = join(dir, 'out');
  const folder = join(dir, 'answers');
  await mkdir(folder);
  const empty = await command([...args, '--batch-in', folder]);
  t.is(empty.code, 1);
  t.regex(empty.stderr, /INPUT_MISSING: \S+answers has no \.jsonl file/);
  await commandOutput([...args, '--batch-out', out, '--batch-choices', '4', '--quiet']);
  await runBatch(out, join(dir, 'all.jsonl'), { text });
  const lines = (await readFile(join(dir, 'all.jsonl'), 'utf8')).trimEnd().split('\n');
  await writeFile(join(folder, 'a.jsonl'), lines.slice(0, 3).join('\n'));
  await writeFile(join(folder, 'b.jsonl.gz'), gzipSync(lines.slice(3).join('\n')));
  await writeFile(join(folder, 'batch.log'), 'done');
  const { stderr } = await command([...args, '--batch-in', folder, '--json']);
  t.like(figuresOf(stderr), { answers: 32, known: 0, missing: 0 });
  const journal = async (): Promise<number[]> =>
    Promise.all(
      (await readdir(join(dir, 'journal'))).map(
        async name => (await readFile(join(dir, 'journal', name))).length,
      ),
    );
  const before = await journal();
  const again = await command([...args, '--batch-in', folder, '--json']);
  t.like(figuresOf(again.stderr), { answers: 0, known: 32, missing: 0 });
  t.deepEqual(await journal(), before, 'nothing is recorded twice');
});

for (const [name, more, message] of [
  ['both ways', ['--batch-in', 'x.jsonl'], /one of --batch-out and --batch-in/],
  ['an output', ['--out', 'x.jsonl'], /--batch-out writes no rollouts for --out/],
] as const) {
  test(`${name} at once is a wrong usage`, async t => {
    const args = ['rollout', 'no-such-file', '--model', 'm', '--batch-out', 'no-such-folder'];
    const { code, stderr } = await command([...args, ...more]);
    t.is(code, 2);
    t.regex(stderr, message);
  });
}

test('files are cut by lines and by bytes, and come whole or not at all', async t => {
  const dir = await tempDir(t);
  const files = batchFiles(dir, 'batch', { lines: 3, bytes: 100 });
  for (const length of [10, 10, 10, 10, 60, 40, 99, 1]) await files.write('x'.repeat(length));
  t.false((await readdir(dir)).some(name => name.endsWith('.jsonl')));
  t.is((await files.end()).length, 5);
  t.false((await readdir(dir)).some(name => name.endsWith('.jsonl')));
  await files.commit();
  const names = (await readdir(dir)).sort();
  t.deepEqual(
    names,
    [1, 2, 3, 4, 5].map(number => `batch-0000${number}.jsonl`),
  );
  const sizes = await Promise.all(
    names.map(async name => (await readFile(join(dir, name))).length),
  );
  t.deepEqual(sizes, [33, 72, 41, 100, 2]);

  const abandoned = batchFiles(join(dir, 'other'), 'batch');
  await abandoned.write('x');
  await abandoned.abandon();
  t.deepEqual(await readdir(join(dir, 'other')), []);
  const error = t.throws(() => batchFiles(dir, 'batch'), { instanceOf: KeychainError });
  t.is(error?.code, 'USAGE');
});

test('a folder that cannot be written is told with its option', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  const files = batchFiles(join(dir, 'file', 'below'), 'batch');
  const error = await t.throwsAsync(files.write('x'), { code: 'OUTPUT_UNWRITABLE' });
  t.regex(error!.message, /another folder with --batch-out$/);
});

test('an id says what it answers, in 64 characters', t => {
  const id = 'ab'.repeat(32);
  for (const limit of [1, 2048, 99_999_999, Number.POSITIVE_INFINITY]) {
    const written = customId(id, { from: 1023, count: 1024, limit });
    t.true(written.length <= 64);
    t.deepEqual(readCustomId(written), { call: id.slice(0, 40), from: 1023, count: 1024, limit });
  }
  for (const other of ['', 'request-1', id, undefined, 7, `${id.slice(0, 40)}-0-8`]) {
    t.is(readCustomId(other), undefined);
  }
});

const choice = { message: { content: 'a' }, finish_reason: 'stop' };

for (const [name, line, expected] of [
  ['OpenAI', { response: { status_code: 200, body: { choices: [choice] } }, error: null }, 'a'],
  ['a single choice', { response: { status_code: 200, body: { choices: choice } } }, 'a'],
  [
    'a refusal in the body',
    { response: { status_code: 400, body: { error: { message: 'too long' } } }, error: null },
    /too long/,
  ],
  ['a refusal beside it', { response: { status_code: 500 }, error: { message: 'dead' } }, /dead/],
  ['a status alone', { response: { status_code: 503, body: null }, error: null }, /status 503/],
  ['an expired batch', { response: null, error: { code: 'x', message: 'expired' } }, /expired/],
  ['a request', { method: 'POST', url: '/v1', body: {} }, /is a request, and not its answer/],
  ['nothing', { response: null, error: null }, /no response/],
  ['no choices', { response: { status_code: 200, body: { choices: [] } } }, /no choices/],
] as const) {
  test(`an answer file's line: ${name}`, t => {
    const read = readAnswer(line);
    const said = 'answers' in read ? read.answers[0]?.text : read.failed;
    t.regex(said ?? '', new RegExp(expected));
  });
}
