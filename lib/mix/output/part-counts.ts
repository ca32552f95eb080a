import type { Drawn } from '../draw/draw.js';
import type { Surveyed } from '../draw/survey.js';
import type { Recipe } from '../recipe/recipe.js';
import type { PartCounts } from './manifest.js';

/** What has become of the records of each part. */
export function partCounts(
  { parts }: Recipe,
  drawn: Drawn,
  surveyed: readonly Surveyed[],
): PartCounts[] {
  const total = drawn.splits.reduce((sum, { rows }) => sum + rows, 0);
  return parts.map(({ name }, i) => {
    const { rows, taken, elsewhere, doubled, spare } = drawn.parts[i]!;
    const share = total === 0 ? 0 : Math.round((1e4 * rows) / total) / 1e4;
    return { name, rows, share, ...surveyed[i]!, taken, elsewhere, doubled, spare };
  });
}
