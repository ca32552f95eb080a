import type { Reporter } from '../../pipelines/reporter.js';
import type { Arguments } from './arguments.js';
import type { OptionTable } from './options.js';

/** What a command came to. */
export interface Outcome {
  /** Shown at the end; an object as JSON under `--json`. */
  summary?: { text: string; data: object };
  /** 1 if the command's own answer is no, as that of `verify` may be. */
  failed?: boolean;
}

/** One command: arguments in, an outcome out. */
export interface Command {
  name: string;
  /** Input and output in a few words. */
  usage: string;
  summary: string;
  options: OptionTable;
  /** Command lines that work. */
  examples: string[];
  run(args: Arguments, reporter: Reporter): Promise<Outcome>;
}
