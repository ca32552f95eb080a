import { type DatasetFormat, readQuestions } from '../datasets/read-questions.js';
import { cacheDir as userCache } from '../disk/cache-dir.js';
import { shownInput } from '../input/input-place.js';
import type { InputLimits } from '../input/limits.js';
import type { Reject } from '../records/reject.js';
import type { Reporter } from '../reporter.js';
import { FILLER_TOKENS } from '../texts/filler-tokens.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { type EnsuredCorpus, ensureCorpus } from './build/ensure.js';
import type { FillerSource } from './build/fillers.js';
import type { BuildThreads } from './build/passage-maker.js';
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
  /** Texts whose passages samples are filled with, beside those of the datasets. */
  fillers?: readonly FillerSource[] | undefined;
  /** Threads to build with; see `ensureCorpus`. */
  threads?: BuildThreads | undefined;
  /** Takes the rejects if there is nothing else, so that there is no corpus that would keep them. */
  onNothing?: ((rejects: AsyncIterable<Reject>) => Promise<void>) | undefined;
}

/** Finds or builds the corpus of some datasets, and of texts that samples are filled with. */
export async function corpusOf(
  inputs: readonly DatasetInput[],
  tokenizer: Tokenizer,
  { dir, cacheDir = userCache(), onNothing, fillers, threads }: CorpusPlace,
  reporter: Reporter,
): Promise<EnsuredCorpus> {
  const alone = inputs.length === 0 ? (fillers ?? []) : [];
  const names = [...inputs, ...alone].map(({ file }) => shownInput(file)).join(', ');
  const corpus = await ensureCorpus({
    tokenizer,
    threads,
    cacheDir,
    dir,
    sources: sourcesOf(inputs),
    fillers,
    onProgress: ({ questions, fillers, bytes, totalBytes: total }) => {
      const note = [
        ...(inputs.length > 0 ? [`${questions} questions`] : []),
        ...(fillers > 0 ? [`${fillers} passages of texts`] : []),
      ].join(', ');
      reporter.progress(`index ${names}`, { done: bytes, total, unit: 'bytes', note });
    },
    onReject: reporter.reject,
    onNothing,
    onTexts: ({ file }, { files, empty, others }) => {
      if (others > 0) {
        reporter.warn(
          `${file}: ${others} of its files have none of the endings of texts (.txt, .md) or records (.jsonl, .json, .parquet), and are left out`,
        );
      }
      if (empty > 0) reporter.warn(`${file}: ${empty} of ${files} files of text hold nothing`);
    },
  });
  const { questions, unlabelled, passages, fillers: own = 0, tokens } = corpus.info;
  const note = unlabelled > 0 ? ` (${unlabelled} unlabelled)` : '';
  reporter.step(
    `${names}: ${inputs.length > 0 ? `${questions} questions${note}, ` : ''}${passages} passages${own > 0 ? ` (${own} of texts)` : ''}, ${tokens} tokens (${corpus.built ? 'indexed' : 'index found'})`,
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

/** What decides which texts samples are filled with. */
export interface FillerSettings {
  /** Files and folders. */
  fillers?: readonly string[] | undefined;
  /** Tokens of a passage of theirs at most. */
  fillerTokens?: number | undefined;
}

/** How the corpus reads the texts. */
export const fillersOf = (
  { fillers = [], fillerTokens = FILLER_TOKENS }: FillerSettings,
  limits?: InputLimits,
): FillerSource[] => fillers.map(file => ({ file, fillerTokens, limits }));
