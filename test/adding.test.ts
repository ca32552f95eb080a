import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import test from 'ava';
import type { Manifest } from '../lib/assemble/outputs/manifest.js';
import type { Sample } from '../lib/records/sample.js';
import { filesIn } from './output/files.js';
import { houseWith } from './support/house.js';
import { tableReader } from './support/tables.js';
import { tempDir } from './support/temp-dir.js';
import { words } from './support/tokenizer.js';
import { worldFile } from './support/world.js';

const samplesIn = (lines: string): Sample[] =>
  lines
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Sample);

const DATASET = `
import { fieldsOf, filledField, listField } from '../records/fields.js';
import { makeQuestion } from './question.js';
export const trivia = {
  title: 'Trivia',
  recognizes: record => 'riddle' in record,
  idOf: record => record.number,
  read: (raw, dataset = 'trivia') => {
    const record = fieldsOf(raw);
    return makeQuestion({
      id: String(record.number),
      dataset,
      question: filledField(record, 'riddle'),
      answers: [filledField(record, 'solution')],
      passages: listField(record, 'notes', 'an array of notes').map(({ head, body, helps }) => ({
        title: head,
        text: body,
        supporting: helps,
      })),
      answerable: true,
    });
  },
};
`;

/** A record as the toy dataset has them. */
const riddle = (number: number): object => ({
  number,
  riddle: `Who keeps lantern number ${number}?`,
  solution: `Keeper ${number}`,
  notes: [true, false, false].map((helps, i) => ({
    head: `Note ${number}.${i}`,
    body: `Lantern ${number} burns on pier ${i}. It is lit at dusk, and put out when the sun is up. ${
      helps ? `Keeper ${number} keeps it.` : 'Nobody has seen who does that.'
    }`,
    helps,
  })),
});

test('a dataset is a file and a row: recognized, indexed, made into samples and verified', async t => {
  const house = await houseWith(t, {
    file: 'datasets/trivia.js',
    source: DATASET,
    registry: 'datasets/registry.js',
    table: 'DATASETS',
    row: ['trivia', 'trivia'],
  });
  const file = join(await tempDir(t), 'riddles.jsonl');
  const records = [
    ...Array.from({ length: 40 }, (_, i) => riddle(i)),
    { number: 40, riddle: 'Why?' },
  ];
  await writeFile(file, records.map(record => `${JSON.stringify(record)}\n`).join(''));

  const allowed = ['--allow-rejects', '--quiet'];
  const questions = await house.pipe(['parse', file, ...allowed]);
  t.like(JSON.parse(questions.slice(0, questions.indexOf('\n'))), {
    id: '0',
    dataset: 'trivia',
    answers: ['Keeper 0'],
  });
  const named = ['parse', file, '--dataset-format', 'trivia', ...allowed];
  t.is(await house.pipe(named), questions);
  const lines = await house.pipe([
    ...['keychain', file, '--max-seq-length', '1k', '--num-samples', '6', '--out', '-'],
    ...['--workers', '2', ...allowed],
  ]);
  t.deepEqual(new Set(samplesIn(lines).map(({ meta }) => meta.dataset)), new Set(['trivia']));
  t.is(samplesIn(lines).length, 6);
  await t.notThrowsAsync(house.pipe(['verify', '-', '--dataset', file, '--quiet'], lines));
  t.regex(await house.pipe(['parse', '--help']), /--dataset-format FORMAT[\s\S]*trivia/);
});

const PLACEMENT = `
import { positive } from '../../values/kinds.js';
export const near = {
  help: 'side by side, from a share of the context on',
  parameters: { nearShare: { kind: positive(), help: 'where they begin, 0 to 1', default: 0.5 } },
  slots: (count, slots, { nearShare }) => {
    const first = Math.floor((slots - count) * nearShare);
    return Array.from({ length: count }, (_, i) => first + i);
  },
};
`;

