import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import type { MixManifest } from '../../lib/mix/output/manifest.js';
import type { Fields } from '../../lib/records/fields.js';
import { worldStream } from '../../lib/world/index.js';
import { type MixSummary, mix, needle, synth } from '../../pipelines/index.js';
import { command, commandOutput } from '../support/command.js';
import { tempDir } from '../support/temp-dir.js';

const linesIn = (text: string): Fields[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Fields);

const rowsIn = async (file: string): Promise<Fields[]> =>
  linesIn(gunzipSync(await readFile(file)).toString());

const jsonLines = (records: readonly object[]): string =>
  records.map(record => `${JSON.stringify(record)}\n`).join('');

const math = (count: number): object[] =>
  Array.from({ length: count }, (_, i) => ({
    problem: `What is ${i} times 2?`,
    solution: { final: 2 * i },
    uid: i,
  }));

const RECIPE = `splits: {train: rest, test: 4}
settings: {max-seq-length: 1k, tokenizer-type: openai}
parts:
  chains:
    make: {command: keychain, dataset: world.json, num-samples: 6, chains: 2}
    take: 6
  plain: {from: plain, take: 5}
  needles: {from: 'needles/*.jsonl.gz', take: 3, repeat: 2}
  math:
    from: math.jsonl
    fields: {question: problem, answers: solution.final, id: uid}
    take: 4
    where: {tokens: {max: 100}}
`;

interface Ground {
  dir: string;
  recipe: string;
  at(name: string): string;
}

let dir: string;

/** Samples without chains, needles and rows of others, and a recipe of them. */
test.before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'keychain-mix-'));
  const ground = dir;
  const world = worldStream('hotpotqa', { questions: 40, seed: 42 });
  await pipeline(world, createWriteStream(join(ground, 'world.json')));
  const dataset = [join(ground, 'world.json')];
  const made = { dataset, maxSeqLength: [1024], saveDir: ground };
  const template = '{context}\n\nQuestion: {question}';
  await synth({ ...made, template, numSamples: 20, saveName: 'plain' });
  await needle({ ...made, keys: 3, numSamples: 5, saveName: 'needles' });
  await writeFile(join(ground, 'math.jsonl'), jsonLines(math(9)));
  await writeFile(join(ground, 'recipe.yaml'), RECIPE);
});

test.after.always(() => rm(dir, { recursive: true, force: true }));

async function ground(t: ExecutionContext): Promise<Ground> {
  const out = await tempDir(t);
  const at = (name: string): string => join(out, name);
  return { dir: out, recipe: join(dir, 'recipe.yaml'), at };
}

const mixed = (recipe: string, saveDir: string, more: object = {}): Promise<MixSummary> =>
  mix({ recipe: [recipe], saveDir, ...more });

test.serial('parts that are made, samples and rows of others are one training set', async t => {
  const { dir: out, recipe, at } = await ground(t);
  const { folder, found, manifest } = await mixed(recipe, out);
  t.false(found);
  t.is(folder, at('recipe'));
  const train = await rowsIn(at('recipe/train.jsonl.gz'));
  const held = await rowsIn(at('recipe/test.jsonl.gz'));
  const all = [...train, ...held];
  const partOf = ({ part, extra_info: more }: Fields) => part ?? (more as Fields).part;
  const counts = new Map<unknown, number>();
  for (const row of all) counts.set(partOf(row), (counts.get(partOf(row)) ?? 0) + 1);
  t.deepEqual(Object.fromEntries(counts), { chains: 6, plain: 5, needles: 6, math: 4 });
  t.is(manifest.counts.questions, 18);
  t.is(manifest.outputs[1]!.questions, 4);

  // The samples of the world ask its first questions twice, of which the first part has some.
  const [chains, plain] = manifest.parts;
  t.is(plain!.elsewhere, 6);
  t.is(chains!.elsewhere, 0);
  const inputs = all.filter(row => ['chains', 'plain'].includes(partOf(row) as string));
  t.is(new Set(inputs.map(({ input }) => input)).size, 11);
  for (const { read, rejects, dropped, taken, elsewhere, doubled, spare } of manifest.parts) {
    const sum = (by: Record<string, number>) => Object.values(by).reduce((a, b) => a + b, 0);
    t.is(read, sum(rejects) + sum(dropped) + taken + elsewhere + doubled + spare);
  }
  // A copy has an id of its own.
  t.is(new Set(all.map(({ id, extra_info: more }) => id ?? (more as Fields).id)).size, all.length);
  const { extra_info: more } = all.find(row => partOf(row) === 'math')!;
  t.true(((more as Fields).prompt_tokens as number) > 3);

  const again = await mixed(recipe, out);
  t.true(again.found);
  t.deepEqual(again.manifest, JSON.parse(JSON.stringify(manifest)));
  const elsewhere = await mixed(recipe, at('elsewhere'), { format: 'jsonl' });
  t.is(
    await readFile(at('elsewhere/recipe/train.jsonl'), 'utf8'),
    gunzipSync(await readFile(at('recipe/train.jsonl.gz'))).toString(),
  );
  t.is(elsewhere.manifest.outputs[0]!.lines_sha256, manifest.outputs[0]!.lines_sha256);
});

