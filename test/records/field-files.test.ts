import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { get_encoding } from '@dqbd/tiktoken';
import test, { type ExecutionContext } from 'ava';
import type { Sample } from '../../lib/records/sample.js';
import { keychain, relevantOnly, scoreRecords, synth, verifyFiles } from '../../pipelines/index.js';
import { gzipMembers } from '../support/gzip-members.js';
import '../support/own-cache.js';
import { pathsIn } from '../support/paths.js';
import { madeQuestions } from '../support/questions.js';
import { shared } from '../support/shared.js';
import { tableReader } from '../support/tables.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

/** The file of a case that the field found; says so where there is none. */
const found = (t: ExecutionContext, ...path: string[]): string | undefined => {
  const file = shared('cases', 'data', ...path);
  if (!file) {
    t.log('the case is not there');
    t.pass();
  }
  return file;
};

const linesIn = async (dir: string): Promise<string[]> =>
  (await pathsIn(dir)).filter(path => /\.jsonl(\.gz)?$/.test(path) && !path.includes('rejects'));

/** All pairs of files, in both orders: the types of one take the other. */
async function loadTogether(t: ExecutionContext, paths: readonly string[]): Promise<void> {
  const reader = await tableReader();
  t.true(paths.length > 1);
  for (const one of paths) {
    const types = await reader.infer(one);
    const names = types.map(([name]) => name);
    for (const other of paths) {
      t.true((await reader.rows(other, types)) > 0, `${one} and then ${other}`);
      t.deepEqual(
        (await reader.infer(other)).map(([name]) => name),
        names,
      );
    }
  }
  reader.close();
}

test('what the field found: files of one run, and of two runs, load together', async t => {
  const world = found(t, '08-arrow-schema-over-files', 'world.json');
  if (!world) return;
  const dir = await tempDir(t);
  const made = { dataset: [world], workers: 1, numSamples: 4 };
  const length = { maxSeqLength: [2048] };
  const all = { ...made, saveDir: join(dir, 'k') };
  await keychain({ ...all, maxSeqLength: [1024, 2048, 16_384], saveName: 'a' });
  await keychain({ ...all, ...length, sigma: 1, clamp: 1, saveName: 'b' });
  await loadTogether(t, await linesIn(join(dir, 'k')));
  await relevantOnly({ ...made, saveDir: join(dir, 'r') });
  await relevantOnly({ ...made, ...length, saveDir: join(dir, 'r') });
  await synth({ ...made, ...length, saveDir: join(dir, 'r'), distractQuestions: 2 });
  await loadTogether(t, await linesIn(join(dir, 'r')));
  const scored: string[] = [];
  for (const name of ['pred-wrong.jsonl', 'pred-right.jsonl']) {
    const file = shared('cases', 'data', '08-arrow-schema-over-files', name)!;
    scored.push(join(dir, `scored-${name}`));
    await scoreRecords({ records: [file], out: scored.at(-1)! });
  }
  await loadTogether(t, scored);
});

test('a file of many gzip members is read whole by a reader of tables', async t => {
  const dataset = [await worldFile(t, 'hotpotqa', 150)];
  const saveDir = await tempDir(t);
  await keychain({ dataset, saveDir, maxSeqLength: [2048], chains: { fixed: 1 }, workers: 2 });
  const [file = ''] = await linesIn(saveDir);
  t.is(gzipMembers(await readFile(file)).length, 3);
  const reader = await tableReader();
  t.is(await reader.rows(file, await reader.infer(file)), 150);
  reader.close();
});

const lengthIsExact = async (t: ExecutionContext, input: string): Promise<void> => {
  const saveDir = await tempDir(t);
  const settings = { dataset: [input], saveDir, workers: 1, format: 'jsonl' } as const;
  const made = { ...settings, dataset: [input], maxSeqLength: [1500] };
  await keychain({ ...made, saveName: 'a' });
  await synth({ ...made, saveName: 'b', template: '{question}\n{context}\n{question}' });
  const encoding = get_encoding('cl100k_base');
  const files = await linesIn(saveDir);
  t.is(files.length, 2);
  for (const file of files) {
    const lines = (await readFile(file, 'utf8')).split('\n').filter(Boolean);
    t.true(lines.length > 0);
    for (const line of lines) {
      const { input: question, length, meta, ...sample } = JSON.parse(line) as Sample;
      const values: Record<string, string | undefined> = {
        '{context}': sample.distractor_context ?? sample.context,
        '{question}': question,
        '{chain_head}': sample.chain_head_with_question,
      };
      const prompt = meta.template
        .split(/(\{(?:context|question|chain_head)\})/)
        .map(part => values[part] ?? part)
        .join('');
      t.is(encoding.encode_ordinary(prompt).length + meta.tokens_to_generate, length);
    }
  }
  for (const { findings } of await verifyFiles({ records: files, dataset: [input] })) {
    t.deepEqual(findings, []);
  }
  encoding.free();
};

test('the length is the count of the prompt, whatever the texts look like', async t => {
  const looks = [
    '<|endoftext|>',
    '{context}',
    '{chain_head}',
    '$& $1 $$',
    '<|im_start|>',
    '%s \\n',
  ];
  const questions = madeQuestions(6).map((question, i) => ({
    ...question,
    question: `${looks[i]} ${question.question} ${looks.at(-i)}?`,
    answers: [looks[i]],
    passages: question.passages.map(({ sentences: _, ...passage }) => ({
      ...passage,
      title: `${passage.title} ${looks[i]}`,
      text: `${looks[i]} is ${looks.join(' ')}. ${passage.text} ${'x'.repeat(999)}`,
    })),
  }));
  const input = join(await tempDir(t), 'questions.jsonl');
  await writeFile(input, questions.map(question => `${JSON.stringify(question)}\n`).join(''));
  await lengthIsExact(t, input);
});
