import { Readable } from 'node:stream';
import { checkInputs } from '../input/check-inputs.js';
import { type ReadOptions, readQuestions } from './read-questions.js';

/**
 * The questions of some datasets, one after the other; `-` is standard input.
 *
 * @throws (as an error event) what `readQuestions` throws
 */
export function readDatasets(files: readonly string[], options: ReadOptions): Readable {
  if (files.length === 1) return readQuestions(files[0]!, options);
  return Readable.from(
    (async function* () {
      await checkInputs(files);
      for (const file of files) yield* readQuestions(file, options);
    })(),
    { highWaterMark: 16 },
  );
}
