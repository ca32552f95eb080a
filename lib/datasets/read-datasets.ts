import { Readable } from 'node:stream';
import { idSet } from '../disk/id-set.js';
import { checkInputs } from '../input/check-inputs.js';
import { type ReadOptions, readQuestions } from './read-questions.js';

/**
 * The questions of some datasets, one after the other; `-` is standard input. An id is one question's,
 * whatever inputs it stands in.
 *
 * @throws (as an error event) what `readQuestions` throws
 */
export function readDatasets(files: readonly string[], options: ReadOptions): Readable {
  if (files.length === 1) return readQuestions(files[0]!, options);
  return Readable.from(
    (async function* () {
      await checkInputs(files);
      const seen = idSet();
      try {
        for (const file of files) yield* readQuestions(file, { ...options, seen });
      } finally {
        await seen.close();
      }
    })(),
    { highWaterMark: 16 },
  );
}
