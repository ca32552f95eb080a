import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Fields } from '../../../lib/records/fields.js';
import { type At, baseOf, type Effects, recordsOf, withOptions } from './effect.js';
import { type Ground, run } from './ground.js';
import { REJECTS } from './rejects.js';

/** A recipe of one part that is read. */
export const recipeOf = (
  { file }: Pick<Ground, 'file'>,
  from: string,
  more = '',
): Promise<string> =>
  file('recipe.yaml', `parts:\n  only:\n    from: ${JSON.stringify(from)}\n${more}`);

/** Mixes, and gives the folder that it went to. */
async function mixed(at: At, options: readonly string[], recipe = at.ground.recipe) {
  const dir = at.ground.fresh('mixed');
  await run(['mix', recipe, '--save-dir', dir, '--save-name', 'm', ...options]);
  return join(dir, 'm');
}

const rowsIn = (folder: string): Fields[] =>
  recordsOf<Fields>(gunzipSync(readFileSync(join(folder, 'train.jsonl.gz'))).toString());

export const MIX: Effects = {
  ...REJECTS,
  recipe: async at => {
    const dir = at.ground.fresh('mixed');
    await run(['mix', '--recipe', at.ground.recipe, '--save-dir', dir, '--save-name', 'm']);
    at.t.deepEqual(rowsIn(join(dir, 'm')), rowsIn(await mixed(at, [])));
  },
  set: async at => {
    at.t.is(rowsIn(await mixed(at, ['--set', 'only.take=2'])).length, 2);
    at.t.true(rowsIn(await mixed(at, [])).length > 2);
  },
  allowFewer: async at => {
    const recipe = await recipeOf(at.ground, at.ground.plain, '    take: 1000\n');
    const args = ['mix', recipe, '--save-dir', at.ground.fresh('mixed')];
    at.t.regex((await run(args, 1)).stderr, /TOO_FEW_ROWS: .*--allow-fewer/);
    at.t.regex((await run([...args, '--allow-fewer'])).stderr, /is to give 1000, and has 6 of 6/);
  },
  randomSeed: async at => {
    const ids = async (options: string[]) => rowsIn(await mixed(at, options)).map(({ id }) => id);
    at.t.notDeepEqual(await ids(['--random-seed', '7']), await ids([]));
    at.t.deepEqual(await ids(['--random-seed', '42']), await ids([]));
  },
  saveDir: async at => {
    const dir = at.ground.fresh('mixed');
    await run(['mix', at.ground.recipe, '--save-dir', dir]);
    const [name = ''] = readdirSync(dir);
    at.t.regex(at.ground.recipe, new RegExp(`${name}\\.yaml$`));
  },
  saveName: async at => {
    const dir = at.ground.fresh('mixed');
    await run(['mix', at.ground.recipe, '--save-dir', dir, '--save-name', 'own']);
    at.t.deepEqual(readdirSync(dir), ['own']);
  },
  fresh: async at => {
    const [, recipe = '', ...options] = baseOf(at);
    await run(['mix', recipe, ...options]);
    const again = ['mix', recipe, ...options, '--random-seed', '7'];
    at.t.regex((await run(again, 1)).stderr, /OUTPUT_DIFFERS: .*seed: 42, now 7.*--fresh/);
    at.t.regex((await run([...again, '--fresh'])).stderr, /6 rows/);
  },
  format: async at => {
    at.t.true(existsSync(join(await mixed(at, ['--format', 'jsonl']), 'train.jsonl')));
    at.t.regex((await withOptions(at, ['--format', 'parquet'], 2)).stderr, /--format parquet: /);
  },
  maxRecordBytes: async at => {
    const { stderr } = await withOptions(at, ['--max-record-bytes', '16'], 1);
    at.t.regex(stderr, /TOO_FEW_ROWS: .*6 rejected \(RECORD_TOO_LARGE\)/);
  },
  maxExpansion: async at => {
    const packed = join(await mixed(at, []), 'train.jsonl.gz');
    const recipe = await recipeOf(at.ground, packed);
    const args = ['mix', recipe, '--save-dir', at.ground.fresh('mixed')];
    const { stderr } = await run([...args, '--max-expansion', '0.001'], 1);
    at.t.regex(stderr, /INPUT_TOO_LARGE: .*--max-expansion/);
  },
  dryRun: async at => {
    const dir = at.ground.fresh('mixed');
    const { stdout } = await run(['mix', at.ground.recipe, '--save-dir', dir, '--dry-run']);
    const { parts } = JSON.parse(stdout);
    at.t.is(parts[0].rows, 6);
    at.t.false(existsSync(dir));
  },
};
