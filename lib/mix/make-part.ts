import { join } from 'node:path';
import type { DatasetSummary } from '../assemble/write.js';
import { fetchNamed } from '../download/named.js';
import { KeychainError } from '../errors.js';
import type { Reporter } from '../reporter.js';
import type { Run } from '../run.js';
import { type Given, writeOptions } from '../settings/given.js';
import { settingsOf } from '../settings/resolve.js';
import { shownWords } from '../settings/shown.js';
import type { GivenTo } from '../settings/values.js';
import type { Make, Part } from './recipe/recipe.js';

/** The commands that make parts. */
export type Makers = {
  readonly [C in Make['command']]: (given: GivenTo<C>, run: Run) => Promise<DatasetSummary[]>;
};

/** Where parts are made, and how. */
export interface MakeOptions {
  /** Each has a folder below. */
  partsDir: string;
  makers: Makers;
  run: Run;
  /** Whether what is there of another plan is made anew. */
  fresh: boolean;
}

/** A part that is made. */
export type MadePart = Part & { make: Make };

export const isMade = (part: Part): part is MadePart => part.make !== undefined;

/** The settings of the run that makes a part. */
export const givenOf = ({ name, make }: MadePart, partsDir: string): Given => ({
  ...make.given,
  saveDir: partsDir,
  saveName: name,
});

/** Its command, which makes it by itself, too. */
export function commandOf(part: MadePart, partsDir: string): string[] {
  const { command } = part.make;
  const rows = settingsOf(command);
  return [command, ...shownWords(writeOptions(givenOf(part, partsDir), rows), rows)];
}

/**
 * Makes a part by a run of its own, which is gone on with where one was ended, and found where it is done.
 *
 * @returns its files
 * @throws KeychainError what the command does
 */
export async function makePart(
  part: MadePart,
  { partsDir, makers, run, fresh }: MakeOptions,
): Promise<string[]> {
  const { name, make } = part;
  run.reporter.step(`part ${name}: ${make.command} to ${join(partsDir, name)}`);
  const commandLine = commandOf(part, partsDir);
  const local = await fetchNamed(make.command, givenOf(part, partsDir), run.reporter);
  const maker = makers[make.command] as (given: Given, run: Run) => Promise<DatasetSummary[]>;
  // Parts of one dataset would be one to whoever shows how far things are.
  const progress: Reporter['progress'] = (of, far) => run.reporter.progress(`${name}: ${of}`, far);
  const own = { ...run, commandLine, reporter: { ...run.reporter, progress } };
  const made = (given: Given) => maker(given, own);
  const summaries = await made(local).catch((error: unknown) => {
    const isOther = error instanceof KeychainError && error.code === 'OUTPUT_DIFFERS';
    if (!isOther || !fresh) throw error;
    return made({ ...local, fresh: true });
  });
  return summaries.flatMap(({ outputs }) => outputs.map(({ file }) => file));
}