test('a placement with a parameter of its own is a file and a row, the parameter an option', async t => {
  const house = await houseWith(t, {
    file: 'fill/placements/near.js',
    source: PLACEMENT,
    registry: 'fill/placements/registry.js',
    table: 'PLACEMENTS',
    row: ['near', 'near'],
  });
  const dataset = await worldFile(t, 'hotpotqa', 40);
  const run = (...options: string[]): Promise<string> =>
    house.pipe([
      ...['synth', dataset, '--max-seq-length', '1k', '--num-samples', '4', '--out', '-'],
      ...['--placement', 'near', '--workers', '2', '--quiet', ...options],
    ]);
  for (const [share, options] of [
    [0.5, []],
    [0.25, ['--near-share', '0.25']],
  ] as const) {
    const lines = await run(...options);
    const samples = samplesIn(lines);
    t.is(samples.length, 4);
    const meta = `"placement":"near","near_share":${share},"sigma":0.3,"clamp":0.95,"version"`;
    t.is(lines.split(meta).length - 1, 4);
    for (const { passages } of samples.map(sample => sample.meta)) {
      const first = passages.findIndex(({ supporting }) => supporting);
      const count = passages.filter(({ supporting }) => supporting).length;
      t.is(first, Math.floor((passages.length - count) * share));
      t.true(passages.slice(first, first + count).every(({ supporting }) => supporting));
    }
    await t.notThrowsAsync(house.pipe(['verify', '-', '--dataset', dataset, '--quiet'], lines));
  }
  const refusal = await t.throwsAsync(run('--near-share', '-1'));
  t.regex(refusal.message, /--near-share -1: must be a number above 0/);
  t.regex(await house.pipe(['synth', '--help']), /--near-share X +where they begin, 0 to 1/);
});

const FILTER_RULE = `
import { name } from '../../values/kinds.js';
export const aboutRule = {
  help: 'questions that have a word',
  parameters: { about: { kind: name('WORD'), help: 'keep questions that have this word' } },
  make: ({ about }) =>
    about === undefined
      ? undefined
      : { name: 'about', keeps: ({ question }) => question.includes(about) },
};
`;

