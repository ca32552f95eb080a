import type { CommandName } from '../../../lib/settings/commands.js';
import type { Effects } from './effect.js';
import { JUDGING, REASONING, ROLLOUT, TRAJECTORIES } from './models.js';
import { DEMO, FILTER, INDEX, MERGE, PARSE, RUN, SCORE, VERIFY } from './others.js';
import { STAGE } from './rejects.js';
import { RUNNING } from './running.js';
import { CHAIN, FILL, KEYCHAIN, RELEVANT_ONLY, SYNTH } from './samples.js';

const { config: _, ...NOT_CONFIGURED } = RUNNING;
const { debug, help } = RUNNING;

/** The effect of every option of every command. */
export const EFFECTS: Readonly<Record<CommandName, Effects>> = {
  demo: { ...RUNNING, ...DEMO },
  keychain: { ...RUNNING, ...KEYCHAIN, ...JUDGING },
  synth: { ...RUNNING, ...SYNTH, ...JUDGING },
  'relevant-only': { ...RUNNING, ...RELEVANT_ONLY },
  verify: { ...RUNNING, ...VERIFY },
  run: { ...NOT_CONFIGURED, ...RUN },
  parse: { ...RUNNING, ...PARSE },
  index: { ...RUNNING, ...INDEX },
  rollout: { ...RUNNING, ...STAGE, ...ROLLOUT },
  score: { ...RUNNING, ...SCORE },
  merge: { ...RUNNING, ...MERGE },
  filter: { ...RUNNING, ...FILTER },
  fill: { ...RUNNING, ...FILL },
  chain: { ...RUNNING, ...CHAIN },
  reasoning: { ...RUNNING, ...STAGE, ...REASONING },
  trajectories: { ...RUNNING, ...STAGE, ...TRAJECTORIES },
  completion: { debug: debug!, help: help! },
};
