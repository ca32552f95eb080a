import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Corpus } from '../lib/corpus/open.js';
import { KeychainError } from '../lib/errors.js';
import { keyedPermutation } from '../lib/random.js';
import type { Reject } from '../lib/records/reject.js';
import type { SelectSettings } from './settings.js';

/** A question of the corpus that is to become samples. */
export interface Selected {
  /** Number in the corpus. */
  number: number;
  /** Position in the dataset's (shuffled) list, before any filter. */
  sourceIndex: number;
  /** Why no sample will be made of it, where that is known already. */
  reject?: Reject;
}

/** What selecting has met so far. */
export interface SelectCounts {
  unanswerable: number;
  selected: number;
}

/** The order in which a corpus's questions are asked: the dataset's, or a shuffled one. */
export function questionOrder(corpus: Corpus, { shuffle, seed }: SelectSettings) {
  const { questions } = corpus.info;
  return shuffle
    ? keyedPermutation(questions, seed, 'shuffle-qa')
    : { size: questions, at: (i: number) => i, positionOf: (i: number) => i };
}

/**
 * The questions to ask, in order: shuffled, filtered by id, less those without an answer, less the
 * first `preSamples`, `numSamples` of them.
 */
export async function* selectQuestions(
  corpus: Corpus,
  settings: SelectSettings,
  counts: SelectCounts,
): AsyncGenerator<Selected> {
  const { preSamples, numSamples } = settings;
  const wanted = await idFilter(settings, corpus);
  const order = questionOrder(corpus, settings);
  let left = preSamples;
  for (let sourceIndex = 0; sourceIndex < order.size; sourceIndex++) {
    if (numSamples >= 0 && counts.selected >= numSamples) return;
    const number = order.at(sourceIndex);
    if (!wanted(number)) continue;
    if (!corpus.isAnswerable(number)) {
      counts.unanswerable++;
      continue;
    }
    if (left-- > 0) continue;
    counts.selected++;
    yield { number, sourceIndex };
  }
}

/**
 * Reads `--filter-ids-path`: JSONL with an `id` each, or one id a line. One bit a question is
 * kept, however long the file is.
 *
 * @throws KeychainError INPUT_MISSING
 */
export async function idFilter(
  { idsFile }: Pick<SelectSettings, 'idsFile'>,
  corpus: Corpus,
): Promise<(number: number) => boolean> {
  if (idsFile === undefined) return () => true;
  const bits = new Uint8Array(Math.ceil(corpus.info.questions / 8));
  const lines = createInterface({ input: createReadStream(idsFile), crlfDelay: Infinity });
  try {
    for await (const line of lines) {
      if (line.trim() === '') continue;
      for (const number of corpus.questionNumbers(idOf(line))) {
        bits[number >> 3]! |= 1 << (number & 7);
      }
    }
  } catch (cause) {
    throw new KeychainError(
      'INPUT_MISSING',
      `${idsFile}: ${(cause as Error).message}; name the file of ids with --filter-ids-path`,
      { cause },
    );
  }
  return number => (bits[number >> 3]! & (1 << (number & 7))) !== 0;
}

function idOf(line: string): string {
  if (!line.startsWith('{')) return line.trim();
  try {
    const { id } = JSON.parse(line) as { id?: unknown };
    return typeof id === 'string' ? id : String(id);
  } catch {
    return line.trim();
  }
}
