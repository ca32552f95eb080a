import { KeychainError } from '../errors.js';
import type { Random } from '../random.js';
import type { SampleMeta } from '../records/sample.js';
import { checkValues } from '../values/check-values.js';
import { snakeCase } from '../values/letter-case.js';
import { namesOf } from '../values/registry.js';
import {
  PLACEMENT_PARAMETERS,
  PLACEMENTS,
  type PlacementName,
  type PlacementValues,
} from './placements/registry.js';

export interface PlacementOptions {
  placement: PlacementName;
  /** Of all placements, whichever is taken. */
  placementParameters: PlacementValues;
}

/**
 * Picks placement and parameters out of settings and checks them once, before anything is placed.
 *
 * @throws KeychainError USAGE
 */
export function placementOf(
  settings: { placement: PlacementName } & PlacementValues,
): PlacementOptions {
  const { placement } = settings;
  if (!Object.hasOwn(PLACEMENTS, placement)) {
    const allowed = namesOf(PLACEMENTS).join(', ');
    throw new KeychainError('USAGE', `--placement ${placement}: allowed are ${allowed}`);
  }
  checkValues(PLACEMENT_PARAMETERS, settings);
  const values = namesOf(PLACEMENT_PARAMETERS).map(name => [name, settings[name]]);
  return { placement, placementParameters: Object.fromEntries(values) };
}

/** Placement and parameters as `meta` has them, in the order of the registry. */
export function placementMeta({
  placement,
  placementParameters,
}: PlacementOptions): Pick<SampleMeta, 'placement' | 'sigma' | 'clamp'> {
  const values = namesOf(PLACEMENT_PARAMETERS).map(name => [
    snakeCase(name),
    placementParameters[name],
  ]);
  return { placement, ...Object.fromEntries(values) };
}

/** Slots of `count` among `slots`, as the placement has them. */
export const slotsOf = (
  count: number,
  slots: number,
  { placement, placementParameters }: PlacementOptions,
  random: Random,
): number[] => PLACEMENTS[placement].slots(count, slots, placementParameters, random);

/** The passages in the order of the context: supporting ones in their slots, all else shuffled. */
export function arrange<T extends { supporting: boolean }>(
  passages: readonly T[],
  options: PlacementOptions,
  random: Random,
): T[] {
  const supporting = random.shuffle(passages.filter(passage => passage.supporting));
  const others = random.shuffle(passages.filter(passage => !passage.supporting));
  const slots = slotsOf(supporting.length, passages.length, options, random);
  const inSlot = new Map(slots.map((slot, i) => [slot, supporting[i]!]));
  let next = 0;
  return passages.map((_, slot) => inSlot.get(slot) ?? others[next++]!);
}
