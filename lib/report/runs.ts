import type { Fields } from '../records/fields.js';
import { modelOf, readFacts } from './read-facts.js';
import { addRecord, addRejects, type RunTally, runTally } from './tally.js';

/** Runs that stand side by side on a page; what is beyond them is counted together. */
const MOST_RUNS = 8;
const OTHERS = 'other runs';

/** The tallies of runs by their labels, in the order in which they were met. */
export type Runs = Map<string, RunTally>;

/** Counts a record of an input: a sample, a question, one that a model has answered, or a reject. */
export function addToRuns(runs: Runs, label: string, record: Fields): void {
  if (isReject(record)) {
    addRejects(runOf(runs, label), String(record.code));
    return;
  }
  const facts = readFacts(record);
  const model = modelOf(record);
  const name = model === '' || model === label ? label : `${label}: ${model.slice(0, 60)}`;
  if (facts) addRecord(runOf(runs, name), facts);
  else runOf(runs, label).unreadable++;
}

/** The tally with a label, made where there is none yet. */
export function runOf(runs: Runs, label: string): RunTally {
  const name = runs.has(label) || runs.size < MOST_RUNS ? label : OTHERS;
  const known = runs.get(name) ?? runTally();
  runs.set(name, known);
  return known;
}

/** A line of a rejects file. */
const isReject = ({ code, message, input, question }: Fields): boolean =>
  typeof code === 'string' &&
  typeof message === 'string' &&
  input === undefined &&
  question === undefined;