test.serial(
  'what is exported of a mixture is all of it, to every trainer that takes prompts',
  async t => {
    const { dir: out, recipe, at } = await ground(t);
    const { manifest } = await mixed(recipe, out);
    const { stderr } = await command(['export', at('recipe'), '--to', 'trl', '--out', '-']);
    t.regex(
      stderr,
      /warning: .*recipe is a mixture of the splits train, test, which are all taken; .*recipe\/train\.jsonl\.gz/,
    );
    for (const to of ['verl', 'trl', 'swift']) {
      const lines = await commandOutput([
        'export',
        at('recipe'),
        '--to',
        to,
        '--out',
        '-',
        '--quiet',
      ]);
      t.is(linesIn(lines).length, manifest.counts.rows, to);
      if (to !== 'verl') continue;
      const sources = new Set(linesIn(lines).map(({ data_source: source }) => source));
      t.true(sources.has('math'));
      t.true([...sources].some(source => `${source}`.startsWith('custom_needle_')));
    }
  },
);

test.serial(
  'trajectories are mixed for fine-tuning, and what has no right answer is told',
  async t => {
    const { dir: out, at } = await ground(t);
    const trajectory = (id: string, isSolved = true): object => ({
      id,
      input: `Who is ${id}?`,
      answers: ['a'],
      messages: isSolved
        ? [
            { role: 'user', content: `Who is ${id}?` },
            { role: 'assistant', content: '<think></think>\\boxed{a}' },
          ]
        : [],
    });
    const rows = ['1', '2', '3'].map(id => trajectory(id));
    await writeFile(at('t.jsonl'), jsonLines([...rows, trajectory('4', false)]));
    await writeFile(at('r.yaml'), 'parts: {sft: {from: t.jsonl, repeat: 2}}\n');
    const { manifest } = await mixed(at('r.yaml'), out);
    t.deepEqual(manifest.parts[0]!.dropped, { 'without a right answer': 1 });
    const args = ['export', at('r'), '--to', 'openai-ft', '--out', '-', '--quiet'];
    t.is(linesIn(await commandOutput(args)).length, 6);
  },
);

test.serial('less than was asked for is an error, unless it may be', async t => {
  const { dir: out, recipe, at } = await ground(t);
  const short = { set: ['math.take=10', 'plain.take=15'] };
  await t.throwsAsync(mixed(recipe, out, short), {
    code: 'TOO_FEW_ROWS',
    message:
      /part plain is to give 15, and has 14 of 20 \(6 with questions of earlier parts\); part math is to give 10, and has 9 of 9; .*--allow-fewer/,
  });
  t.deepEqual(await readdir(at('recipe')), []);
  const { manifest } = await mixed(recipe, out, { ...short, allowFewer: true });
  t.is(manifest.counts.rows, 6 + 14 + 6 + 9);
});

