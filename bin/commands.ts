import type { Command } from './cli/command.js';
import { adoptCommand } from './commands/adopt.js';
import { chainCommand } from './commands/chain.js';
import { completionCommand } from './commands/completion.js';
import { demoCommand } from './commands/demo.js';
import { downloadCommand } from './commands/download.js';
import { exportCommand } from './commands/export.js';
import { fillCommand } from './commands/fill.js';
import { filterCommand } from './commands/filter.js';
import { indexCommand } from './commands/index-datasets.js';
import { keychainCommand } from './commands/keychain.js';
import { launchCommand } from './commands/launch.js';
import { mergeCommand } from './commands/merge.js';
import { mixCommand } from './commands/mix.js';
import { needleCommand } from './commands/needle.js';
import { parseCommand } from './commands/parse.js';
import { reasoningCommand } from './commands/reasoning.js';
import { relevantOnlyCommand } from './commands/relevant-only.js';
import { reportCommand } from './commands/report.js';
import { rolloutCommand } from './commands/rollout.js';
import { runCommand } from './commands/run.js';
import { scoreCommand } from './commands/score.js';
import { statusCommand } from './commands/status.js';
import { synthCommand } from './commands/synth.js';
import { trajectoriesCommand } from './commands/trajectories.js';
import { verifyCommand } from './commands/verify.js';
import { viewCommand } from './commands/view.js';

/** All commands, in the order in which data flows. */
export const COMMANDS: readonly Command[] = [
  demoCommand,
  downloadCommand,
  keychainCommand,
  synthCommand,
  relevantOnlyCommand,
  needleCommand,
  launchCommand,
  verifyCommand,
  viewCommand,
  runCommand,
  statusCommand,
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
  adoptCommand,
  mixCommand,
  exportCommand,
  reportCommand,
  completionCommand,
];
