import type { ParameterValues } from '../../values/parameter.js';
import { parametersOf } from '../../values/registry.js';
import { end } from './end.js';
import { gaussian } from './gaussian.js';
import type { Placement, PlacementParameters } from './placement.js';
import { spread } from './spread.js';
import { start } from './start.js';
import { uniform } from './uniform.js';

/** Where supporting passages may stand (`--placement`). */
export const PLACEMENTS = {
  uniform,
  gaussian,
  start,
  end,
  spread,
} as const satisfies Record<string, Placement<PlacementParameters>>;

export type PlacementName = keyof typeof PLACEMENTS;

/** What all placements ask for; `meta` writes them in this order, whichever placement was taken. */
export const PLACEMENT_PARAMETERS = parametersOf(PLACEMENTS);

export type PlacementValues = ParameterValues<typeof PLACEMENT_PARAMETERS>;
