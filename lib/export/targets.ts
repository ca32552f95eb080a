import { parametersOf } from '../values/registry.js';
import type { Target } from './target.js';
import { hub } from './targets/hub.js';
import { openaiBatch } from './targets/openai-batch.js';

import { openaiFt } from './targets/openai-ft.js';
import { swift } from './targets/swift.js';
import { trl } from './targets/trl.js';
import { verl } from './targets/verl.js';

/** Whom samples are exported to, by the name of the target. */
export const TARGETS = {
  verl,
  trl,
  swift,
  'openai-batch': openaiBatch,
  'openai-ft': openaiFt,
  hub,
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof TARGETS;

/** What all targets ask for. */
export const TARGET_PARAMETERS = parametersOf(TARGETS);
