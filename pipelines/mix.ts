import { estimateMix, type MixEstimate } from '../lib/mix/estimate.js';
import type { Makers } from '../lib/mix/make-part.js';
import { type MixSummary, mixRecipe } from '../lib/mix/mix.js';
import { mixPlace } from '../lib/mix/output/place.js';
import { askedRecipe } from '../lib/mix/recipe/asked-recipe.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { keychain } from './keychain.js';
import { needle } from './needle.js';
import { relevantOnly } from './relevant-only.js';
import { synth } from './synth.js';

const MAKERS: Makers = { keychain, synth, 'relevant-only': relevantOnly, needle };

/**
 * Outputs and rows of others to one training set, as a recipe says: its parts are made, or read, their rows
 * drawn, no question twice, and written in one order.
 *
 * @param options `partsDir`: where parts are made, if not beside the folder of the mixture
 * @throws KeychainError
 */
export async function mix(
  given: GivenTo<'mix'>,
  run: Run = quietRun,
  options: { partsDir?: string } = {},
): Promise<MixSummary> {
  const settings = resolve('mix', given);
  const { file, recipe } = await askedRecipe(settings);
  const place = mixPlace(file, recipe, settings);
  return mixRecipe(recipe, { ...place, ...options }, { settings, run, makers: MAKERS });
}

/**
 * What a mixture would be, as far as its parts are there. Nothing is made or written.
 *
 * @throws KeychainError
 */
export async function planMix(given: GivenTo<'mix'>, run: Run = quietRun): Promise<MixEstimate> {
  const settings = resolve('mix', given);
  const { file, recipe } = await askedRecipe(settings);
  return estimateMix(recipe, mixPlace(file, recipe, settings), { settings, run });
}
