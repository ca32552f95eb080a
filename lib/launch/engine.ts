import type { NameIn, SettingsOf } from '../settings/values.js';

/** A run that is to be made on many machines. Command lines are words, without the program. */
export interface Launch {
  /** What its jobs are called; the same for the same files. */
  name: string;
  /** Where scripts and logs go; absolute. */
  folder: string;
  /** Where the command was given; paths in it may be relative to it. */
  cwd: string;
  /** Runs a command line, on this machine and on those that share its disk. */
  program: readonly string[];
  /** Make the corpora, one after the other. */
  index: readonly (readonly string[])[];
  /** Makes the shard whose number the engine has told the process. */
  shard: readonly string[];
  /** Whether the command says how many threads it takes. */
  hasWorkers: boolean;
  /** Joins the shards. */
  merge: readonly string[];
  /** How many shards there are. */
  shards: number;
}

/** The shards that are not on disk, by number, in order; behind them there is still the merging. */
export type Missing = readonly number[];

/** What is written to the folder of a launch. */
export interface Prepared {
  /** By name. One of them is `submit.sh`, which hands the jobs over; none where nothing is left to do. */
  files: Readonly<Record<string, string>>;
  /** What is handed over, in a few words. */
  says: string;
}

/** What runs jobs on many machines. One file and one row in `ENGINES`. */
export interface Engine {
  readonly help: string;
  /** The settings of `launch` that mean something to this engine alone. */
  readonly own: readonly NameIn<'launch'>[];
  /**
   * Writes jobs as the engine takes them: the index, the shards that are missing after it, and the
   * merge after them.
   *
   * @throws KeychainError SUBMIT_FAILED, where it has to ask the engine, which does not answer
   */
  prepare(
    launch: Launch,
    missing: Missing,
    settings: SettingsOf<'launch'>,
  ): Promise<Prepared> | Prepared;
}
