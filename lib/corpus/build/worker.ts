import { workerData } from 'node:worker_threads';
import { answering, sayLoaded } from '../../threads.js';
import { loadTokenizer, type TokenizerOptions } from '../../tokenize/load.js';
import { together } from './passage-bytes.js';
import { type NewPassage, passageRecords } from './passage-records.js';

/** Runs in a thread: loads a tokenizer of its own once, then makes passages. */
const tokenizer = loadTokenizer(workerData as TokenizerOptions);
// Reported by the first passages.
tokenizer.catch(() => undefined);
sayLoaded();

export const makePassages = answering(async (passages: readonly NewPassage[]) =>
  together(passageRecords(passages, await tokenizer)),
);
