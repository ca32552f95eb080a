import type { Run } from '../../lib/run.js';
import type { CommandName } from '../../lib/settings/commands.js';
import type { SettingName } from '../../lib/settings/table.js';
import type { GivenTo } from '../../lib/settings/values.js';

/** What a command came to. */
export interface Outcome {
  /** Shown at the end; an object as JSON under `--json`. */
  summary?: { text: string; data: object };
  /** What the process ends with, where neither errors nor rejects decide it. */
  exitCode?: number;
}

/** What surrounds a command, beside its settings. */
export interface Context {
  run: Run;
  /** Whether a program reads what is told (`--json`). */
  json: boolean;
  /** The arguments without a name of a command that puts them into no setting. */
  words: readonly string[];
}

/** What the arguments without a name are. */
export interface WordsOf {
  /** The setting that they go into; missing where the command takes them as they are. */
  setting?: SettingName;
  /** Said where there is none, if the command cannot do without. */
  needed?: string;
  /** All that is allowed, where that is a few words; else they are files. */
  choices?: readonly string[];
  /** How many there may be; missing for any number. */
  most?: { count: number; said: string };
}

/** One command: settings in, an outcome out. */
export interface Command<C extends CommandName = CommandName> {
  readonly name: C;
  /** Input and the settings that it cannot do without, in a few words. */
  readonly usage: string;
  readonly summary: string;
  /** Missing where it takes no arguments without a name. */
  readonly words?: WordsOf;
  /** Command lines that work, by the name of the program. */
  examples(program: string): string[];
  /** Loads its pipeline only now: no command, and no page of help, pays for the start of others. */
  run(given: GivenTo<C>, context: Context): Promise<Outcome>;
}
