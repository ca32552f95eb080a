import type { EnsuredCorpus } from '../corpus/build/ensure.js';
import { corpusOf, fillersOf } from '../corpus/corpus-of.js';
import { openCorpus } from '../corpus/open.js';
import type { IdList } from '../ids/id-list.js';
import type { Reject } from '../records/reject.js';
import type { Shard } from '../records/shard.js';
import type { Reporter } from '../reporter.js';
import { idFilter } from '../select/id-filter.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { tokenizerOptions } from '../tokenize/with-tokenizer.js';
import type { Dataset } from './dataset.js';
import type { DatasetPlace } from './outputs/folders.js';
import { writeRejectsAlone } from './outputs/rejects-alone.js';

/** What finding needs to know of a run. */
type Finding = Pick<Dataset, 'settings' | 'run' | 'rejects'> & {
  /** The shard that is made. */
  part: Shard | undefined;
};

/** Finds the corpus of a dataset, or builds it. */
export function findCorpus(
  place: DatasetPlace,
  tokenizer: Tokenizer,
  { settings, run, rejects: shared, part }: Finding,
): Promise<EnsuredCorpus> {
  const { datasetFormat: format, unescapeEntities } = settings;
  const { files, corpusDir: dir } = place;
  const onNothing = (rejects: AsyncIterable<Reject>) =>
    writeRejectsAlone(rejects, place, settings, shared, part, run.reporter.warn);
  const inputs = files.map(file => ({ file, format, unescapeEntities, limits: settings }));
  const threads = { tokenizer: tokenizerOptions(settings), count: settings.workers };
  const where = { dir, onNothing, fillers: fillersOf(settings, settings), threads };
  return corpusOf(inputs, tokenizer, where, reporterOf(run, part));
}

/** What is wrong with records is told by the first shard, whichever of them builds the corpus. */
const reporterOf = ({ reporter }: Dataset['run'], part: Shard | undefined): Reporter =>
  (part?.index ?? 0) === 0 ? reporter : { ...reporter, reject: () => undefined };

/**
 * Finds the corpora of all datasets, and in them the ids of a list: each must be the id of a
 * question of one of them. Ids that are not are told before the first sample is made.
 *
 * @throws KeychainError IDS_UNMATCHED
 */
export async function findCorporaOf(
  ids: IdList,
  places: readonly DatasetPlace[],
  tokenizer: Tokenizer,
  dataset: Finding,
): Promise<EnsuredCorpus[]> {
  const { settings, run } = dataset;
  const found: EnsuredCorpus[] = [];
  for (const place of places) {
    const corpus = await findCorpus(place, tokenizer, dataset);
    found.push(corpus);
    if (!(await meetIds(ids, corpus.dir, tokenizer)) && places.length > 1) {
      run.reporter.warn(`${place.file}: has no question of ${settings.filterIdsPath}`);
    }
  }
  const names = places.map(({ file }) => file).join(', ');
  ids.settle(`no question of ${names}`, run.reporter.warn);
  return found;
}

/** Whether a corpus has any of the ids. */
async function meetIds(ids: IdList, dir: string, tokenizer: Tokenizer): Promise<boolean> {
  const corpus = await openCorpus(dir, tokenizer);
  try {
    const isWanted = idFilter(ids, corpus);
    for (let number = 0; number < corpus.info.questions; number++) {
      if (isWanted(number)) return true;
    }
    return false;
  } finally {
    await corpus.close();
  }
}
