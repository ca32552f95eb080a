import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { countAsMade } from '../../lib/export/prompt-length.js';
import { DEFAULT_LIMITS } from '../../lib/input/limits.js';
import { type Drawn, draw } from '../../lib/mix/draw/draw.js';
import { survey } from '../../lib/mix/draw/survey.js';
import type { Part, Recipe } from '../../lib/mix/recipe/recipe.js';
import { silentReporter } from '../../lib/reporter.js';
import { tempDir } from '../support/temp-dir.js';

/** A row of verl that says no more than it must. */
interface Made {
  question: string;
  id: string;
  tokens?: number;
}

const line = ({ question, id, tokens }: Made): string =>
  JSON.stringify({
    data_source: 'x',
    prompt: [{ role: 'user', content: `${question}?` }],
    reward_model: { style: 'rule', ground_truth: ['a'] },
    extra_info: { question, id, ...(tokens !== undefined && { prompt_tokens: tokens }) },
  });

const part = (name: string, more: Partial<Part> = {}): Part => ({
  ...{ name, from: [], where: {}, repeat: 1 },
  ...more,
});

const recipeOf = (parts: Part[], more: Partial<Recipe> = {}): Recipe => ({
  ...{ seed: 1, order: 'shuffled', splits: [{ split: 'train', size: 'rest' }], settings: {} },
  parts,
  ...more,
});

interface Row {
  part: string;
  made: Made;
  copy: number;
  at: number;
}

/** What is drawn of some rows, in the order in which it is written. */
async function drawn(
  dir: string,
  rows: readonly (readonly Made[])[],
  recipe: Recipe,
): Promise<{ rows: Row[]; drawn: Drawn }> {
  const files = recipe.parts.map(({ name }) => join(dir, `${name}.jsonl`));
  for (const [i, file] of files.entries()) {
    await writeFile(file, rows[i]!.map(each => `${line(each)}\n`).join(''));
  }
  const parts = recipe.parts.map((each, i) => ({ part: each, files: [files[i]!] }));
  const options = { limits: DEFAULT_LIMITS, reporter: silentReporter };
  const surveyed = await survey(parts, recipe.seed, countAsMade, options);
  const result = await draw(recipe, surveyed);
  const found = [...result.positions.entries()].map(
    ({ key: [i = 0, ordinal = 0, copy = 0], value }) => ({
      part: recipe.parts[i]!.name,
      made: rows[i]![ordinal]!,
      copy,
      at: value.at,
    }),
  );
  await surveyed.close();
  await result.positions.close();
  return { rows: found.sort((a, b) => a.at - b.at), drawn: result };
}

const many = (count: number, from = 0): Made[] =>
  Array.from({ length: count }, (_, i) => ({
    question: `Who is number ${from + i}`,
    id: `q${from + i}`,
    tokens: (i * 37) % 101,
  }));

function splitOfRow(splits: Drawn['splits'], at: number): number {
  let end = 0;
  for (const [i, { rows }] of splits.entries()) {
    end += rows;
    if (at < end) return i;
  }
  return -1;
}

