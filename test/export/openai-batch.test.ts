import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { command } from '../support/command.js';
import { anySample } from '../support/sample.js';
import { tempDir } from '../support/temp-dir.js';

interface Request {
  custom_id: string;
  body: { model: string; messages: unknown[]; max_tokens?: number };
}

const requestsIn = async (file: string): Promise<Request[]> =>
  (await readFile(file, 'utf8'))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Request);

test('ids are those of the samples where a server takes them, else alike, and unique', async t => {
  const dir = await tempDir(t);
  const file = join(dir, 'samples.jsonl');
  const long = `made/${'q'.repeat(80)}`;
  const ids = ['made/q1/4096', `${long}1/4096`, `${long}2/4096`, 'mäde/q 3/4096', 'x'.repeat(64)];
  const row = {
    data_source: 'x',
    prompt: [{ role: 'user', content: 'What is 2 + 2?' }],
    reward_model: { style: 'rule', ground_truth: '4' },
  };
  const records = [...ids.map((id, i) => ({ ...anySample(i), id })), row, row];
  await writeFile(file, records.map(record => `${JSON.stringify(record)}\n`).join(''));
  const out = join(dir, 'requests');
  const { code, stderr } = await command([
    ...['export', file, '--to', 'openai-batch', '--out', out, '--model', 'm'],
    ...['--extra-body', '{"max_tokens": 9}'],
  ]);
  // Of equal prompts that have no id, one is asked.
  t.is(code, 3);
  t.regex(stderr, /1 rejected \(DUPLICATE_ID\)/);
  t.deepEqual((await readdir(out)).sort(), ['export.json', 'requests-00001.jsonl']);
  const requests = await requestsIn(join(out, 'requests-00001.jsonl'));
  const customIds = requests.map(request => request.custom_id);
  t.is(new Set(customIds).size, 6);
  t.deepEqual([customIds[0], customIds[4]], [ids[0], ids[4]]);
  for (const id of customIds) t.regex(id, /^[\x21-\x7e]{1,64}$/);
  t.true(requests.every(({ body }) => body.model === 'm' && body.max_tokens === 9));
});

test('a question that is asked with chains and without is asked twice', async t => {
  const dir = await tempDir(t);
  const file = join(dir, 'samples.jsonl');
  const plain = anySample(1);
  const { context, ...rest } = plain;
  const chained = { ...rest, distractor_context: context };
  const filled = { ...plain, meta: { ...plain.meta, passages: [{ id: 'x', supporting: false }] } };
  const records = [plain, chained, filled];
  await writeFile(file, records.map(record => `${JSON.stringify(record)}\n`).join(''));
  const out = join(dir, 'requests');
  const args = ['export', file, '--to', 'openai-batch', '--out', out, '--model', 'm', '--quiet'];
  t.like(await command(args), { code: 0, stderr: '' });
  t.deepEqual(
    (await requestsIn(join(out, 'requests-00001.jsonl'))).map(request => request.custom_id),
    ['made/q1/4096', 'made/q1/4096~2', 'made/q1/4096~3'],
  );
});

test('a place or a model that requests cannot do without is asked for', async t => {
  const dir = await tempDir(t);
  const file = join(dir, 'samples.jsonl');
  await writeFile(file, `${JSON.stringify(anySample(1))}\n`);
  const args = ['export', file, '--to', 'openai-batch'];
  for (const [more, message] of [
    [['--out', join(dir, 'a')], /--model NAME is needed/],
    [['--model', 'm'], /requests go to files in a folder; name it with --out DIR/],
    [['--model', 'm', '--out', join(dir, 'a'), '--end-index', '1'], /all requests go to one/],
  ] as const) {
    const { code, stderr } = await command([...args, ...more]);
    t.is(code, 2);
    t.regex(stderr, message);
  }
});
