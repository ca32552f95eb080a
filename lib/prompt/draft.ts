import type { StoredPassage } from '../corpus/store/codec.js';
import type { PassageNumber, Sample } from '../records/sample.js';
import type { RenderedText } from './rendered-text.js';

/** A sample under way: its texts in bytes, its passages as the corpus holds them. */
export type SampleDraft = Sample<RenderedText, StoredPassage>;

/** The sample as plain data. */
export function sampleOf(draft: SampleDraft): Sample {
  const { context, distractor_context, passages } = draft;
  return {
    ...draft,
    ...(context && { context: `${context}` }),
    ...(distractor_context && { distractor_context: `${distractor_context}` }),
    ...(passages && { passages: passages.map(passage => passage.toJSON()) }),
  } as Sample;
}

/** A draft on its way to `chain`: with the numbers of its passages, if the corpus has them all. */
export function numberedDraft({ passages = [], ...draft }: SampleDraft): SampleDraft {
  const numbers = passages.map(({ number, drawn }): PassageNumber | undefined =>
    number === undefined ? undefined : { number, ...(drawn !== undefined && { drawn }) },
  );
  return numbers.every(each => each !== undefined)
    ? { ...draft, passage_numbers: numbers }
    : { ...draft, passages };
}

/** A draft as it is written at the end: without what only later stages need. */
export const finishedDraft = ({ passages: _, ...draft }: SampleDraft): SampleDraft => draft;
