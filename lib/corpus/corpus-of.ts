import { type DatasetFormat, readQuestions } from '../datasets/read-questions.js';
import { cacheDir as userCache } from '../disk/cache-dir.js';
import type { InputLimits } from '../input/limits.js';
import type { Reject } from '../records/reject.js';
import type { Reporter } from '../reporter.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { type EnsuredCorpus, ensureCorpus } from './build/ensure.js';
import type { CorpusSource } from './build/sources.js';

/** A dataset to read. */
export interface DatasetInput {
  /** A file, or `-` for standard input. */
  file: string;
  format: DatasetFormat | 'auto';
  /** Whether HTML entities are decoded in titles and texts. */
  unescapeEntities?: boolean | undefined;
  /** How much is read of it. Default: `DEFAULT_LIMITS`. */
  limits?: InputLimits | undefined;
}

export interface CorpusPlace {
  /** The corpus's own folder; by default one below `cacheDir`. */
  dir?: string | undefined;
  /** Where corpora and digests are kept. Default: this user's. */
  cacheDir?: string | undefined;
  /** Takes the rejects if there is nothing else, so that there is no corpus that would keep them. */
  onNothing?: ((rejects: AsyncIterable<Reject>) => Promise<void>) | undefined;
}

/** Finds or builds the corpus of some datasets. */
export async function corpusOf(
  inputs: readonly DatasetInput[],
  tokenizer: Tokenizer,
  { dir, cacheDir = userCache(), onNothing }: CorpusPlace,
  reporter: Reporter,
): Promise<EnsuredCorpus> {
  const names = inputs.map(({ file }) => file).join(', ');
  const corpus = await ensureCorpus({
    tokenizer,
    cacheDir,
    dir,
    sources: sourcesOf(inputs),
    onProgress: ({ questions, bytes, totalBytes: total }) => {
      const note = `${questions} questions`;
      reporter.progress(`index ${names}`, { done: bytes, total, unit: 'bytes', note });
    },
    onReject: reporter.reject,
    onNothing,
  });
  const { questions, unlabelled, passages, tokens } = corpus.info;
  const note = unlabelled > 0 ? ` (${unlabelled} unlabelled)` : '';
  reporter.step(
    `${names}: ${questions} questions${note}, ${passages} passages, ${tokens} tokens (${corpus.built ? 'indexed' : 'index found'})`,
  );
  // Known only once it has counted: of a corpus that is found, it was told before.
  const { unknown, identity } = tokenizer;
  if (unknown !== undefined) {
    reporter.warn(
      `the tokenizer ${identity.name} has no fast way (${unknown}): the official library counts every text whole, which is as exact, and slower`,
    );
  }
  return corpus;
}

/** How the corpus reads the inputs. */
export const sourcesOf = (inputs: readonly DatasetInput[]): CorpusSource[] =>
  inputs.map(({ file, format, unescapeEntities = false, limits }) => ({
    file,
    format,
    unescapeEntities,
    maxRecordBytes: limits?.maxRecordBytes,
    read: parts => readQuestions(file, { format, unescapeEntities, limits, ...parts }),
  }));
