import { readRejects } from '../../corpus/read-rejects.js';
import type { Reject } from '../../records/reject.js';
import type { Dataset } from '../dataset.js';

/** The rejects of a dataset that were met before the first sample is made; may be read again. */
export async function* earlyRejects({
  file,
  corpus,
  corpusDir: dir,
  taken,
}: Pick<Dataset, 'file' | 'corpus' | 'corpusDir' | 'taken'>): AsyncGenerator<Reject> {
  yield* readRejects({ dir, info: corpus.info }, [file]);
  yield* taken.rejects();
}

/** Tells of them. While the corpus was built just now, those of its reading were told as they were met. */
export async function tellEarlyRejects(
  dataset: Pick<Dataset, 'file' | 'corpus' | 'corpusDir' | 'taken' | 'isIndexed' | 'run'>,
): Promise<void> {
  const { isIndexed, taken, run } = dataset;
  for await (const reject of isIndexed ? taken.rejects() : earlyRejects(dataset)) {
    run.reporter.reject(reject);
  }
}
