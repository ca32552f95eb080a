import { Readable } from 'node:stream';
import type { ExecutionContext } from 'ava';
import { ensureCorpus } from '../../lib/corpus/build/ensure.js';
import type { CorpusSource } from '../../lib/corpus/build/sources.js';
import { type Corpus, openCorpus } from '../../lib/corpus/open.js';
import type { Question } from '../../lib/records/question.js';
import type { Tokenizer } from '../../lib/tokenize/tokenizer.js';
import { tempDir } from './temp-dir.js';
import { words } from './tokenizer.js';

/** A corpus of the questions, built and opened in a temporary folder; closed after the test. */
export async function openTestCorpus(
  t: ExecutionContext<unknown>,
  questions: Iterable<Question>,
  tokenizer: Tokenizer = words,
): Promise<Corpus> {
  const cacheDir = await tempDir(t);
  const sources = [questionsSource(questions)];
  const { dir } = await ensureCorpus({ sources, tokenizer, cacheDir });
  const corpus = await openCorpus(dir, tokenizer);
  t.teardown(() => corpus.close());
  return corpus;
}

/** A source that reads questions from memory, as if from standard input. */
export function questionsSource(questions: Iterable<Question>): CorpusSource {
  return {
    file: '-',
    format: 'questions',
    read: ({ onBytes }) =>
      Readable.from(
        (function* () {
          for (const question of questions) {
            onBytes(Buffer.from(JSON.stringify(question)));
            yield question;
          }
        })(),
      ),
  };
}