test.serial(
  'another recipe writes over a mixture only with --fresh, and parts that stay the same stay',
  async t => {
    const { dir: out, recipe, at } = await ground(t);
    await mixed(recipe, out);
    await t.throwsAsync(mixed(recipe, out, { randomSeed: 7 }), {
      code: 'OUTPUT_DIFFERS',
      message: /train\.jsonl\.gz is there, and it was mixed otherwise \(seed: 42, now 7\); --fresh/,
    });
    await writeFile(at('recipe/valid.jsonl.gz'), 'x');
    const made = async (): Promise<Buffer> => {
      const folder = at('recipe.parts/chains');
      const [file = ''] = (await readdir(folder)).filter(name => name.endsWith('.gz'));
      return readFile(join(folder, file));
    };
    const before = await made();
    await mixed(recipe, out, { randomSeed: 7, fresh: true });
    t.deepEqual(await made(), before);
    await t.throwsAsync(mixed(recipe, out, { randomSeed: 7, set: ['tokens-to-generate=64'] }), {
      code: 'OUTPUT_DIFFERS',
      message: /tokens-to-generate: 128, now 64/,
    });
    await mixed(recipe, out, { randomSeed: 7, set: ['tokens-to-generate=64'], fresh: true });
    t.notDeepEqual(await made(), before);
    t.true(existsSync(at('recipe/valid.jsonl.gz')), 'what is not of a mixture stays');
  },
);

test.serial('a file that nobody knows is not written over, nor is what is read', async t => {
  const { dir: out, recipe, at } = await ground(t);
  await mkdir(at('recipe'));
  await writeFile(at('recipe/train.jsonl.gz'), 'x');
  await t.throwsAsync(mixed(recipe, out), { code: 'OUTPUT_DIFFERS', message: /no manifest/ });
  await writeFile(at('recipe.yaml'), 'parts: {only: {from: recipe/train.jsonl.gz}}\n');
  await t.throwsAsync(mixed(at('recipe.yaml'), out, { fresh: true }), {
    code: 'USAGE',
    message: /train\.jsonl\.gz is in the folder of the mixture/,
  });
  t.is(await readFile(at('recipe/train.jsonl.gz'), 'utf8'), 'x');
});

test.serial('rows that are none are rejected, counted and kept', async t => {
  const { dir: out, at } = await ground(t);
  const bad = [{ problem: '', solution: { final: 1 } }, { problem: 'Why?' }, { q: 1 }];
  await writeFile(at('m.jsonl'), `${jsonLines([...math(3), ...bad])}7\n`);
  const fields = 'fields: {question: problem, answers: solution.final}';
  await writeFile(at('r.yaml'), `parts: {math: {from: m.jsonl, ${fields}}}\n`);
  const { manifest } = await mixed(at('r.yaml'), out);
  t.deepEqual(manifest.parts[0]!.rejects, { RECORD_INVALID: 4 });
  t.is(manifest.counts.rows, 3);
  const rejects = await rowsIn(at('r/mix.rejects.jsonl.gz'));
  t.deepEqual(rejects.map(({ record }) => record).sort(), [3, 4, 5, 6]);
  t.regex(`${rejects.find(({ record }) => record === 3)!.message}`, /problem is an empty string/);
  const found = await command(['mix', at('r.yaml'), '--save-dir', out]);
  t.is(found.code, 3, 'what was found has its rejects still');
  t.regex(found.stderr, /found: 3 rows/);
  // Rows of others that nobody has mapped.
  await writeFile(at('r.yaml'), 'parts: {math: {from: m.jsonl}}\n');
  const { stderr } = await command(['mix', at('r.yaml'), '--save-dir', out, '--fresh', '--json']);
  t.regex(stderr, /fields: of the recipe name those of others/);
});

