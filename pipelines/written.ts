import { Writable } from 'node:stream';
import type { AssembledBatch } from './assembler.js';
import type { Outputs } from './outputs.js';
import type { Reporter } from './reporter.js';
import type { SampleSettings } from './settings.js';

export interface WrittenParts {
  /** The dataset's name, for progress. */
  name: string;
  /** Questions to come. */
  total: number;
  sample: SampleSettings;
  reporter: Reporter;
}

/** A Writable of assembled batches that hands each line to its output. */
export function written(
  outputs: Outputs,
  { name, total, sample, reporter }: WrittenParts,
): Writable {
  let questions = 0;
  const write = async (batch: AssembledBatch): Promise<void> => {
    for (const made of batch.lines) {
      if ('line' in made) await outputs.write(made.length, made.line);
      else {
        await outputs.reject(made.length, made.reject);
        reporter.reject(made.reject);
      }
    }
    questions += batch.questions;
    for (const length of sample.maxSeqLengths) {
      reporter.progress(`${name} ${length ?? 'relevant'}`, questions, total);
    }
  };
  return new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(batch: AssembledBatch, _encoding, done) {
      write(batch).then(() => done(), done);
    },
  });
}
