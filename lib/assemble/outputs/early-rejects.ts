import { readRejects } from '../../corpus/read-rejects.js';
import type { Reject } from '../../records/reject.js';
import type { Dataset } from '../dataset.js';

/** Whether what was met before the first sample is told by this run: of shards by the first. */
export const tellsEarly = ({ shard }: Pick<Dataset, 'shard'>): boolean =>
  (shard?.is.index ?? 0) === 0;

/** The rejects of a dataset that were met before the first sample is made; may be read again. */
export async function* earlyRejects({
  files,
  settings,
  corpus,
  corpusDir: dir,
  taken,
  shard,
}: Pick<
  Dataset,
  'files' | 'settings' | 'corpus' | 'corpusDir' | 'taken' | 'shard'
>): AsyncGenerator<Reject> {
  if (!tellsEarly({ shard })) return;
  yield* readRejects({ dir, info: corpus.info }, [...files, ...(settings.fillers ?? [])]);
  yield* taken.rejects();
}

/** Tells of them. While the corpus was built just now, those of its reading were told as they were met. */
export async function tellEarlyRejects(
  dataset: Pick<
    Dataset,
    'files' | 'settings' | 'corpus' | 'corpusDir' | 'taken' | 'shard' | 'isIndexed' | 'run'
  >,
): Promise<void> {
  const { isIndexed, taken, run } = dataset;
  if (!tellsEarly(dataset)) return;
  for await (const reject of isIndexed ? taken.rejects() : earlyRejects(dataset)) {
    run.reporter.reject(reject);
  }
}
