import type { Command } from './cli/command.js';
import { chainCommand } from './commands/chain.js';
import { demoCommand } from './commands/demo.js';
import { fillCommand } from './commands/fill.js';
import { filterCommand } from './commands/filter.js';
import { indexCommand } from './commands/index-datasets.js';
import { mergeCommand } from './commands/merge.js';
import { parseCommand } from './commands/parse.js';
import { reasoningCommand } from './commands/reasoning.js';
import { rolloutCommand } from './commands/rollout.js';
import { keychainCommand, relevantOnlyCommand, synthCommand } from './commands/samples.js';
import { scoreCommand } from './commands/score.js';
import { trajectoriesCommand } from './commands/trajectories.js';
import { verifyCommand } from './commands/verify.js';

/** All commands, in the order in which data flows. */
export const COMMANDS: readonly Command[] = [
  demoCommand,
  keychainCommand,
  synthCommand,
  relevantOnlyCommand,
  verifyCommand,
  parseCommand,
  indexCommand,
  rolloutCommand,
  scoreCommand,
  mergeCommand,
  filterCommand,
  fillCommand,
  chainCommand,
  reasoningCommand,
  trajectoriesCommand,
];
