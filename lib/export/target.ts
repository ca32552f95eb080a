import type { SinkName } from '../output/sinks.js';
import type { Fields } from '../records/fields.js';
import type { Run } from '../run.js';
import type { Parameter, ParameterValues } from '../values/parameter.js';
import type { Example } from './example.js';

/** The files among which questions are dealt out; see `split/deal.ts`. */
export type Split = 'train' | 'test' | 'valid';

/** Stands for standard output in place of a path. */
export const STDOUT = '-';

/** A file that an export has written. */
export interface WrittenFile {
  /** Its path, or `-`. */
  path: string;
  rows: number;
}

/** Commands and manifests as they may be published: without what is of this machine alone. */
export interface PublicForms {
  manifest(manifest: Fields): Fields;
  /**
   * The command of the export itself; undefined for what is none.
   *
   * @param before published commands, whose outputs it reads
   */
  command(
    words: readonly string[],
    before: readonly (readonly string[])[],
  ): readonly string[] | undefined;
}

/** Where an export goes, and what it is told. */
export interface ExportPlace {
  /** `--out`: a file or a folder, as the target has it. */
  out: string;
  /** Whether questions are dealt out among several files. */
  isDealt: boolean;
  /** The files that the examples are read from; `-` is standard input. */
  inputs: readonly string[];
  /** `--format`, where it is asked for. */
  format?: SinkName | undefined;
  publicly: PublicForms;
  run: Run;
}

/** An export under way: examples go in, and files get their names when all of them are whole. */
export interface ExportWriter {
  /** The files that it will write, as far as that is known before; none of them is begun. */
  readonly paths: readonly string[];
  /** Sees all examples before the first is written, where its files depend on all of them. */
  learn?(example: Example): void;
  /**
   * Resolves when it takes another.
   *
   * @throws RecordError if the target has no place for it: the example is rejected, and the export
   *   goes on
   */
  write(example: Example, split: Split): Promise<void>;
  /** Ends the writing: all is on the disk, without its names. */
  end(): Promise<WrittenFile[]>;
  /** Gives the files that are ended their names. */
  commit(): Promise<void>;
  /** Hands on what has been written, when all of it is in its place. */
  publish?(): Promise<void>;
  /** Removes what is there so far. */
  abandon(): Promise<void>;
}

export type TargetParameters = Readonly<Record<string, Parameter>>;

/** A reader that is written for, such as a trainer: one file, and one row in the registry. */
export interface Target<P extends TargetParameters = TargetParameters> {
  /** Who reads what, in a few words. */
  readonly help: string;
  /** What it asks a user for, by their names as options in camelCase. */
  readonly parameters?: P;
  /**
   * What the counts of prompts are to it: `written` in its rows, `held` against `--max-prompt-length`
   * and no more, or `none`, where all that it takes has its answer already.
   */
  readonly promptCounts: 'written' | 'held' | 'none';
  /** The endings of files that its reader opens; missing where the target itself says what its files are. */
  readonly endings?: readonly string[];
  /** Whether `--format` says how its files are written. */
  readonly takesFormat: boolean;
  /** @throws KeychainError USAGE for a place, or values, that it cannot do with */
  open(
    place: ExportPlace,
    values: Partial<ParameterValues<P>>,
  ): ExportWriter | Promise<ExportWriter>;
}
