import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import test, { type ExecutionContext } from 'ava';
import { load } from 'js-yaml';
import { overridden } from '../../lib/mix/recipe/override.js';
import { readRecipe } from '../../lib/mix/recipe/read-recipe.js';
import { recipeSchema } from '../../lib/mix/recipe/schema.js';
import { tempDir } from '../support/temp-dir.js';

const RECIPE = `seed: 7
order: tokens-descending
splits: {train: rest, test: 10%, valid: 5}
settings:
  max-seq-length: 4k
  preset: paper
  tokenizer-type: hf
parts:
  chains:
    make: {command: keychain, dataset: data/hotpot.json, num-samples: 25, hops: 2}
    take: 20
  needles:
    make:
      command: needle
      fillers: [books, hf:me/set]
      keys: 3
      max-seq-length: [1k, 2k]
  math:
    from: ['math*.parquet', /abs/more.jsonl]
    fields: {question: problem, answers: a.b}
    where: {tokens: {min: 10}}
    repeat: 2
`;

async function recipeFile(t: ExecutionContext, text: string): Promise<string> {
  const file = join(await tempDir(t), 'recipe.yaml');
  await writeFile(file, text);
  return file;
}

test('parts, with what is said for all of them, and paths from the recipe', async t => {
  const file = await recipeFile(t, RECIPE);
  const dir = join(file, '..');
  const recipe = await readRecipe(file);
  t.is(recipe.seed, 7);
  t.deepEqual(recipe.splits, [
    { split: 'train', size: 'rest' },
    { split: 'test', size: { share: 0.1 } },
    { split: 'valid', size: { count: 5 } },
  ]);
  const [chains, needles, math] = recipe.parts;
  t.deepEqual(chains!.make, {
    command: 'keychain',
    given: {
      maxSeqLength: [4096],
      preset: 'paper',
      tokenizerType: 'hf',
      dataset: [join(dir, 'data/hotpot.json')],
      numSamples: 25,
      hops: 2,
    },
  });
  // What needles have no setting for is not theirs, and what a part says wins.
  t.deepEqual(needles!.make?.given, {
    maxSeqLength: [1024, 2048],
    preset: 'paper',
    tokenizerType: 'hf',
    fillers: [join(dir, 'books'), 'hf:me/set'],
    keys: 3,
  });
  t.deepEqual(math!.from, [join(dir, 'math*.parquet'), '/abs/more.jsonl']);
  t.deepEqual(math!.mapping, {
    fields: { question: 'problem', answers: 'a.b' },
    template: undefined,
    system: undefined,
    dataSource: 'math',
    ability: 'math',
  });
  t.deepEqual([math!.take, math!.repeat], [undefined, 2]);
});

test('the command line says what it wants over a recipe', async t => {
  const recipe = await readRecipe(await recipeFile(t, RECIPE));
  const { parts, settings } = overridden(recipe, [
    'max-seq-length=8k',
    'hops=3',
    'chains.num_samples=5',
    'chains.dataset=a.json',
    'chains.dataset=b.json',
    'math.take=9',
    'math.from=x.jsonl',
  ]);
  const [chains, needles, math] = parts;
  t.like(chains!.make!.given, { maxSeqLength: [8192], hops: 3, numSamples: 5 });
  t.deepEqual(chains!.make!.given.dataset, ['a.json', 'b.json']);
  t.deepEqual(needles!.make!.given.maxSeqLength, [8192]);
  t.deepEqual([math!.take, math!.from], [9, ['x.jsonl']]);
  t.deepEqual(settings.maxSeqLength, [8192]);
  const wrong: [string, RegExp][] = [
    ['maths.take=1', /--set maths\.take=1: there is no part maths; did you mean math\?/],
    ['math.tak=1', /no setting of math tak; did you mean take\?/],
    ['math.hops=1', /no setting of math hops/],
    ['hopps=1', /no setting of a made part hopps; did you mean hops\?/],
    ['chains.hops=none', /--set chains\.hops=none: must be a whole number/],
    ['chains.take=0', /must be a whole number, at least 1/],
    ['chains.from=x', /chains is made, and not read/],
    ['save-dir=x', /no setting of a made part/],
  ];
  for (const [said, message] of wrong) {
    t.throws(() => overridden(recipe, [said]), { code: 'USAGE', message });
  }
});

const changed = (from: string, to: string): string => {
  if (!RECIPE.includes(from)) throw new Error(from);
  return RECIPE.replace(from, to);
};

const WRONG: [string, RegExp][] = [
  ['', /recipe\.yaml:1:1: a recipe: must be a training set that is mixed of parts/],
  ['seed: 1\n', /:1:1: a recipe needs parts/],
  ['parts: {}\n', /:1:8: parts: must be the parts by their names/],
  ['parts: [\n', /:\d+:\d+: /],
  [changed('seed: 7', 'sead: 7'), /:1:1: there is no sead here; did you mean seed\?/],
  [changed('seed: 7', 'seed: -1'), /:1:7: seed: must be what is drawn depends on, 0 or above/],
  [changed('tokens-descending', 'tokens-down'), /:2:8: order: must be one of shuffled, listed/],
  [changed('10%', '110%'), /:3:29: test: must be a whole number of questions, a share/],
  [changed('10%', '0.1'), /:3:29: test: must be a whole number of questions, a share/],
  [changed('preset: paper', 'preset: papper'), /:6:11: preset papper: .*did you mean paper\?/],
  [
    changed('preset: paper', 'presett: paper'),
    /:6:3: made parts has no setting presett; did you mean preset\?/,
  ],
  [changed('preset: paper', 'save-dir: out'), /:6:3: save-dir is not for a part to say/],
  [changed('command: keychain', 'command: kechain'), /:10:21: command: must be one of keychain, /],
  [changed('hops: 2', 'keys: 2'), /:10:\d+: keys is no setting of keychain, but of needle/],
  [changed('hops: 2', 'hops: many'), /:10:\d+: hops many: must be a whole number/],
  [changed('take: 20', 'take: 0'), /:11:11: take: must be how many rows are drawn/],
  [changed('  math:', '  ma/th:'), /:18:3: ma\/th: must be a name of letters/],
  [changed('question: problem, ', ''), /fields needs question/],
  [changed('{min: 10}', '{minn: 10}'), /there is no minn here; did you mean min\?/],
  [changed('{min: 10}', '{min: 10, max: 9}'), /:21:\d+: tokens: min 10 is more than max 9/],
  [changed('    take: 20', '    from: x'), /:9:3: chains: needs from or make, one of the two/],
  [changed('    take: 20', '    template: x'), /:11:5: template means nothing without fields/],
];

for (const [i, [text, message]] of WRONG.entries()) {
  test(`a mistake is told with its place, ${i}: ${message}`, async t => {
    await t.throwsAsync(readRecipe(await recipeFile(t, text)), { code: 'USAGE', message });
  });
}

test('the schema of the package takes what is read, and no more', async t => {
  const shipped = JSON.parse(await readFile('lib/mix/recipe.schema.json', 'utf8'));
  t.deepEqual(shipped, JSON.parse(JSON.stringify(recipeSchema())));
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(shipped);
  t.true(validate(load(RECIPE)), JSON.stringify(validate.errors));
  t.false(validate(load(changed('seed: 7', 'sead: 7'))));
  t.false(validate(load(changed('hops: 2', 'hopps: 2'))));
});

test('a recipe that is not there is named', async t => {
  await t.throwsAsync(readRecipe('nowhere.yaml'), {
    code: 'INPUT_MISSING',
    message: /name a recipe/,
  });
});
