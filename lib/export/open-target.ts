import type { ParameterValues } from '../values/parameter.js';
import type { ExportPlace, ExportWriter, Target } from './target.js';
import { type TARGET_PARAMETERS, TARGETS, type TargetName } from './targets.js';

/** What targets ask for; each takes its own of it. */
export type TargetValues = Partial<ParameterValues<typeof TARGET_PARAMETERS>>;

/** @throws KeychainError USAGE for a place, or values, that the target cannot do with */
export async function openTarget(
  to: TargetName,
  place: ExportPlace,
  values: TargetValues,
): Promise<ExportWriter> {
  const target: Target = TARGETS[to];
  return target.open(place, values);
}
