import { type Corpus, openCorpus } from '../corpus/open.js';
import { doubledId } from '../datasets/unique-ids.js';
import type { Reject } from '../records/reject.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';

/** Questions of a dataset whose ids an earlier dataset of the same output has. */
export interface TakenQuestions {
  has(number: number): boolean;
  count: number;
  /** A reject for each. */
  rejects(): Iterable<Reject>;
}

/**
 * Looks for the answerable questions of a dataset in the corpora of earlier ones. It is their being
 * there that counts, not whether a sample is made of them, so that no sample depends on how many are
 * asked for. One bit a question is kept.
 *
 * @param file the dataset's, for rejects
 * @param earlier folders of corpora
 */
export async function takenQuestions(
  corpus: Corpus,
  file: string,
  earlier: readonly string[],
  tokenizer: Tokenizer,
): Promise<TakenQuestions> {
  const { questions } = corpus.info;
  const bits = new Uint8Array(Math.ceil(questions / 8));
  const has = (number: number): boolean => (bits[number >> 3]! & (1 << (number & 7))) !== 0;
  let count = 0;
  for (const dir of earlier) {
    const other = await openCorpus(dir, tokenizer);
    try {
      for (let number = 0; number < questions; number++) {
        if (has(number) || !corpus.isAnswerable(number)) continue;
        if (!hasAnswerable(other, corpus.questionId(number))) continue;
        bits[number >> 3]! |= 1 << (number & 7);
        count++;
      }
    } finally {
      await other.close();
    }
  }
  return {
    has,
    count,
    *rejects() {
      for (let number = 0; number < questions; number++) {
        if (has(number)) yield { file, ...doubledId(corpus.questionId(number)) };
      }
    },
  };
}

function hasAnswerable(corpus: Corpus, { dataset, id }: { dataset: string; id: string }): boolean {
  const number = corpus.questionNumber(dataset, id);
  return number !== undefined && corpus.isAnswerable(number);
}
