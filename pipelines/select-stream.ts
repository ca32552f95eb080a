import type { Duplex } from 'node:stream';
import type { Corpus } from '../lib/corpus/open.js';
import { sortOnDisk } from '../lib/disk/sort-on-disk.js';
import { KeychainError } from '../lib/errors.js';
import type { Question } from '../lib/records/question.js';
import { slice } from '../lib/stream/slice.js';
import { stage } from '../lib/stream/stage.js';
import { idFilter, questionOrder } from './select.js';
import type { SelectSettings } from './settings.js';

/**
 * The stages that select among questions from elsewhere as `selectQuestions` does among those of
 * the corpus: shuffled into the same order, filtered by id, without those that have no answer.
 */
export async function selectStages(
  corpus: Corpus,
  settings: SelectSettings,
  onUnanswerable: () => void,
): Promise<Duplex[]> {
  const { shuffle, idsFile, preSamples, numSamples } = settings;
  const numberOf = ({ dataset, id }: Question): number | undefined =>
    corpus.questionNumber(dataset, id);
  const wanted = await idFilter(settings, corpus);
  const filter = stage<Question, Question>((question, push) => {
    const number = numberOf(question);
    if (idsFile !== undefined && (number === undefined || !wanted(number))) return;
    if (question.answerable) push(question);
    else onUnanswerable();
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
    filter,
    ...(shuffle ? [shuffled] : []),
    slice(preSamples, numSamples < 0 ? undefined : numSamples),
  ];
}
