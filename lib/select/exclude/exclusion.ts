import { foldQuestion } from '../../corpus/fold.js';
import { type TemporaryStore, temporaryStore } from '../../disk/temporary-store.js';
import { KeychainError } from '../../errors.js';
import type { InputLimits } from '../../input/limits.js';
import type { Question } from '../../records/question.js';
import type { Asked } from './marks.js';
import { readAsked } from './read-asked.js';

/** What was asked before, and is not to be asked again. */
export interface Exclusion {
  /**
   * Whether a question was asked before: by its id in its dataset, or by an id that somebody names
   * without a dataset; else by its text, without case, blanks and closing punctuation, if that is
   * known of another dataset, or without an id. So of two questions of one dataset with one text,
   * one is not taken for the other.
   */
  has(question: Pick<Question, 'dataset' | 'id' | 'question'>): boolean;
  /** Removes what is on disk; may be called more than once. */
  close(): Promise<void>;
}

const PRESENT = Buffer.from([1]);
const NO_DATASET = Buffer.alloc(0);

/**
 * Reads files of what was asked before (see `excludedFiles`). What is known of it stands on disk.
 *
 * @param warn is told of records that name no question
 * @throws KeychainError what `readAsked` throws; INPUT_FORMAT for a file whose records name none
 */
export async function exclusionOf(
  files: readonly string[],
  warn: (message: string) => void = () => undefined,
  limits?: InputLimits,
): Promise<Exclusion> {
  const store = temporaryStore();
  try {
    for (const file of files) await addFile(store, file, warn, limits);
  } catch (error) {
    await store.close();
    throw error;
  }
  return {
    has: ({ dataset, id, question }) => {
      if (store.has(idKey(dataset, id)) || store.has(idKey(undefined, id))) return true;
      const of = store.get(textKey(foldQuestion(question)));
      return of !== undefined && of.toString() !== dataset;
    },
    close: () => store.close(),
  };
}

async function addFile(
  store: TemporaryStore,
  file: string,
  warn: (message: string) => void,
  limits: InputLimits | undefined,
): Promise<void> {
  let records = 0;
  let without = 0;
  for await (const told of readAsked(file, limits)) {
    records++;
    if (told.length === 0) without++;
    for (const asked of told) add(store, asked);
  }
  if (without === 0 || /(^|[./\\])rejects\.[^/\\]*$/.test(file)) return;
  const message = `${file}: ${without} of ${records} records name no question; expected samples, rejects, questions or ids`;
  if (without < records) warn(message);
  else throw new KeychainError('INPUT_FORMAT', message);
}

function add(store: TemporaryStore, { dataset, id, text }: Asked): void {
  if (id !== undefined) store.put(idKey(dataset, id), PRESENT);
  const folded = text === undefined ? '' : foldQuestion(text);
  if (folded === '') return;
  const key = textKey(folded);
  // Of a dataset's own questions the id decides.
  const of = id === undefined || dataset === undefined ? NO_DATASET : Buffer.from(dataset);
  const before = store.get(key);
  store.put(key, before === undefined || before.equals(of) ? of : NO_DATASET);
}

const idKey = (dataset: string | undefined, id: string): string =>
  JSON.stringify(['id', dataset ?? null, id]);
const textKey = (folded: string): string => JSON.stringify(['text', folded]);
