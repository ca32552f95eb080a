import { createHash } from 'node:crypto';
import { type TemporaryStore, temporaryStore } from '../../disk/temporary-store.js';
import { KeychainError } from '../../errors.js';
import type { InputLimits } from '../../input/limits.js';
import { openInput } from '../../input/open.js';
import { jsonInput } from '../../json/input.js';
import type { JsonValue } from '../../json/parsing/values.js';
import { readStage } from '../../json/read-stage.js';
import { flow } from '../../stream/flow.js';
import { type EvaluationText, textsIn } from './evaluation-texts.js';
import { GRAM, gramsOf, wordsOf } from './words.js';

/** Words of a text up to which a short question is looked for inside it, and not only as the whole. */
export const LONGEST_SEARCHED = 256;

/** What a question has in common with an evaluation set. */
export interface Overlap {
  file: string;
  /** Number of the record in its file, from 0. */
  record: number;
  /** Of the question there, where it has one. */
  id?: string;
  how: 'stands' | 'shares';
}

/** The texts of evaluation sets. */
export interface Evaluation {
  /**
   * What a question has in common with them: its words are those of a text, or it shares 13 words in
   * a row with one; a question of fewer words stands in one of up to 256. Where there are several,
   * the one that was read last.
   */
  overlap(question: string): Overlap | undefined;
  /** Removes what is on disk; may be called more than once. */
  close(): Promise<void>;
}

/**
 * Reads evaluation sets. What is compared stands on disk, known by 128 bits of its SHA-256: two
 * different texts that have them in common have never been found.
 *
 * @param warn is told of records that ask nothing, and of files without any
 * @throws KeychainError INPUT_*, as `openInput` does; INPUT_FORMAT for a file whose records
 *   ask nothing
 */
export async function evaluationOf(
  files: readonly string[],
  warn: (message: string) => void = () => undefined,
  limits?: InputLimits,
): Promise<Evaluation> {
  const store = temporaryStore();
  try {
    for (const [at, file] of files.entries()) await addFile(store, { at, file }, warn, limits);
  } catch (error) {
    await store.close();
    throw error;
  }
  const found = (key: string, how: Overlap['how']): Overlap | undefined => {
    const place = store.get(key);
    if (!place) return undefined;
    const [at, record, id] = JSON.parse(place.toString()) as [number, number, string | null];
    return { file: files[at]!, record, ...(id !== null && { id }), how };
  };
  return {
    overlap: question => {
      const words = wordsOf(question);
      if (words.length === 0) return undefined;
      const stands = found(keyOf(words.join(' ')), 'stands');
      if (stands || words.length < GRAM) return stands;
      for (const gram of gramsOf(words, GRAM)) {
        const shared = found(keyOf(gram), 'shares');
        if (shared) return shared;
      }
      return undefined;
    },
    close: () => store.close(),
  };
}

async function addFile(
  store: TemporaryStore,
  { at, file }: { at: number; file: string },
  warn: (message: string) => void,
  limits: InputLimits | undefined,
): Promise<void> {
  let records = 0;
  let without = 0;
  for await (const texts of readTexts(file, limits)) {
    const record = records++;
    const asked = texts.map(({ text, id }) => ({ id, words: wordsOf(text) }));
    if (asked.every(({ words }) => words.length === 0)) without++;
    for (const { id, words } of asked) {
      const place = Buffer.from(JSON.stringify([at, record, id]));
      for (const text of keptOf(words)) store.put(keyOf(text), place);
    }
  }
  // An output among others may be empty.
  if (records === 0) warn(`${file}: no record there to compare questions with`);
  if (without === 0) return;
  const message = `${file}: ${without} of ${records} records ask nothing; expected an evaluation set, whose records have question, input, problem, query, prompt or messages`;
  if (without < records) warn(message);
  else throw new KeychainError('INPUT_FORMAT', message);
}

/** What of a text a question is compared with. */
function* keptOf(words: readonly string[]): Generator<string> {
  if (words.length === 0) return;
  const isSearched = words.length <= LONGEST_SEARCHED;
  for (let length = isSearched ? 1 : GRAM; length <= GRAM; length++) yield* gramsOf(words, length);
  yield words.join(' ');
}

async function* readTexts(
  file: string,
  limits: InputLimits | undefined,
): AsyncGenerator<readonly EvaluationText[]> {
  function* textsOf(values: Iterable<JsonValue>): Generator<readonly EvaluationText[]> {
    for (const { value, fault } of values) yield fault ? [] : textsIn(value);
  }
  yield* flow(
    openInput(file, { limits }),
    readStage({
      file,
      reader: jsonInput({ file, limits, wrapped: true, onEmpty: () => undefined }),
      recordsOf: textsOf,
    }),
  ) as AsyncIterable<readonly EvaluationText[]>;
}

const keyOf = (text: string): string =>
  createHash('sha256').update(text).digest().toString('base64', 0, 16);
