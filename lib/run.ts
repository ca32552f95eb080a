import type { Writable } from 'node:stream';
import { type Reporter, silentReporter } from './reporter.js';

/** What surrounds a pipeline, beside its settings. */
export interface Run {
  reporter: Reporter;
  /** Stands for `-` as an output. */
  stdout: Writable;
  /** The command as it was given, for manifests; missing in code. */
  commandLine?: readonly string[] | undefined;
}

/** The run of a pipeline that is called in code: silent. */
export const quietRun: Run = { reporter: silentReporter, stdout: process.stdout };
