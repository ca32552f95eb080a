import { realpathSync } from 'node:fs';
import { basename, extname, join, resolve, sep } from 'node:path';
import { KeychainError } from '../../errors.js';
import { inputPlace } from '../../input/input-place.js';
import type { Sink } from '../../output/sink.js';
import { SINKS } from '../../output/sinks.js';
import type { SettingsOf } from '../../settings/values.js';
import type { PartFiles } from '../draw/survey.js';
import type { Recipe } from '../recipe/recipe.js';

/** Where a mixture goes. */
export interface MixPlace {
  /** The recipe. */
  recipe: string;
  folder: string;
  /** Where parts are made, a folder each: outside, so that who reads the folder reads none of them. */
  partsDir: string;
  /** Of its files, a split each. */
  names: string[];
}

/** @throws KeychainError USAGE for more than one recipe, or a format that is no lines */
export function mixPlace(
  recipe: string,
  { splits }: Recipe,
  settings: SettingsOf<'mix'>,
): MixPlace {
  const { saveDir, saveName = basename(recipe, extname(recipe)), format } = settings;
  const { ending, takesLines }: Sink = SINKS[format];
  if (!takesLines) {
    throw new KeychainError(
      'USAGE',
      `--format ${format}: rows of several kinds are no table; take jsonl.gz, jsonl.zst or jsonl, and export the mixture`,
    );
  }
  const folder = join(saveDir, saveName);
  const names = splits.map(({ split }) => `${split}${ending}`);
  return { recipe, folder, partsDir: `${folder}.parts`, names };
}

/**
 * Sees that no part is read from the folder of the mixture: what is read would be written over, or a mixture be
 * mixed into itself.
 *
 * @throws KeychainError USAGE
 */
export function refuseItself({ folder }: MixPlace, parts: readonly PartFiles[]): void {
  const inside = `${realPath(folder)}${sep}`;
  for (const { part, files } of parts) {
    const file = files.find(each => realPath(inputPlace(each).path).startsWith(inside));
    if (file === undefined) continue;
    throw new KeychainError(
      'USAGE',
      `part ${part.name}: ${file} is in the folder of the mixture; name another one with --save-dir or --save-name`,
    );
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // The folder is not there yet.
    return resolve(path);
  }
}
