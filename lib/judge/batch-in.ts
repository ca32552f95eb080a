import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { KeychainError, RecordError } from '../errors.js';
import type { InputLimits } from '../input/limits.js';
import { rejectOf } from '../json/read-records.js';
import { recordsOf } from '../json/records-of.js';
import { messenger } from '../model/ask/prompt.js';
import { type TakeIn, takeIn } from '../model/batch/take-in.js';
import { resolveOptions } from '../model/client/options.js';
import { rolloutPrompt } from '../model/rollout/prompts.js';
import { type StageCounts, writeStage } from '../output/stage-output.js';
import type { Fields } from '../records/fields.js';
import type { Reject } from '../records/reject.js';
import type { Reporter } from '../reporter.js';
import type { Run } from '../run.js';
import type { Asking } from './asked-records.js';

/** Lines that are on their way into the journal at once. */
const AT_ONCE = 64;
/** What a folder may hold that is a file of answers. */
const ANSWERS = /\.jsonl(\.gz|\.zst)?$/;

/** Where answers come from. */
export interface BatchInPlaces extends InputLimits {
  /** Files of answers, or folders of them. */
  batchIn: readonly string[];
  /** A file of rejects. */
  rejects?: string | undefined;
}

/**
 * Puts the answers of batches into the journal. A line that answers nothing of these records is a
 * reject; failed ones and what is missing are told.
 *
 * @throws KeychainError INPUT_*, JOURNAL_UNUSABLE, OUTPUT_UNWRITABLE
 */
export async function batchIn(
  asking: Asking,
  { batchIn: places, rejects, ...limits }: BatchInPlaces,
  run: Run,
): Promise<StageCounts> {
  const files = places.flatMap(answerFiles);
  const { n, rescueN = n } = asking.ask;
  const models = [
    { options: asking.model, n },
    ...(asking.rescue ? [{ options: asking.rescue, n: rescueN }] : []),
  ].map(({ options, ...rest }) => ({
    settings: { ...resolveOptions(options), onNotice: run.reporter.step },
    ...rest,
  }));
  const figures = { records: 0, requests: 0, answers: 0, known: 0, failed: 0, missing: 0 };
  let firstFailure: string | undefined;
  const taking = takeIn(models);

  const take = async (line: Fields, reject: (reject: Reject) => void): Promise<void> => {
    const taken = await taking.take(line);
    if ('answers' in taken) figures.answers += taken.answers;
    else if ('known' in taken) figures.known += taken.known;
    else if ('foreign' in taken) {
      const id = typeof line.custom_id === 'string' ? line.custom_id : 'a line without an id';
      const { message, ...rest } = rejectOf(line, new RecordError('FOREIGN_ID', taken.foreign));
      reject({ ...rest, message: `${id}: ${message}`, id });
    } else {
      figures.failed++;
      firstFailure ??= `${line.custom_id}: ${taken.failed}`;
    }
  };

  try {
    const counts = await writeStage(
      { rejects },
      run,
      ({ reject, progress }) =>
        Readable.from(
          (async function* () {
            figures.records = await expectAll(asking, taking, reject, limits);
            let underWay: Promise<void>[] = [];
            let lines = 0;
            for await (const line of recordsOf(files, reject, limits) as AsyncIterable<Fields>) {
              underWay.push(take(line, reject));
              progress('answers', { done: ++lines, unit: 'lines' });
              if (underWay.length < AT_ONCE) continue;
              await Promise.all(underWay);
              underWay = [];
            }
            await Promise.all(underWay);
            Object.assign(figures, taking.missing());
            // Nothing is handed on, and a generator has a `yield`.
            yield* [];
          })(),
        ),
      () => figures,
    );
    tell(run.reporter, figures, firstFailure);
    return counts;
  } finally {
    await taking.close();
  }
}

/** Notes all that the records ask; resolves to their number. */
async function expectAll(
  asking: Asking,
  taking: TakeIn,
  reject: (reject: Reject) => void,
  limits: InputLimits,
): Promise<number> {
  const messagesOf = messenger(rolloutPrompt, asking.ask.prompt);
  let records = 0;
  for await (const record of recordsOf(asking.file, reject, limits) as AsyncIterable<Fields>) {
    records++;
    if (record.answerable === false) continue;
    try {
      taking.expect(messagesOf(record));
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      reject(rejectOf(record, error));
    }
  }
  return records;
}

function tell(
  reporter: Reporter,
  { requests, missing, failed }: { requests: number; missing: number; failed: number },
  firstFailure: string | undefined,
): void {
  if (failed > 0) reporter.warn(`${failed} requests failed; the first: ${firstFailure}`);
  if (missing === 0) return;
  reporter.warn(
    `${missing} of ${requests} requests have not all of their answers; --batch-out writes what is missing`,
  );
}

/** A file, or those of a folder in the order of their names. */
function answerFiles(place: string): string[] {
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return [place];
  const names = readdirSync(place).filter(name => ANSWERS.test(name));
  if (names.length === 0) {
    throw new KeychainError('INPUT_MISSING', `${place} has no .jsonl file; name the answers`);
  }
  return names.sort().map(name => join(place, name));
}