test.serial(
  'a manifest is mixed again, with files that have moved; run takes a recipe, too',
  async t => {
    const { dir: out, at } = await ground(t);
    await writeFile(at('m.jsonl'), jsonLines(math(5)));
    const fields = 'fields: {question: problem, answers: solution.final}';
    await writeFile(at('r.yaml'), `parts: {math: {from: m.jsonl, ${fields}, take: 4}}\n`);
    const run = (...args: string[]) => command(['run', ...args]);
    const first = await run(at('r.yaml'), '--save-dir', out);
    t.is(first.code, 0, first.stderr);
    const path = at('r/mix.manifest.json');
    const { command_line: words } = JSON.parse(await readFile(path, 'utf8')) as MixManifest;
    t.deepEqual(words, ['mix', at('r.yaml'), '--save-dir', out]);
    t.regex((await run(path)).stderr, /lines and bytes agree/);
    t.deepEqual((await readdir(out)).sort(), ['m.jsonl', 'r', 'r.yaml']);

    await rename(at('m.jsonl'), at('moved.jsonl'));
    const lost = await run(path);
    t.is(lost.code, 1);
    t.regex(lost.stderr, /INPUT_MISSING: part math m\.jsonl: .*--input FILE/);
    t.regex((await run(path, '--input', at('moved.jsonl'))).stderr, /lines and bytes agree/);
    await rm(at('r/train.jsonl.gz'));
    t.is((await run(path, '--input', at('moved.jsonl'))).code, 0);
    t.true(existsSync(at('r/train.jsonl.gz')));

    const differs = await run(path, '--input', at('moved.jsonl'), '--random-seed', '7');
    t.is(differs.code, 1);
    t.regex(differs.stderr, /r\.again: lines differ\n {2}seed: 42, now 7/);
    t.true(existsSync(at('r.again/train.jsonl.gz')));
  },
);

test.serial(
  'what is secret in a setting of parts is written nowhere, and not asked for again',
  async t => {
    const { dir: out, at } = await ground(t);
    await writeFile(at('r.yaml'), RECIPE.replace('world.json', join(dir, 'world.json')));
    const parts = ['plain', 'needles', 'math'].map(name => `${name}.from=${join(dir, name)}`);
    parts[2] += '.jsonl';
    const set = ['header=X-Key=hush', 'chains.llm-url=http://127.0.0.1:1/v1', ...parts];
    const args = set.flatMap(each => ['--set', each]);
    const { code, stdout, stderr } = await command([
      ...['mix', at('r.yaml'), '--save-dir', out, '--dry-run', ...args],
    ]);
    t.is(code, 0, stderr);
    t.false(stdout.includes('hush'));
    t.regex(stdout, /--header=X-Key=\*\*\*/);

    // Of those that need no model there is a manifest.
    await writeFile(
      at('r.yaml'),
      'parts: {only: {from: math.jsonl, fields: {question: problem, answers: uid}}}\n',
    );
    await writeFile(at('math.jsonl'), jsonLines(math(3)));
    const { manifest } = await mixed(at('r.yaml'), out);
    const said = { ...manifest, command_line: ['mix', at('r.yaml'), '--set', 'header=***'] };
    await writeFile(at('r/mix.manifest.json'), JSON.stringify(said));
    t.regex((await command(['run', at('r/mix.manifest.json')])).stderr, /lines and bytes agree/);
  },
);

test.serial('a dry run says what would be drawn, as far as parts are there', async t => {
  const { dir: out, recipe, at } = await ground(t);
  const dry = async () =>
    JSON.parse(await commandOutput(['mix', recipe, '--save-dir', out, '--dry-run', '--quiet']));
  const before = await dry();
  t.is(before.parts[0].command[0], 'keychain');
  t.is(before.splits, undefined);
  t.deepEqual(await readdir(out), []);
  const { manifest } = await mixed(recipe, out);
  const after = await dry();
  t.deepEqual(
    after.parts.map(({ rows }: { rows: number }) => rows),
    manifest.parts.map(({ rows }) => rows),
  );
  t.deepEqual(after.short, []);
  t.false(existsSync(at('recipe.part.lease')));
});
