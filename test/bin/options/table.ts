import type { CommandName } from '../../../lib/settings/commands.js';
import { ADOPT } from './adopt.js';
import { DOWNLOAD } from './download.js';
import type { Effects } from './effect.js';
import { EXPORT } from './export.js';
import { LAUNCH } from './launch.js';
import { LIMITS } from './limits.js';
import { MIX } from './mix.js';
import { JUDGING, REASONING, ROLLOUT, TRAJECTORIES } from './models.js';
import { DEMO, FILTER, INDEX, MERGE, PARSE, REPORT, RUN, SCORE, VERIFY } from './others.js';
import { STAGE } from './rejects.js';
import { RUNNING } from './running.js';
import { CHAIN, FILL, KEYCHAIN, NEEDLE, RELEVANT_ONLY, SYNTH } from './samples.js';
import {
  CHAIN_TEXTS,
  FILL_TEXTS,
  INDEX_TEXTS,
  MAKING_TEXTS,
  NEEDLE_TEXTS,
  VERIFY_TEXTS,
} from './texts.js';
import { VIEW } from './view.js';

const { config: _, ...NOT_CONFIGURED } = RUNNING;
const { debug, help } = RUNNING;

/** The effect of every option of every command. */
export const EFFECTS: Readonly<Record<CommandName, Effects>> = {
  demo: { ...RUNNING, ...DEMO },
  download: { ...NOT_CONFIGURED, ...DOWNLOAD },
  keychain: { ...RUNNING, ...LIMITS, ...KEYCHAIN, ...JUDGING, ...MAKING_TEXTS },
  synth: { ...RUNNING, ...LIMITS, ...SYNTH, ...JUDGING, ...MAKING_TEXTS },
  'relevant-only': { ...RUNNING, ...LIMITS, ...RELEVANT_ONLY },
  needle: { ...RUNNING, ...LIMITS, ...NEEDLE, ...NEEDLE_TEXTS },
  launch: { ...LAUNCH, help: help! },
  verify: { ...RUNNING, ...LIMITS, ...VERIFY, ...VERIFY_TEXTS },
  view: { ...NOT_CONFIGURED, ...VIEW },
  run: { ...NOT_CONFIGURED, ...RUN },
  status: { ...NOT_CONFIGURED },
  parse: { ...RUNNING, ...LIMITS, ...PARSE },
  index: { ...RUNNING, ...LIMITS, ...INDEX, ...INDEX_TEXTS },
  rollout: { ...RUNNING, ...LIMITS, ...STAGE, ...ROLLOUT },
  score: { ...RUNNING, ...LIMITS, ...SCORE },
  merge: { ...RUNNING, ...LIMITS, ...MERGE },
  filter: { ...RUNNING, ...LIMITS, ...FILTER },
  fill: { ...RUNNING, ...LIMITS, ...FILL, ...FILL_TEXTS },
  chain: { ...RUNNING, ...LIMITS, ...CHAIN, ...CHAIN_TEXTS },
  reasoning: { ...RUNNING, ...LIMITS, ...STAGE, ...REASONING },
  trajectories: { ...RUNNING, ...LIMITS, ...STAGE, ...TRAJECTORIES },
  adopt: { ...RUNNING, ...LIMITS, ...STAGE, ...ADOPT },
  mix: { ...RUNNING, ...MIX },
  export: { ...RUNNING, ...LIMITS, ...STAGE, ...EXPORT },
  report: { ...RUNNING, ...LIMITS, ...REPORT },
  completion: { debug: debug!, help: help! },
};
