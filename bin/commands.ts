import type { Command } from './command.js';
import { chainCommand } from './commands/chain.js';
import { fillCommand } from './commands/fill.js';
import { indexCommand } from './commands/index-datasets.js';
import { parseCommand } from './commands/parse.js';
import { keychainCommand, relevantOnlyCommand, synthCommand } from './commands/samples.js';
import { verifyCommand } from './commands/verify.js';

/** All commands, in the order in which data flows. */
export const COMMANDS: readonly Command[] = [
  keychainCommand,
  synthCommand,
  relevantOnlyCommand,
  verifyCommand,
  parseCommand,
  indexCommand,
  fillCommand,
  chainCommand,
];
