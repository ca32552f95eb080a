import type { StoredPassage } from '../corpus/store/codec.js';
import type { Sample } from '../records/sample.js';
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
