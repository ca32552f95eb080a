import { Readable } from 'node:stream';
import type { NumberedFiles } from '../disk/numbered-files.js';
import { RecordError } from '../errors.js';
import type { InputLimits } from '../input/limits.js';
import { rejectOf } from '../json/read-records.js';
import { recordsOf } from '../json/records-of.js';
import { type BatchChat, batchChat } from '../model/batch/batch-chat.js';
import { batchFiles } from '../model/batch/batch-files.js';
import { resolveOptions } from '../model/client/options.js';
import { roller } from '../model/rollout/rollout.js';
import { type StageCounts, writeStage } from '../output/stage-output.js';
import type { Fields } from '../records/fields.js';
import type { Run } from '../run.js';
import type { Scoring } from '../score/scoring.js';
import type { Asking } from './asked-records.js';

/** Where requests go that are to be answered later. */
export interface BatchOutPlaces extends InputLimits {
  batchOut: string;
  /** Answers that one request may ask for; all of a record's without it. */
  batchChoices?: number | undefined;
  /** A file of rejects. */
  rejects?: string | undefined;
}

/**
 * Writes what the records would have asked, and the journal does not have, as files of a batch: of
 * the second model only what it would be asked by now.
 *
 * @throws KeychainError USAGE, INPUT_*, JOURNAL_UNUSABLE, OUTPUT_UNWRITABLE
 */
export async function batchOut(
  asking: Asking,
  scoring: Partial<Scoring>,
  { batchOut: dir, batchChoices = Number.POSITIVE_INFINITY, rejects, ...limits }: BatchOutPlaces,
  run: Run,
): Promise<StageCounts> {
  const { reporter } = run;
  const outputs: { files: NumberedFiles; chat: BatchChat; name: string }[] = [];
  for (const [options, name] of [
    [asking.model, 'batch'],
    [asking.rescue, 'batch-rescue'],
  ] as const) {
    if (!options) continue;
    const files = batchFiles(dir, name);
    const settings = { ...resolveOptions(options), onNotice: reporter.step };
    outputs.push({ files, name: options.model, chat: batchChat(settings, files, batchChoices) });
  }
  const [first, second] = outputs;
  const { n, rescueN = n, prompt } = asking.ask;
  const rollOut = roller({ n, prompt, model: first!, scoring });
  const rollOutAgain = second && roller({ n: rescueN, prompt, model: second, scoring });
  const figures = { records: 0, requests: 0, answers_asked: 0, reused: 0, files: 0 };
  const never = new AbortController().signal;

  try {
    return await writeStage(
      { rejects },
      run,
      ({ reject, progress }) =>
        Readable.from(
          (async function* () {
            for await (const record of recordsOf(
              asking.file,
              reject,
              limits,
            ) as AsyncIterable<Fields>) {
              figures.records++;
              progress('batch', { done: figures.records, unit: 'records' });
              if (record.answerable === false) continue;
              try {
                const { pass_count } = await rollOut(record, never);
                if (pass_count === 0) await rollOutAgain?.(record, never);
              } catch (error) {
                if (!(error instanceof RecordError)) throw error;
                if (error.code !== 'ANSWER_MISSING') reject(rejectOf(record, error));
              }
            }
            for (const { files, chat } of outputs) {
              const { requests, answers } = chat.written();
              figures.requests += requests;
              figures.answers_asked += answers;
              figures.reused += chat.totals().reused;
              figures.files += (await files.end()).length;
              await files.commit();
            }
            // Nothing is handed on, and a generator has a `yield`.
            yield* [];
          })(),
        ),
      () => figures,
    );
  } catch (error) {
    for (const { files } of outputs) await files.abandon();
    throw error;
  } finally {
    for (const { chat } of outputs) await chat.close();
  }
}
