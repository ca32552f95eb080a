import { silentReporter } from '../reporter.js';
import { withCounting } from './counting.js';
import { draw } from './draw/draw.js';
import { survey } from './draw/survey.js';
import type { MixOptions } from './mix.js';
import type { PartCounts } from './output/manifest.js';
import { partCounts } from './output/part-counts.js';
import { type MixPlace, refuseItself } from './output/place.js';
import { type PlannedPart, plannedParts } from './part-files.js';
import type { Recipe } from './recipe/recipe.js';
import { shortages } from './shortage.js';

/** What a mixture would be. */
export interface MixEstimate {
  folder: string;
  files: readonly string[];
  seed: number;
  order: string;
  parts: (PlannedPart & Partial<PartCounts>)[];
  /** What would be less than it is to be; missing where parts have to be made first. */
  short?: readonly string[];
  splits?: { split: string; questions: number; rows: number }[];
}

/**
 * Looks at what is there, and makes and writes nothing. Where a part has to be made first, nobody knows what
 * will be drawn.
 *
 * @throws KeychainError
 */
export async function estimateMix(
  recipe: Recipe,
  place: MixPlace,
  { settings, run }: Pick<MixOptions, 'settings' | 'run'>,
): Promise<MixEstimate> {
  const { folder, names: files, partsDir } = place;
  const planned = await plannedParts(recipe, partsDir);
  const { seed, order } = recipe;
  const parts = recipe.parts.map((part, i) => ({ part, files: planned[i]!.files ?? [] }));
  refuseItself(place, parts);
  if (planned.some(each => !each.files)) return { folder, files, seed, order, parts: planned };
  return withCounting(recipe.settings, run.reporter, async ({ count }) => {
    const options = { limits: settings, reporter: silentReporter };
    const surveyed = await survey(parts, seed, count, options);
    try {
      const drawn = await draw(recipe, surveyed);
      await drawn.positions.close();
      const counts = partCounts(recipe, drawn, surveyed.parts);
      return {
        ...{ folder, files, seed, order },
        parts: planned.map((each, i) => ({ ...each, ...counts[i]! })),
        short: shortages(recipe, drawn, surveyed.parts),
        splits: drawn.splits.map((each, i) => ({ split: recipe.splits[i]!.split, ...each })),
      };
    } finally {
      await surveyed.close();
    }
  });
}
