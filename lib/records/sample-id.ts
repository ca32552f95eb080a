/** What would be taken for the bound behind a dataset's name, or for such a bound escaped. */
const MISLEADING = /\/|%(?=2F|25)/g;

/**
 * The id of a sample: `dataset/question id/max_seq_length`. Two samples never share one: a `/` in the
 * dataset's name is written `%2F` (and what reads as that, `%252F`), so the name ends at the first
 * `/`; the length begins behind the last. A question's id stands as it is.
 *
 * @param maxSeqLength in tokens; 0 for none
 */
export const sampleId = (dataset: string, questionId: string, maxSeqLength: number): string =>
  `${dataset.replace(MISLEADING, encodeURIComponent)}/${questionId}/${maxSeqLength || 'relevant'}`;
