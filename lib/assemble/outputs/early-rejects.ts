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
  contaminated,
  shard,
}: Pick<
  Dataset,
  'files' | 'settings' | 'corpus' | 'corpusDir' | 'taken' | 'contaminated' | 'shard'
>): AsyncGenerator<Reject> {
  if (!tellsEarly({ shard })) return;
  yield* readRejects({ dir, info: corpus.info }, [...files, ...(settings.fillers ?? [])]);
  yield* leftOut({ taken, contaminated });
}

/** Those of questions that are left out, whatever the dataset was read from. */
function* leftOut({ taken, contaminated }: Pick<Dataset, 'taken' | 'contaminated'>) {
  yield* taken.rejects();
  if (contaminated) yield* contaminated.rejects();
}

/** Tells of them. While the corpus was built just now, those of its reading were told as they were met. */
export async function tellEarlyRejects(
  dataset: Pick<
    Dataset,
    | 'files'
    | 'settings'
    | 'corpus'
    | 'corpusDir'
    | 'taken'
    | 'contaminated'
    | 'shard'
    | 'isIndexed'
    | 'run'
  >,
): Promise<void> {
  const { isIndexed, run } = dataset;
  if (!tellsEarly(dataset)) return;
  for await (const reject of isIndexed ? leftOut(dataset) : earlyRejects(dataset)) {
    run.reporter.reject(reject);
  }
}