test('no question stands in two parts or two splits, whatever there is and is asked for', async t => {
  const dir = await tempDir(t);
  // Few texts and ids: rows of one question by the one, the other, or over a third.
  const made = fc.record({
    question: fc.constantFrom('A b', 'a  B', 'c', 'd', 'e f', 'g'),
    id: fc.constantFrom('1', '2', '3', '4', '5', '6', '7', '8'),
  });
  const rows = fc.tuple(fc.array(made, { maxLength: 9 }), fc.array(made, { maxLength: 9 }));
  const take = fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(
      rows,
      take,
      take,
      fc.integer({ min: 1, max: 3 }),
      async (both, a, b, repeat) => {
        const parts = [part('a', { take: a, repeat }), part('b', { take: b })];
        const splits: Recipe['splits'] = [
          { split: 'train', size: { share: 0.5 } },
          { split: 'test', size: { count: 1 } },
        ];
        const result = await drawn(dir, both, recipeOf(parts, { splits }));
        const { leftOver } = result.drawn;
        for (const [
          i,
          { taken, rows, elsewhere, doubled, spare },
        ] of result.drawn.parts.entries()) {
          t.is(taken + elsewhere + doubled + spare, both[i]!.length);
          t.true(taken <= (parts[i]!.take ?? Number.POSITIVE_INFINITY));
          t.true(rows <= taken * parts[i]!.repeat);
        }
        t.deepEqual(
          result.rows.map(({ at }) => at),
          [...result.rows.keys()],
        );
        const total = result.drawn.parts.reduce(
          (sum, { taken }, i) => sum + taken * parts[i]!.repeat,
          0,
        );
        t.is(result.rows.length + leftOver.rows, total);
        for (const one of result.rows) {
          for (const other of result.rows) {
            const fold = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');
            const isSame =
              one.made.id === other.made.id ||
              fold(one.made.question) === fold(other.made.question);
            if (!isSame) continue;
            t.is(one.part, other.part);
            const of = (at: number): number => splitOfRow(result.drawn.splits, at);
            t.is(of(one.at), of(other.at));
          }
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('what is drawn does not depend on the order of rows, and does on the seed and the part', async t => {
  const dir = await tempDir(t);
  const rows = many(60);
  const of = async (given: readonly Made[], recipe: Recipe): Promise<string[]> =>
    (await drawn(dir, [given], recipe)).rows.map(({ made }) => made.id);
  const parts = [part('a', { take: 20 })];
  const ids = await of(rows, recipeOf(parts));
  t.is(new Set(ids).size, 20);
  t.deepEqual(await of([...rows].reverse(), recipeOf(parts)), ids);
  t.notDeepEqual(await of(rows, recipeOf(parts, { seed: 2 })), ids);
  t.notDeepEqual(await of(rows, recipeOf([part('b', { take: 20 })])), ids);
  // More of a part are the same, and others.
  const more = await of(rows, recipeOf([part('a', { take: 30 })]));
  t.true(ids.every(id => more.includes(id)));
});

test('rows come in the order that is asked for, those of which it is not known last', async t => {
  const dir = await tempDir(t);
  const rows = [...many(20), { question: 'Unknown', id: 'u' }];
  const of = async (order: Recipe['order']): Promise<Row[]> =>
    (
      await drawn(
        dir,
        [rows, many(5, 100)],
        recipeOf([part('a', { repeat: 2 }), part('b')], { order }),
      )
    ).rows;
  const tokens = (all: readonly Row[]) => all.map(({ made }) => made.tokens);
  const up = tokens(await of('tokens'));
  t.deepEqual(up.slice(-2), [undefined, undefined]);
  t.deepEqual(
    up.slice(0, -2),
    [...up.slice(0, -2)].sort((a, b) => a! - b!),
  );
  const down = tokens(await of('tokens-descending'));
  t.deepEqual(down.slice(0, -2), up.slice(0, -2).reverse());
  const listed = await of('listed');
  t.deepEqual(
    listed.map(({ part, made }) => `${part} ${made.id}`),
    [
      ...rows.flatMap(({ id }) => [`a ${id}`, `a ${id}`]),
      ...many(5, 100).map(({ id }) => `b ${id}`),
    ],
  );
  const shuffled = await of('shuffled');
  t.notDeepEqual(
    shuffled.map(({ made }) => made.id),
    listed.map(({ made }) => made.id),
  );
  t.true(shuffled.findIndex(({ part }) => part === 'b') < 40, 'parts are mixed');
  const unknown = await drawn(dir, [rows], recipeOf([part('a')], { order: 'pass-rate' }));
  t.is(unknown.drawn.unordered, 21);
});

test('bounds, and what is told of the rest', async t => {
  const dir = await tempDir(t);
  const surveyedParts = [part('a', { where: { tokens: { min: 50 } } })];
  const { rows } = await drawn(dir, [many(40)], recipeOf(surveyedParts));
  t.true(rows.length > 5 && rows.every(({ made }) => made.tokens! >= 50));
  t.is(rows.length, many(40).filter(({ tokens = 0 }) => tokens >= 50).length);
});
