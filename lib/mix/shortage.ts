import { KeychainError } from '../errors.js';
import type { Drawn } from './draw/draw.js';
import type { Surveyed } from './draw/survey.js';
import type { Recipe } from './recipe/recipe.js';

/** What is less than the recipe asks for, a sentence each. */
export function shortages(
  { parts, splits }: Recipe,
  drawn: Drawn,
  surveyed: readonly Surveyed[],
): string[] {
  const short = parts.flatMap(({ name, take }, i) => {
    const { taken, elsewhere, doubled } = drawn.parts[i]!;
    const asked = take ?? 1;
    if (taken >= asked) return [];
    const { read, rejects, dropped } = surveyed[i]!;
    const why = [
      ...Object.entries(rejects).map(([code, count]) => `${count} rejected (${code})`),
      ...Object.entries(dropped).map(([reason, count]) => `${count} ${reason}`),
      ...(elsewhere > 0 ? [`${elsewhere} with questions of earlier parts`] : []),
      ...(doubled > 0 ? [`${doubled} with questions that it has already`] : []),
    ];
    const of = why.length > 0 ? ` (${why.join(', ')})` : '';
    return [`part ${name} is to give ${asked}, and has ${taken} of ${read}${of}`];
  });
  if (drawn.missing === 0) return short;
  const sizes = drawn.splits.map(({ questions }, i) => `${splits[i]!.split} has ${questions}`);
  return [...short, `the splits ask for ${drawn.missing} questions more: ${sizes.join(', ')}`];
}

/** @throws KeychainError TOO_FEW_ROWS */
export function refuseShort(short: readonly string[]): void {
  if (short.length === 0) return;
  throw new KeychainError(
    'TOO_FEW_ROWS',
    `${short.join('; ')}; ask for less, or take what there is with --allow-fewer`,
  );
}