test('a filter rule is a file and a row, what it asks for an option', async t => {
  const house = await houseWith(t, {
    file: 'filter/rules/about.js',
    source: FILTER_RULE,
    registry: 'filter/rules/registry.js',
    table: 'FILTER_RULES',
    row: ['about', 'aboutRule'],
  });
  const records = [
    { id: 'a', question: 'Which river?', level: 'hard' },
    { id: 'b', question: 'Which town?', level: 'hard' },
    { id: 'c', question: 'Whose river?', level: 'easy' },
  ];
  const input = records.map(record => `${JSON.stringify(record)}\n`).join('');
  const kept = async (...options: string[]): Promise<string[]> =>
    (await house.pipe(['filter', ...options, '--quiet'], input)).match(/(?<="id":")./g) ?? [];
  t.deepEqual(await kept('--about', 'river'), ['a', 'c']);
  t.deepEqual(await kept('--about', 'river', '--level', 'hard'), ['a']);
  t.deepEqual(await kept('--level', 'hard'), ['a', 'b']);
  t.regex(
    await house.pipe(['filter', '--help']),
    /--about WORD +keep questions that have this word/,
  );
});

const SCORING_RULE = `
export const lastWord = {
  help: 'the last word',
  decides: 'em',
  extract: text => text.split(' ').at(-1) || null,
  normalize: answer => answer.toUpperCase(),
};
`;

test('a scoring rule is a file and a row', async t => {
  const house = await houseWith(t, {
    file: 'score/rules/last-word.js',
    source: SCORING_RULE,
    registry: 'score/rules/registry.js',
    table: 'SCORING_RULES',
    row: ['last-word', 'lastWord'],
  });
  const record = { id: 'a', answers: ['Rome'], predictions: ['It is rome', 'rome it is'] };
  const line = await house.pipe(['score', '--rule', 'last-word'], JSON.stringify(record));
  const { scores, pass_count } = JSON.parse(line);
  t.like(scores, [
    { extracted: 'rome', em: 1, correct: 1 },
    { extracted: 'is', em: 0, correct: 0 },
  ]);
  t.is(pass_count, 1);
});

const METRIC = `
import { best } from './best.js';
export const prefix = {
  help: 'an answer at the start of the prediction',
  value: best((prediction, answer) => Number(prediction.startsWith(answer))),
};
`;

test('a metric is a file and a row, and stands among the scores', async t => {
  const house = await houseWith(t, {
    file: 'score/metrics/prefix.js',
    source: METRIC,
    registry: 'score/metrics/registry.js',
    table: 'METRICS',
    row: ['prefix', 'prefix'],
  });
  const record = { id: 'a', answers: ['Rome'], predictions: ['the answer is Rome, Italy'] };
  const line = await house.pipe(['score', '--metric', 'prefix'], JSON.stringify(record));
  t.like(JSON.parse(line).scores, [{ em: 0, prefix: 1, correct: 1 }]);
});

const SINK = `
import { plainFrame } from '../sink.js';
export const listed = {
  help: 'a head, JSON lines, and a list of where every block begins',
  ending: '.listed',
  pack: ({ samples, lines }) => ({ bytes: Uint8Array.from(lines), note: samples.length }),
  frame: () => {
    const blocks = [];
    return plainFrame({
      head: Buffer.from('LISTED\\n'),
      onBlock: (at, note) => blocks.push([at, note]),
      foot: () => Buffer.from(JSON.stringify(blocks)),
    });
  },
};
`;

test('an output format with a head and a foot is a file and a row, made in workers and made again', async t => {
  const house = await houseWith(t, {
    file: 'output/sinks/listed.js',
    source: SINK,
    registry: 'output/sinks.js',
    table: 'SINKS',
    row: ['listed', 'listed'],
  });
  const dir = await tempDir(t);
  const dataset = await worldFile(t, 'hotpotqa', 150);
  /** The text of the one file of samples, by its ending, and the path without it. */
  const made = async (format: string, workers: string): Promise<{ text: string; base: string }> => {
    const saveDir = join(dir, `${format}-${workers}`);
    await house.pipe([
      ...['keychain', dataset, '--max-seq-length', '2k', '--save-dir', saveDir],
      ...['--save-name', 'made', '--format', format, '--workers', workers, '--quiet'],
    ]);
    const [file, manifest, ...others] = await filesIn(join(saveDir, 'made'));
    t.deepEqual(others, []);
    t.true(file!.endsWith(`.${format}`));
    const text = await readFile(join(saveDir, 'made', file!), 'utf8');
    return { text, base: join(saveDir, 'made', manifest!.slice(0, -'.manifest.json'.length)) };
  };
  const { text, base } = await made('listed', '2');
  t.is((await made('listed', '1')).text, text);

  const footAt = text.lastIndexOf('\n') + 1;
  const lines = text.slice('LISTED\n'.length, footAt);
  t.true(text.startsWith('LISTED\n'));
  t.is(lines, (await made('jsonl', '2')).text);
  const blocks = JSON.parse(text.slice(footAt)) as [at: number, samples: number][];
  t.deepEqual(
    blocks.map(([, samples]) => samples),
    [64, 64, 22],
  );
  const bytes = Buffer.from(text);
  for (const [i, [at]] of blocks.entries()) {
    const end = bytes.indexOf('\n', at);
    t.is((JSON.parse(bytes.toString('utf8', at, end)) as Sample).index, i * 64);
  }

  const manifest = JSON.parse(await readFile(`${base}.manifest.json`, 'utf8')) as Manifest;
  t.is(manifest.output.format, 'listed');
  t.is(manifest.output.bytes, bytes.length);
  const elsewhere = join(dir, 'again');
  await house.pipe(['run', `${base}.manifest.json`, '--save-dir', elsewhere, '--quiet']);
  const again = join(elsewhere, 'made', `${basename(base)}.listed`);
  t.is(await readFile(again, 'utf8'), text);
  t.regex(await house.pipe(['keychain', '--help']), /listed \(a head, JSON lines, and a list/);

  // What is no sample has no such file: a list of lines is plain or compressed.
  const out = join(dir, 'questions.listed');
  const parsed = house.pipe(['parse', dataset, '--out', out, '--quiet']);
  await t.throwsAsync(parsed, { message: /USAGE: .*JSON lines/ });
});

const TARGET = `
import { MESSAGES } from '../row-form.js';
import { rowTarget } from '../row-target.js';
export const memory = rowTarget({
  help: 'agents that read a context piece by piece: the context apart from the question',
  endings: ['.parquet'],
  forms: {
    prompt: {
      columns: { prompt: MESSAGES, context: 'text', ground_truth: ['text'], index: 'whole' },
      row: ({ question, answers, record }, { index }) => ({
        prompt: [{ role: 'user', content: question }],
        context: record.context,
        ground_truth: answers,
        index,
      }),
    },
  },
});
`;

test('a trainer is a file and a row: lines and Parquet, dealt out, on whatever is exported', async t => {
  const house = await houseWith(t, {
    file: 'export/targets/memory.js',
    source: TARGET,
    registry: 'export/targets.js',
    table: 'TARGETS',
    row: ['memory', 'memory'],
  });
  const dataset = await worldFile(t, 'hotpotqa', 40);
  const dir = await tempDir(t);
  const samples = join(dir, 'samples.jsonl');
  const made = ['synth', dataset, '--max-seq-length', '1k', '--num-samples', '6', '--out', '-'];
  await writeFile(samples, await house.pipe([...made, '--quiet']));
  const args = ['export', samples, '--to', 'memory', '--quiet', '--out'];
  const rows = (await house.pipe([...args, '-']))
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { context: string; index: number });
  t.deepEqual(
    rows.map(({ index }) => index),
    [0, 1, 2, 3, 4, 5],
  );
  t.true(rows.every(({ context }) => context.startsWith('Document 0:')));
  await house.pipe([...args, join(dir, 'memory'), '--end-index', '4']);
  const reader = await tableReader();
  const counts = await Promise.all(
    ['train', 'test', 'valid'].map(async split => {
      const file = join(dir, 'memory', `${split}.parquet`);
      t.deepEqual((await reader.parquetTypes(file))[1], ['context', 'VARCHAR']);
      return (await reader.parquetRows(file)).length;
    }),
  );
  reader.close();
  t.deepEqual(counts, [4, 0, 2]);
  t.regex(await house.pipe(['export', '--help']), /memory \(agents that read/);
});

const TOKENIZER = `
import { loadBeside } from './beside/load-beside.js';
export const open = async path => ({
  identity: { type: 'word-counter', name: path, sha256: '0'.repeat(64) },
  count: async text => text.match(/\\S+|\\s/g)?.length ?? 0,
});
export const wordCounter = {
  help: 'words and white space',
  path: { placeholder: 'NAME', help: 'any name', default: 'words' },
  load: path => loadBeside(import.meta.url, path),
};
`;

test('a tokenizer that counts asynchronously is a file and a row, on any number of threads', async t => {
  const house = await houseWith(t, {
    file: 'tokenize/word-counter.js',
    source: TOKENIZER,
    registry: 'tokenize/registry.js',
    table: 'TOKENIZERS',
    row: ['word-counter', 'wordCounter'],
  });
  const dataset = await worldFile(t, 'hotpotqa', 40);
  const run = (workers: string): Promise<string> =>
    house.pipe([
      ...['keychain', dataset, '--max-seq-length', '1k', '--num-samples', '6', '--out', '-'],
      ...['--tokenizer-type', 'word-counter', '--workers', workers, '--quiet'],
    ]);
  const lines = await run('2');
  t.is(await run('1'), lines);
  await house.pipe(['verify', '-', '--tokenizer-type', 'word-counter'], lines);
  const samples = lines
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Sample);
  t.is(samples.length, 6);
  for (const sample of samples) {
    const { tokenizer, template, prompt_tokens } = sample.meta;
    t.deepEqual(tokenizer, { type: 'word-counter', name: 'words', sha256: '0'.repeat(64) });
    const prompt = template
      .replace('{context}', () => sample.distractor_context!)
      .replace('{chain_head}', sample.chain_head_with_question!);
    t.is(words.count(prompt), prompt_tokens);
    t.true(sample.length > 900);
  }
});
