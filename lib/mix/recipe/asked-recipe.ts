import { KeychainError } from '../../errors.js';
import type { SettingsOf } from '../../settings/values.js';
import { overridden } from './override.js';
import { readRecipe } from './read-recipe.js';
import type { Recipe } from './recipe.js';

/**
 * The recipe that settings name, with what they say over it.
 *
 * @throws KeychainError USAGE, INPUT_MISSING
 */
export async function askedRecipe({
  recipe: files,
  set,
  randomSeed,
}: Pick<SettingsOf<'mix'>, 'recipe' | 'set' | 'randomSeed'>): Promise<{
  file: string;
  recipe: Recipe;
}> {
  const [file = '', ...more] = files;
  if (more.length > 0) {
    throw new KeychainError('USAGE', `mix takes one recipe, not ${files.length}`);
  }
  const read = await readRecipe(file);
  const recipe = overridden(randomSeed === undefined ? read : { ...read, seed: randomSeed }, set);
  return { file, recipe };
}
