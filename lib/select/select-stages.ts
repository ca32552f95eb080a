import type { Duplex } from 'node:stream';
import type { Corpus } from '../corpus/open.js';
import { sortOnDisk } from '../disk/sort-on-disk.js';
import { KeychainError } from '../errors.js';
import type { Question } from '../records/question.js';
import { slice } from '../stream/slice.js';
import { stage } from '../stream/stage.js';
import { idFilter } from './id-filter.js';
import { questionOrder, type SelectSettings } from './select.js';

/**
 * The stages that select among questions from elsewhere as `selectCandidates` does among those of
 * the corpus: shuffled into the same order, filtered by id, without those that have no answer.
 */
export async function selectStages(
  corpus: Corpus,
  settings: SelectSettings,
  onLeftOut: (why: 'unanswerable' | 'unlabelled') => void,
): Promise<Duplex[]> {
  const { shuffleQa, filterIdsPath, preSamples, numSamples } = settings;
  const numberOf = ({ dataset, id }: Question): number | undefined =>
    corpus.questionNumber(dataset, id);
  const isWanted = await idFilter(filterIdsPath, corpus);
  const wanted = stage<Question, Question>((question, push) => {
    const number = numberOf(question);
    if (filterIdsPath !== undefined && (number === undefined || !isWanted(number))) return;
    if (question.answerable) push(question);
    // Only the corpus has seen the dataset itself.
    else if (number !== undefined && corpus.isUnlabelled(number)) onLeftOut('unlabelled');
    else onLeftOut('unanswerable');
  });
  const order = questionOrder(corpus, settings);
  const shuffled = sortOnDisk<Question>(question => {
    const number = numberOf(question);
    if (number !== undefined) return order.positionOf(number);
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `the corpus has no question ${question.id}; --shuffle-qa needs a corpus of the same questions`,
    );
  });
  return [
    wanted,
    ...(shuffleQa ? [shuffled] : []),
    slice(preSamples, numSamples < 0 ? undefined : numSamples),
  ];
}
