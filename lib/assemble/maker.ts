import type { Corpus } from '../corpus/open.js';
import type { SampleDraft } from '../prompt/draft.js';
import type { Candidate } from '../records/candidate.js';
import type { Question } from '../records/question.js';
import type { MakingCommand } from './dataset.js';
import { makeNeedleSample } from './needle-sample.js';
import type { Recipe } from './recipe.js';
import { type MakeSample, makeRelevantSample, makeSample } from './sample.js';

/** What samples of all lengths are made of. */
export interface Maker {
  /** Of the question, for rejects. */
  id: string;
  /**
   * Makes the sample of a length.
   *
   * @param maxSeqLength in tokens; null for none
   * @throws RecordError
   */
  make(maxSeqLength: number | null): { draft: SampleDraft; question: Question };
}

/** How a command makes the samples of a candidate. */
export function makerOf(
  command: MakingCommand,
  corpus: Corpus,
  recipe: Recipe,
): (candidate: Candidate) => Maker {
  if (command === 'needle') return ofTasks(corpus, recipe);
  return ofQuestions(command === 'relevant-only' ? makeRelevantSample : makeSample, corpus, recipe);
}

const ofQuestions =
  (makeOne: MakeSample, corpus: Corpus, recipe: Recipe) =>
  (candidate: Candidate): Maker => {
    const own = corpus.question(candidate.number);
    const { question } = own;
    return {
      id: question.id,
      make: length => ({ draft: makeOne(own, candidate, length, corpus, recipe), question }),
    };
  };

const ofTasks =
  (corpus: Corpus, { fill, hide }: Recipe) =>
  (candidate: Candidate): Maker => ({
    id: `${candidate.sourceIndex}`,
    make: length => makeNeedleSample(candidate, length!, corpus, { fill, hide: hide! }),
  });
