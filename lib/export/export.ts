import type { Readable } from 'node:stream';
import { KeychainError, RecordError } from '../errors.js';
import { rejectOf } from '../json/read-records.js';
import { type RejectFile, rejectFile } from '../output/reject-file.js';
import type { StageCounts } from '../output/stage-output.js';
import type { Reporter } from '../reporter.js';
import type { Run } from '../run.js';
import type { Example } from './example.js';
import { type ExportTally, exportTally } from './export-tally.js';
import { checkWritten, type ExportPlaces, keepManifest, preparePlaces } from './places.js';
import type { Splitter } from './split/split.js';
import type { ExportWriter } from './target.js';

/** What is exported. */
export interface ExportSource {
  /** The examples; the reporter takes what is rejected, the tally what is left out. */
  examples(reporter: Reporter, tally: ExportTally): Readable;
  splitter: Splitter;
  /** Whether prompts are held against a length by the counts that samples have. */
  isHeld?: boolean;
  /** `--max-prompt-length`. */
  maxPromptLength?: number | undefined;
}

/**
 * Writes examples for a target. All files, that of the rejects too, get their names when all of them
 * are whole.
 *
 * @throws KeychainError OUTPUT_DIFFERS, OUTPUT_UNWRITABLE, USAGE where no prompt has a length that is asked for, and what the examples' stream fails with
 */
export async function exportExamples(
  places: ExportPlaces,
  { reporter, commandLine }: Run,
  writer: ExportWriter,
  { examples, splitter, isHeld, maxPromptLength }: ExportSource,
): Promise<StageCounts> {
  const tally = exportTally(isHeld);
  const rejects = rejectFile(places.rejects);
  try {
    await preparePlaces(places, writer.paths);
    const rejecting = rejectingInto(rejects, reporter);
    for await (const example of examples(rejecting.reporter, tally)) {
      await writeExample(example as Example, rejecting.reporter);
      await rejecting.settled();
      reporter.progress('export', { done: tally.rows(), unit: 'rows' });
    }
    await rejecting.settled();
    if (tally.rows() === 0 && maxPromptLength !== undefined) {
      const counts = await rejects.end();
      if (Object.keys(counts).length > 0) {
        // They say of each record why it is none.
        await rejects.commit();
        throw nothingFits(maxPromptLength, counts);
      }
    }
    const files = await writer.end();
    await checkWritten(places, writer.paths, files);
    const counts = { figures: tally.figures(), rejects: await rejects.end() };
    await writer.commit();
    await keepManifest(places, writer.paths, { command: commandLine, files, ...counts });
    await rejects.commit();
    tally.warn(reporter);
    return counts;
  } catch (error) {
    await writer.abandon();
    await rejects.abandon();
    throw error;
  }

  async function writeExample(example: Example, { reject }: Reporter): Promise<void> {
    const split = splitter.splitOf(example);
    if (split === undefined) return tally.leftOut('left over');
    try {
      await writer.write(example, split);
      return tally.written(example, split);
    } catch (error) {
      if (error instanceof RecordError) return reject(rejectOf(example.record, error));
      throw error;
    }
  }
}

/** A table without a row would be trained on as if it were what was asked for. */
function nothingFits(most: number, rejects: Readonly<Record<string, number>>): KeychainError {
  const codes = Object.entries(rejects).map(([code, count]) => `${count} ${code}`);
  return new KeychainError(
    'USAGE',
    `--max-prompt-length ${most}: no row is left, and nothing is written; rejected are ${codes.join(', ')}; ask for a greater length, or make shorter samples`,
  );
}

/** A reporter whose rejects go into a file, too; `settled` waits for those that were told so far. */
export function rejectingInto(
  rejects: RejectFile,
  reporter: Reporter,
): { reporter: Reporter; settled(): Promise<void> } {
  let pending = Promise.resolve();
  return {
    reporter: {
      ...reporter,
      reject: rejected => {
        reporter.reject(rejected);
        pending = pending.then(() => rejects.write(rejected));
        // Reported when it is waited for.
        pending.catch(() => undefined);
      },
    },
    settled: () => pending,
  };
}
