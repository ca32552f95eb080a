import type { Duplex } from 'node:stream';
import type { Corpus } from '../corpus/open.js';
import { sortOnDisk } from '../disk/sort-on-disk.js';
import { KeychainError } from '../errors.js';
import { idList } from '../ids/id-list.js';
import { placeOf } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import { slice } from '../stream/slice.js';
import { stage } from '../stream/stage.js';
import { contaminated } from './decontaminate/contaminated-questions.js';
import type { Evaluation } from './decontaminate/evaluation.js';
import { exclusionOf } from './exclude/exclusion.js';
import { questionOrder, type SelectSettings } from './select.js';

export interface SelectStagesOptions {
  /** A file of the ids to keep; without it all are. */
  filterIdsPath?: string | undefined;
  /** Files of what was asked before, as `excludedFiles` gives them. */
  exclude?: readonly string[] | undefined;
  /** What is to be evaluated with; whoever has opened it closes it. */
  evaluation?: Pick<Evaluation, 'overlap'> | undefined;
  /** Takes a reject for each question that stands in it. */
  onReject?: (reject: Reject) => void;
  /** Takes each question that has no answer, or was asked before. */
  onLeftOut?: (why: 'unanswerable' | 'unlabelled' | 'excluded') => void;
  /** Takes what there is to say of the ids in the end. */
  onWarning?: (message: string) => void;
}

/**
 * The stages that select among questions from elsewhere as `selectCandidates` does among those of
 * the corpus: shuffled into the same order, filtered by id, without those that have no answer, were
 * asked before, or stand in evaluation sets.
 *
 * @throws KeychainError what `idList` and `exclusionOf` throw; (as an error event) IDS_UNMATCHED
 */
export async function selectStages(
  corpus: Corpus,
  settings: SelectSettings,
  {
    filterIdsPath,
    exclude = [],
    evaluation,
    onReject = () => undefined,
    onLeftOut = () => undefined,
    onWarning = () => undefined,
  }: SelectStagesOptions = {},
): Promise<Duplex[]> {
  const { shuffleQa, preSamples, numSamples } = settings;
  const numberOf = ({ dataset, id }: Question): number | undefined =>
    corpus.questionNumber(dataset, id);
  const ids = filterIdsPath === undefined ? undefined : await idList(filterIdsPath);
  const exclusion = exclude.length > 0 ? await exclusionOf(exclude, onWarning) : undefined;
  const wanted = stage<Question, Question>(
    (question, push) => {
      if (ids && !ids.meet(question.id)) return;
      const number = numberOf(question);
      if (question.answerable && exclusion?.has(question)) onLeftOut('excluded');
      else if (question.answerable) {
        const overlap = evaluation?.overlap(question.question);
        if (overlap) onReject({ ...placeOf(question), ...contaminated(question, overlap) });
        else push(question);
      }
      // Only the corpus has seen the dataset itself.
      else if (number !== undefined && corpus.isUnlabelled(number)) onLeftOut('unlabelled');
      else onLeftOut('unanswerable');
    },
    {
      flush: () => ids?.settle('no question', onWarning),
      close: async () => {
        await exclusion?.close();
        await ids?.close();
      },
    },
  );
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
