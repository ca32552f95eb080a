import { type CorpusSource, type EnsuredCorpus, ensureCorpus } from '../lib/corpus/ensure.js';
import { type DatasetFormat, readQuestions } from '../lib/datasets/read-questions.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import type { Reporter } from './reporter.js';
import type { CorpusSettings, DatasetInput } from './settings.js';

/** Finds or builds the corpus of some datasets. */
export async function corpusOf(
  inputs: readonly DatasetInput[],
  tokenizer: Tokenizer,
  { cacheDir, dir }: CorpusSettings,
  reporter: Reporter,
): Promise<EnsuredCorpus> {
  const names = inputs.map(({ file }) => file).join(', ');
  const corpus = await ensureCorpus({
    tokenizer,
    cacheDir,
    dir,
    sources: sourcesOf(inputs),
    onProgress: ({ questions }) => reporter.progress(`index ${names}`, questions),
    onReject: reporter.reject,
  });
  const { questions, passages, tokens } = corpus.info;
  reporter.step(
    `${names}: ${questions} questions, ${passages} passages, ${tokens} tokens (${corpus.built ? 'indexed' : 'index found'})`,
  );
  return corpus;
}

/** How the corpus reads the inputs. */
export const sourcesOf = (inputs: readonly DatasetInput[]): CorpusSource[] =>
  inputs.map(({ file, format }) => ({
    file,
    format,
    read: parts => readQuestions(file, { format: format as DatasetFormat | 'auto', ...parts }),
  }));
