import type { Transform } from 'node:stream';
import type { Corpus } from '../corpus/open.js';
import { RecordError } from '../errors.js';
import { type SampleDraft, sampleOf } from '../prompt/draft.js';
import { placeOf } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import type { Sample } from '../records/sample.js';
import { stage } from '../stream/stage.js';
import { type FillOptions, fillSample } from './sample.js';

export interface FillStageOptions extends FillOptions {
  corpus: Corpus;
  /** Budgets in tokens; each gives one sample a question. */
  maxSeqLengths: readonly number[];
  /** Which length takes which positions; missing where each takes all. */
  isTaken?: ((position: number, length: number) => boolean) | undefined;
  /** What a sample goes on as. Default: plain data, with its passages. */
  as?: (draft: SampleDraft) => object;
  /** Position of a question in the dataset's list; by default that in the corpus. */
  sourceIndexOf?: (question: Question) => number | undefined;
  onReject?: (reject: Reject) => void;
  /** Told of each question that no sample is made of because it has no answer. */
  onUnanswerable?: (question: Question) => void;
}

/**
 * The stage that makes samples without chains: a Transform of {@link Question} to {@link Sample},
 * one for each length, with their `passages`, numbered by the question's position. Questions that do not fit are rejected.
 */
export function fill(options: FillStageOptions): Transform {
  const { corpus, maxSeqLengths, onReject, onUnanswerable, isTaken = () => true } = options;
  const { as = sampleOf } = options;
  const numberOf = (question: Question): number | undefined =>
    corpus.questionNumber(question.dataset, question.id);
  const sourceIndexOf = options.sourceIndexOf ?? numberOf;
  let read = 0;
  let position = 0;
  return stage<Question, object>((question, push) => {
    const sourceIndex = sourceIndexOf(question) ?? read;
    read++;
    if (!question.answerable) {
      onUnanswerable?.(question);
      return;
    }
    const place = { position: position++, sourceIndex };
    const resolved = corpus.resolve(question, options.rendering.tokenizer);
    for (const [length, maxSeqLength] of maxSeqLengths.entries()) {
      if (!isTaken(place.position, length)) continue;
      try {
        const { sample } = fillSample(resolved, place, maxSeqLength, corpus, options);
        push(as(sample));
      } catch (error) {
        if (!(error instanceof RecordError)) throw error;
        onReject?.({ ...placeOf(question), ...rejectOf(error, question.id, maxSeqLength) });
      }
    }
  });
}

/** The reject of a question at a length; null for none. */
export function rejectOf(
  { code, message }: RecordError,
  id: string,
  maxSeqLength: number | null,
): Reject {
  return { id, ...(maxSeqLength !== null && { max_seq_length: maxSeqLength }), code, message };
}
