import test from 'ava';
import type { filterRules } from '../lib/filter/filter-rules.js';
import type { Sample } from '../lib/records/sample.js';
import { houseWith } from './support/house.js';
import { words } from './support/tokenizer.js';
import { worldFile } from './support/world.js';

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

test('a placement with a parameter of its own is a file and a row', async t => {
  const house = await houseWith(t, {
    file: 'fill/placements/near.js',
    source: PLACEMENT,
    registry: 'fill/placements/registry.js',
    table: 'PLACEMENTS',
    row: ['near', 'near'],
  });
  const dataset = await worldFile(t, 'hotpotqa', 40);
  const lines = await house.pipe([
    ...['synth', dataset, '--max-seq-length', '1k', '--num-samples', '4', '--out', '-'],
    ...['--placement', 'near', '--workers', '2', '--quiet'],
  ]);
  const samples = lines.trimEnd().split('\n');
  t.is(samples.length, 4);
  for (const line of samples) {
    t.regex(line, /"placement":"near","near_share":0.5,"sigma":0.3,"clamp":0.95,"version"/);
    const { passages } = (JSON.parse(line) as Sample).meta;
    const first = passages.findIndex(({ supporting }) => supporting);
    const count = passages.filter(({ supporting }) => supporting).length;
    t.is(first, Math.floor((passages.length - count) * 0.5));
    t.true(passages.slice(first, first + count).every(({ supporting }) => supporting));
  }
});

const FILTER_RULE = `
import { text } from '../../values/kinds.js';
export const aboutRule = {
  help: 'questions that have a word',
  parameters: { about: { kind: text(), help: 'keep questions that have this word' } },
  make: ({ about }) =>
    about === undefined
      ? undefined
      : { name: 'about', keeps: ({ question }) => question.includes(about) },
};
`;

test('a filter rule is a file and a row', async t => {
  const house = await houseWith(t, {
    file: 'filter/rules/about.js',
    source: FILTER_RULE,
    registry: 'filter/rules/registry.js',
    table: 'FILTER_RULES',
    row: ['about', 'aboutRule'],
  });
  const made = await house.load<{ filterRules: typeof filterRules }>('filter/filter-rules.js');
  const values = { about: 'river', level: ['hard'] };
  const rules = await made.filterRules(values);
  t.deepEqual(
    rules.map(({ name }) => name),
    ['about', 'level'],
  );
  t.true(rules[0]!.keeps({ question: 'Which river?' }));
  t.false(rules[0]!.keeps({ question: 'Which town?' }));
  const { FILTER_PARAMETERS } = await house.load<{ FILTER_PARAMETERS: object }>(
    'filter/rules/registry.js',
  );
  t.true('about' in FILTER_PARAMETERS);
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
