import type { Reporter } from '../reporter.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import {
  type TokenizerSettings,
  tokenizerOptions,
  withTokenizer,
} from '../tokenize/with-tokenizer.js';
import { type QuestionsByText, questionsByText } from './by-text.js';
import { corpusOf, type DatasetInput, type FillerSettings, fillersOf } from './corpus-of.js';
import { type Corpus, type CorpusQuestion, openCorpus } from './open.js';

export interface TextSettings extends TokenizerSettings, FillerSettings {
  /** Datasets that the texts come from. */
  dataset?: string[] | undefined;
  datasetFormat: DatasetInput['format'];
  unescapeEntities?: boolean | undefined;
  maxRecordBytes: number;
  maxExpansion: number;
  /** Or a corpus of them; with datasets, where theirs is. */
  corpus?: string | undefined;
  /** Threads to build corpora with. Default: one a core. */
  workers?: number | undefined;
}

/**
 * Opens the texts of some datasets or of a corpus, where there is one of the two, and the
 * tokenizer. The texts alone: where a sentence ends is for who reads them to judge.
 *
 * @param before called with the tokenizer before any text is read, which may take long
 * @throws KeychainError USAGE, INPUT_*, TOKENIZER_UNUSABLE, CORPUS_UNUSABLE
 */
export function withTexts<T>(
  settings: TextSettings,
  reporter: Reporter,
  before: (tokenizer: Tokenizer) => Promise<void>,
  work: (
    tokenizer: Tokenizer,
    texts: ReturnType<typeof textsOf> | undefined,
    corpora: readonly Corpus[],
  ) => Promise<T>,
): Promise<T> {
  const withIndex = async (tokenizer: Tokenizer, corpora: readonly Corpus[]): Promise<T> => {
    const byText = questionsByText(corpora);
    try {
      const texts = corpora.length > 0 ? textsOf(corpora, byText) : undefined;
      return await work(tokenizer, texts, corpora);
    } finally {
      await byText.close();
    }
  };
  return withCorpora(settings, reporter, withIndex, before);
}

/**
 * Opens the corpora of some datasets, or the one that is named, or none, and the tokenizer.
 *
 * @param before called with the tokenizer before any text is read, which may take long
 * @throws KeychainError as {@link withTexts}
 */
export function withCorpora<T>(
  settings: TextSettings,
  reporter: Reporter,
  work: (tokenizer: Tokenizer, corpora: readonly Corpus[]) => Promise<T>,
  before: (tokenizer: Tokenizer) => Promise<void> = async () => undefined,
): Promise<T> {
  return withTokenizer(settings, async tokenizer => {
    await before(tokenizer);
    const corpora: Corpus[] = [];
    try {
      for await (const corpus of open(settings, tokenizer, reporter)) corpora.push(corpus);
      return await work(tokenizer, corpora);
    } finally {
      for (const corpus of corpora) await corpus.close();
    }
  });
}

/**
 * Datasets have a corpus each, unless one is named for all: folders of samples have ids of their own,
 * and one that stands in two datasets is a fault of neither.
 */
async function* open(
  settings: TextSettings,
  tokenizer: Tokenizer,
  reporter: Reporter,
): AsyncGenerator<Corpus> {
  const { dataset = [], datasetFormat: format, unescapeEntities, corpus: dir } = settings;
  const fillers = fillersOf(settings, settings);
  const threads = { tokenizer: tokenizerOptions(settings), count: settings.workers };
  const inputs = dataset.map(file => ({ file, format, unescapeEntities, limits: settings }));
  if (dir !== undefined) {
    if (inputs.length > 0) await corpusOf(inputs, tokenizer, { dir, fillers, threads }, reporter);
    yield await openCorpus(dir, tokenizer);
    return;
  }
  // Needles are hidden in texts alone, too.
  const groups = inputs.length === 0 && fillers.length > 0 ? [[]] : inputs.map(input => [input]);
  for (const group of groups) {
    const found = await corpusOf(group, tokenizer, { fillers, threads }, reporter);
    yield await openCorpus(found.dir, tokenizer);
  }
}

/** What the first of some corpora has that has it. */
function firstOf<T>(
  corpora: readonly Corpus[],
  find: (corpus: Corpus) => T | undefined,
): T | undefined {
  for (const corpus of corpora) {
    const found = find(corpus);
    if (found !== undefined) return found;
  }
  return undefined;
}

const textsOf = (corpora: readonly Corpus[], byText: QuestionsByText) => ({
  ...textsById(corpora),
  questionsByText: (text: string) => byText.find(text).map(listed),
});

/** Texts by id, as one who verifies wants them. */
export const textsById = (corpora: readonly Corpus[]) => ({
  passage: (id: string) =>
    firstOf(corpora, corpus => {
      const passage = corpus.passageById(id);
      return passage && { title: passage.title, text: passage.text };
    }),
  question: (id: string, dataset: string) =>
    firstOf(corpora, corpus => {
      const number = corpus.questionNumber(dataset, id);
      if (number === undefined) return undefined;
      return listed(corpus.question(number));
    }),
});

const listed = ({ question, passages }: CorpusQuestion) => ({
  question: question.question,
  answers: question.answers,
  passages: passages.map(passage => ({ id: passage.id, supporting: passage.supporting })),
});
