import type { Random } from '../../random.js';
import type { Parameter, ParameterValues } from '../../values/parameter.js';

/** What a placement asks a user for. `meta` holds every value, so each has a default. */
export type PlacementParameters = Readonly<
  Record<string, Required<Parameter<number | string | boolean>>>
>;

/** A way to choose where supporting passages stand: one file, and one row in the registry. */
export interface Placement<P extends PlacementParameters = Record<never, never>> {
  /** Where they stand, for `--help`. */
  readonly help: string;
  /** By their names as options in camelCase; in `meta` they stand in snake_case. */
  readonly parameters?: P;
  /**
   * Chooses the slots of `count` supporting passages among `slots` (as many, or more), counted from
   * 0, distinct and in any order. Needles stand so among the points of a context.
   *
   * @param random - the only source of randomness
   */
  slots(count: number, slots: number, parameters: ParameterValues<P>, random: Random): number[];
}
