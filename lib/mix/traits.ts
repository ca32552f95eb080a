import type { Example } from '../export/example.js';
import { isFields } from '../records/fields.js';
import { TRAITS, type Trait, type Where } from './recipe/recipe.js';

/** What is known of a row; undefined where nobody has said it. */
export type Traits = { readonly [T in Trait]: number | undefined };

/** The traits of a row, its prompt having been counted. */
export function traitsOf(example: Example): Traits {
  const { record, passRate, promptTokens } = example;
  const meta = isFields(record.meta) ? record.meta : {};
  return {
    'pass-rate': passRate,
    tokens: promptTokens,
    // Samples without chains have none, though the field may be there for the sake of a table.
    hops: numberOr(meta.hops),
    'question-hops': numberOr(record.question_hops) ?? hopsIn(meta.question_id),
  };
}

const numberOr = (value: unknown): number | undefined =>
  typeof value === 'number' && value > 0 ? value : undefined;

/** MuSiQue's ids tell it: `2hop__...`, `3hop1__...`. */
const hopsIn = (id: unknown): number | undefined =>
  typeof id === 'string' ? numberOr(Number(/^(\d)hop\d?__/.exec(id)?.[1] ?? 0)) : undefined;

/** Why a row is not wanted, in words; undefined where it is. */
export function unwanted(traits: Traits, where: Where): string | undefined {
  for (const trait of TRAITS) {
    const bounds = where[trait];
    if (!bounds) continue;
    const value = traits[trait];
    if (value === undefined) return `${trait} not known`;
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bounds;
    if (value < min) return `${trait} below ${min}`;
    if (value > max) return `${trait} above ${max}`;
  }
  return undefined;
}
