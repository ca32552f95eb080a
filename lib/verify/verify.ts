import type { Readable, Transform } from 'node:stream';
import { KeychainError } from '../errors.js';
import { stage } from '../stream/stage.js';
import type { SampleFinding } from './finding.js';
import type { Due, Looked } from './look.js';
import { chooseRecounts, type Recounts } from './recount/choose.js';
import { createTally, type DueRecord, type FileReport, type Tally } from './report/tally.js';
import type { VerifySources } from './sources.js';

export interface VerifyOptions {
  /** Name of the file in findings and errors. Default `-`. */
  file?: string;
  /**
   * Which samples the tokenizer's library counts too, for several files together; see
   * `chooseRecounts`. Default: at least 50 of this file.
   */
  recounts?: Recounts;
}

/**
 * The stage: takes lines or samples of one file, gives findings, and hands over the file's report
 * at the end. Memory does not depend on the number of samples.
 *
 * @throws KeychainError (as the stream's error) `INPUT_SYNTAX` for a line that is not JSON,
 * `TOKENIZER_UNUSABLE` for a sample counted with another tokenizer
 */
export function verify(
  sources: VerifySources,
  options: VerifyOptions & { onReport: (report: FileReport) => void },
): Transform {
  const { file = '-', recounts = chooseRecounts(), onReport } = options;
  const tally = createTally(file, sources, recounts);
  let line = 0;
  return stage<unknown, SampleFinding>(
    (input, push) => {
      line++;
      if (isBlank(input)) return;
      const due = tally.due(parseLine(input, file, line), line);
      for (const finding of tally.gather(due)) push(finding);
    },
    { flush: () => onReport(tally.report()), close: () => tally.close() },
  );
}

/**
 * Looks at samples of ours elsewhere, such as on another thread; gives what each has shown, in order.
 *
 * @throws KeychainError
 */
export type LookElsewhere = (samples: readonly Due[]) => Promise<Looked[]>;

export interface VerifyFileOptions extends VerifyOptions {
  onFinding?: (finding: SampleFinding) => void;
  /**
   * Who looks at samples beside this thread, and how many batches they are to have at once. What is
   * reported does not depend on it. Asked for no file of one batch.
   */
  elsewhere?: { look: LookElsewhere; batches: number };
}

/**
 * Verifies one file: a stream of its lines, or of parsed samples.
 *
 * @throws KeychainError as `verify`
 */
export async function verifyFile(
  source: Readable,
  sources: VerifySources,
  options: VerifyFileOptions = {},
): Promise<FileReport> {
  const { file = '-', recounts = chooseRecounts(), onFinding, elsewhere } = options;
  const tally = createTally(file, sources, recounts);
  const gather = (due: DueRecord, looked?: Looked): void => {
    for (const finding of tally.gather(due, looked)) onFinding?.(finding);
  };
  try {
    const due = dueRecords(source, tally, file);
    if (elsewhere) await gatherFrom(due, gather, elsewhere);
    else for await (const record of due) gather(record);
    return tally.report();
  } finally {
    await tally.close();
  }
}

// --- internal ---

async function* dueRecords(
  source: Readable,
  tally: Tally,
  file: string,
): AsyncGenerator<DueRecord> {
  let line = 0;
  for await (const input of source) {
    line++;
    if (!isBlank(input)) yield tally.due(parseLine(input, file, line), line);
  }
}

/** Gathers records in order while others look at them, in so many batches at once. */
async function gatherFrom(
  records: AsyncIterable<DueRecord>,
  gather: (due: DueRecord, looked?: Looked) => void,
  { look, batches: most }: { look: LookElsewhere; batches: number },
): Promise<void> {
  const underWay: { batch: DueRecord[]; looked: Promise<Looked[]> }[] = [];
  const gatherFirst = async (): Promise<void> => {
    const { batch, looked } = underWay.shift()!;
    const ours = (await looked).values();
    for (const due of batch) gather(due, due.isForeign ? undefined : ours.next().value);
  };
  for await (const { records: batch, isLast } of batchesOf(records)) {
    // A file of one batch is not worth a thread that has first to be started.
    if (isLast && underWay.length === 0) {
      for (const due of batch) gather(due);
      return;
    }
    const ours = batch.filter(({ isForeign }) => !isForeign);
    const looked = ours.length > 0 ? look(ours.map(asDue)) : Promise.resolve([]);
    // Told in its turn.
    looked.catch(() => undefined);
    underWay.push({ batch, looked });
    if (underWay.length > most) await gatherFirst();
  }
  while (underWay.length > 0) await gatherFirst();
}

const asDue = ({ sample, isChosen }: DueRecord): Due => ({ sample, isChosen });

/** Records and UTF-16 units of text after which a batch is full. */
const MOST_RECORDS = 64;
const MOST_TEXT = 2 ** 21;

async function* batchesOf(
  records: AsyncIterable<DueRecord>,
): AsyncGenerator<{ records: DueRecord[]; isLast: boolean }> {
  let batch: DueRecord[] = [];
  let text = 0;
  for await (const record of records) {
    if (batch.length === MOST_RECORDS || text > MOST_TEXT) {
      yield { records: batch, isLast: false };
      batch = [];
      text = 0;
    }
    batch.push(record);
    text += textIn(record.sample);
  }
  yield { records: batch, isLast: true };
}

/** UTF-16 units of the contexts, which are nearly all of a sample. */
function textIn(sample: unknown): number {
  const { context, distractor_context: withPairs } = (sample ?? {}) as Record<string, unknown>;
  return lengthOf(context) + lengthOf(withPairs);
}

const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0);

function isBlank(input: unknown): boolean {
  return typeof input === 'string' && input.trim() === '';
}

function parseLine(input: unknown, file: string, line: number): unknown {
  if (typeof input !== 'string') return input;
  try {
    return JSON.parse(input);
  } catch (cause) {
    const message = `${file}, line ${line}: not JSON; expected one sample a line`;
    throw new KeychainError('INPUT_SYNTAX', message, { cause });
  }
}
