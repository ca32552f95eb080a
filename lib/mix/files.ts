import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { KeychainError } from '../errors.js';
import { checkInputs } from '../input/check-inputs.js';
import { sampleFiles } from '../output/sample-files.js';
import type { Part } from './recipe/recipe.js';

/**
 * The files of a part that is read: those that are named, stand in folders, or fit a pattern, in the order in
 * which they are named, those of one pattern by their names.
 *
 * @throws KeychainError INPUT_MISSING, USAGE
 */
export async function filesOfPart({ name, from }: Part): Promise<string[]> {
  if (from.includes('-')) {
    throw new KeychainError(
      'USAGE',
      `${name}: standard input can be read once, and parts are read twice; name a file`,
    );
  }
  const named: string[] = [];
  for (const path of from) named.push(...(await expanded(path)));
  const files = await sampleFiles(named);
  await checkInputs(files);
  const twice = files.find((file, i) => files.indexOf(file) < i);
  if (twice === undefined) return files;
  throw new KeychainError('USAGE', `${name}: ${twice} is named twice`);
}

/** What a pattern stands for: `*` for any part of a name, `?` for one character. */
async function expanded(pattern: string): Promise<string[]> {
  if (!/[*?]/.test(pattern)) return [pattern];
  const parent = dirname(pattern);
  const parents = parent === pattern ? [parent] : await expanded(parent);
  const name = basename(pattern);
  const found: string[] = [];
  for (const folder of parents) {
    if (!/[*?]/.test(name)) {
      found.push(join(folder, name));
      continue;
    }
    const names = await readdir(folder).catch(() => []);
    found.push(...names.filter(each => fits(each, name)).map(each => join(folder, each)));
  }
  if (found.length > 0) return found.sort();
  throw new KeychainError('INPUT_MISSING', `${pattern}: nothing fits this pattern`);
}

function fits(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  const source = pattern.replace(/[.*+?^${}()|[\]\\]/g, each =>
    each === '*' ? '.*' : each === '?' ? '.' : `\\${each}`,
  );
  return new RegExp(`^${source}$`, 's').test(name);
}
