import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Corpus, openCorpus } from '../lib/corpus/open.js';
import { KeychainError } from '../lib/errors.js';
import { openInput } from '../lib/input/open.js';
import { readSamples } from '../lib/json/read-samples.js';
import { flow } from '../lib/stream/flow.js';
import { loadTokenizer } from '../lib/tokenize/load.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import type { FileReport } from '../lib/verify/report/tally.js';
import type { CorpusTexts } from '../lib/verify/sources.js';
import { verifyFile } from '../lib/verify/verify.js';
import { corpusOf } from './corpus.js';
import type { Reporter } from './reporter.js';
import type { CorpusSettings, DatasetInput, TokenizerSettings } from './settings.js';

export interface VerifyRun {
  /** Sample files, or folders that hold some. */
  files: string[];
  /** Where the texts come from: datasets, or a corpus of them. */
  datasets: DatasetInput[];
  corpus: CorpusSettings;
  tokenizer: TokenizerSettings;
}

/** Holds finished files against the dataset and the tokenizer. */
export async function verifyFiles(run: VerifyRun, reporter: Reporter): Promise<FileReport[]> {
  const tokenizer = await loadTokenizer(run.tokenizer);
  let corpus: Corpus | undefined;
  try {
    corpus = await textsOf(run, tokenizer, reporter);
    const reports: FileReport[] = [];
    for (const file of await sampleFiles(run.files)) {
      const samples = flow(openInput(file), readSamples(file));
      const sources = { tokenizer, corpus: corpus && textsFrom(corpus) };
      reports.push(await verifyFile(samples, sources, { file }));
      reporter.progress('verify', reports.length);
    }
    return reports;
  } finally {
    await corpus?.close();
    tokenizer.close();
  }
}

async function textsOf(
  { datasets, corpus }: VerifyRun,
  tokenizer: Tokenizer,
  reporter: Reporter,
): Promise<Corpus | undefined> {
  if (datasets.length > 0) {
    const { dir } = await corpusOf(datasets, tokenizer, corpus, reporter);
    return openCorpus(dir, tokenizer);
  }
  return corpus.dir === undefined ? undefined : openCorpus(corpus.dir, tokenizer);
}

/** The texts alone: where a sentence ends is for the verifier to judge by its own rules. */
function textsFrom(corpus: Corpus): CorpusTexts {
  return {
    passage: id => {
      const passage = corpus.passageById(id);
      return passage && { title: passage.title, text: passage.text };
    },
    question: id => {
      const number = corpus.questionNumbers(id)[0];
      if (number === undefined) return undefined;
      const { question, passages } = corpus.question(number);
      return {
        question: question.question,
        answers: question.answers,
        passages: passages.map(passage => ({ id: passage.id, supporting: passage.supporting })),
      };
    },
  };
}

const SAMPLE_FILE = /(?<!\.rejects)\.jsonl(\.gz|\.zst)?$/;

async function sampleFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const isFolder = path !== '-' && (await statOf(path)).isDirectory();
    if (!isFolder) {
      files.push(path);
      continue;
    }
    const inside = await readdir(path, { recursive: true });
    files.push(
      ...inside
        .filter(name => SAMPLE_FILE.test(name))
        .sort()
        .map(name => join(path, name)),
    );
  }
  if (files.length > 0) return files;
  throw new KeychainError(
    'INPUT_MISSING',
    `${paths.join(', ')}: no sample files (*.jsonl.gz) there`,
  );
}

async function statOf(path: string) {
  try {
    return await stat(path);
  } catch (cause) {
    throw new KeychainError('INPUT_MISSING', `${path}: no such file or folder`, { cause });
  }
}
