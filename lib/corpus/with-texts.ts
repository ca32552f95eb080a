import type { Reporter } from '../reporter.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { type TokenizerSettings, withTokenizer } from '../tokenize/with-tokenizer.js';
import { corpusOf, type DatasetInput } from './corpus-of.js';
import { type Corpus, openCorpus } from './open.js';

export interface TextSettings extends TokenizerSettings {
  /** Datasets that the texts come from. */
  dataset?: string[] | undefined;
  datasetFormat: DatasetInput['format'];
  unescapeEntities?: boolean | undefined;
  maxRecordBytes: number;
  maxExpansion: number;
  /** Or a corpus of them; with datasets, where theirs is. */
  corpus?: string | undefined;
}

/**
 * Opens the texts of some datasets or of a corpus, where there is one of the two, and the
 * tokenizer. The texts alone: where a sentence ends is for who reads them to judge.
 *
 * @throws KeychainError USAGE, INPUT_*, TOKENIZER_UNUSABLE, CORPUS_UNUSABLE
 */
export function withTexts<T>(
  settings: TextSettings,
  reporter: Reporter,
  work: (tokenizer: Tokenizer, texts: ReturnType<typeof textsOf> | undefined) => Promise<T>,
): Promise<T> {
  return withTokenizer(settings, async tokenizer => {
    const corpus = await open(settings, tokenizer, reporter);
    try {
      return await work(tokenizer, corpus && textsOf(corpus));
    } finally {
      await corpus?.close();
    }
  });
}

async function open(
  settings: TextSettings,
  tokenizer: Tokenizer,
  reporter: Reporter,
): Promise<Corpus | undefined> {
  const { dataset = [], datasetFormat: format, unescapeEntities, corpus: dir } = settings;
  if (dataset.length === 0) return dir === undefined ? undefined : openCorpus(dir, tokenizer);
  const inputs = dataset.map(file => ({ file, format, unescapeEntities, limits: settings }));
  const found = await corpusOf(inputs, tokenizer, { dir }, reporter);
  return openCorpus(found.dir, tokenizer);
}

/** Texts by id, as one who verifies wants them. */
const textsOf = (corpus: Corpus) => ({
  passage: (id: string) => {
    const passage = corpus.passageById(id);
    return passage && { title: passage.title, text: passage.text };
  },
  question: (id: string, dataset: string) => {
    const number = corpus.questionNumber(dataset, id);
    if (number === undefined) return undefined;
    const { question, passages } = corpus.question(number);
    return {
      question: question.question,
      answers: question.answers,
      passages: passages.map(passage => ({ id: passage.id, supporting: passage.supporting })),
    };
  },
});
