import { type Manifest, recordsTold } from '../../../lib/assemble/outputs/manifest.js';
import { ERROR_CODES } from '../../../lib/errors.js';
import type { CommandResult } from '../../support/command.js';

/** What may come of a command line; 4 is that of `status`, the last an interrupt's. */
const EXIT_CODES = new Set([0, 1, 2, 3, 4, 130]);
/** Longer than any one message should be; a record's text put into one makes it longer. */
const MOST_CHARACTERS = 2000;

const STACK = /^\s+at .+:\d+:\d+\)?$/m;
const ERROR = /^error: (?:(?<code>[A-Z_0-9]+): )?/;

/**
 * What is wrong with how a command ended, whatever it was given.
 *
 * @param reports whether it says on standard output what is wrong with its input
 */
export function endProblems(
  { code, stderr }: CommandResult,
  { reports }: { reports: boolean },
): string[] {
  const problems: string[] = [];
  if (!EXIT_CODES.has(code)) problems.push(`exit code ${code}`);
  if (STACK.test(stderr)) problems.push(`a stack trace: ${stderr.match(STACK)![0].trim()}`);
  const errors = stderr.split('\n').filter(line => line.startsWith('error: '));
  const errorSaid = code === 2 || (code === 1 && !reports);
  if (errorSaid ? errors.length !== 1 : errors.length > 1) {
    problems.push(`exit code ${code} with ${errors.length} errors said`);
  }
  for (const line of errors) {
    const named = ERROR.exec(line)?.groups?.code;
    if (named === undefined || !(named in ERROR_CODES)) problems.push(`no code: ${line}`);
    if (line.length > MOST_CHARACTERS) problems.push(`a message of ${line.length} characters`);
  }
  return problems;
}

/** What became of the records of an input, by what is left on disk. */
export interface Account {
  written: number;
  rejected: number;
  /** Unanswerable and unlabelled questions, and what a stage leaves out: no sample is made of it. */
  passedOver: number;
}

/** @param records in the input */
export function accountProblems(
  { written, rejected, passedOver }: Account,
  records: number,
): string[] {
  if (written + rejected + passedOver === records) return [];
  return [
    `${records} records, but ${written} written, ${rejected} rejected, ${passedOver} passed over`,
  ];
}

/** What is wrong with the sums of a manifest, beside which there are so many lines. */
export function manifestProblems(
  {
    counts,
    corpus,
    plan,
  }: Pick<Manifest, 'counts'> & {
    corpus: { questions: number };
    plan?: Pick<Manifest['plan'], 'command'>;
  },
  there: { samples: number; rejects: number },
): string[] {
  const problems: string[] = [];
  const told = {
    samples: counts.samples,
    rejects: Object.values(counts.rejects).reduce((sum, count) => sum + count, 0),
  };
  for (const kind of ['samples', 'rejects'] as const) {
    if (told[kind] !== there[kind]) {
      problems.push(`${told[kind]} ${kind} told, ${there[kind]} there`);
    }
  }
  const { questions, unanswerable, unlabelled, left_out: leftOut, marked } = counts;
  const made = told.samples + leftOut;
  if (made > questions || made + told.rejects < questions) {
    problems.push(
      `${questions} questions, but ${told.samples} samples, ${leftOut} left out, ${told.rejects} rejects`,
    );
  }
  // The tasks of needles are numbered, and are no questions of a corpus.
  const isOfCorpus = plan?.command !== 'needle';
  if (isOfCorpus && questions + unanswerable + unlabelled > corpus.questions) {
    problems.push(
      `${corpus.questions} questions in the corpus, but ${questions} used, ${unanswerable} unanswerable, ${unlabelled} unlabelled`,
    );
  }
  if (recordsTold(counts) + counts.not_asked !== counts.read || counts.not_asked < 0) {
    problems.push(`of ${counts.read} records ${recordsTold(counts)} are told of`);
  }
  if (marked > told.samples) problems.push(`${marked} of ${told.samples} samples are marked`);
  return problems;
}
