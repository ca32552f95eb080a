import { KeychainError } from '../errors.js';
import { programName } from '../program.js';
import type { Question } from '../records/question.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { decodeTokens, encodePassage, StoredPassage } from './store/codec.js';
import { type CorpusInfo, readInfo } from './store/info.js';
import { PASSAGE_ID, passageId, passageKey } from './store/passage-id.js';
import { sentenceBounds } from './store/sentence-bounds.js';
import {
  articleKey,
  openStore,
  questionKey,
  type Store,
  type StoredQuestion,
} from './store/store.js';

/** A question with its passages as the corpus holds them. */
export interface CorpusQuestion {
  question: Question;
  passages: StoredPassage[];
}

/** A finished corpus, read-only. Its memory does not depend on its size. */
export interface Corpus {
  info: CorpusInfo;
  /** Tokens of passage `number` as stored; cheaper than {@link Corpus.passage}. */
  tokens(number: number): number;
  /** A copy of its own for each call, not yet supporting. */
  passage(number: number): StoredPassage;
  /**
   * The numbers of the other passages of an article, wherever they stand in the dataset: those before
   * a passage, nearest first, then those behind it. A passage without a title is of no article.
   */
  siblings(passage: Pick<StoredPassage, 'title' | 'number'>): Iterable<number>;
  /** The passage with an id (16 hex digits), if the corpus holds it. */
  passageById(id: string): StoredPassage | undefined;
  /** Question `number` in the dataset's order. */
  question(number: number): CorpusQuestion;
  /** The text of question `number`. */
  questionText(number: number): string;
  /** False for a question that its dataset gives no answer to. */
  isAnswerable(number: number): boolean;
  /** True for a question of a test split, whose answer is not published. */
  isUnlabelled(number: number): boolean;
  /** The numbers of the questions with an id, whatever their dataset. */
  questionNumbers(id: string): number[];
  /** The number of a question, if the corpus holds it. */
  questionNumber(dataset: string, id: string): number | undefined;
  /**
   * A question from elsewhere, with the corpus's own copies of its passages where it has them; the
   * others are counted with the tokenizer.
   */
  resolve(question: Question, tokenizer: Tokenizer): CorpusQuestion;
  close(): Promise<void>;
}

/**
 * Opens a finished corpus for one tokenizer.
 *
 * @throws KeychainError CORPUS_UNUSABLE if there is none, or it counts with another tokenizer.
 */
export async function openCorpus(
  dir: string,
  { identity }: Pick<Tokenizer, 'identity'>,
): Promise<Corpus> {
  const info = await readInfo(dir);
  if (info.tokenizer.sha256 !== identity.sha256 || info.tokenizer.type !== identity.type) {
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `${dir} counts with ${info.tokenizer.type} ${info.tokenizer.name}, not ${identity.type} ${identity.name}; name that tokenizer, or build another corpus with: ${programName()} index`,
    );
  }
  const store = openTables(dir);

  const missing = (number: number): never => {
    throw new KeychainError('CORPUS_UNUSABLE', `${dir} lacks passage ${number}; build it again`);
  };
  const view = (number: number): Buffer => {
    const bytes = store.passages.getBinaryFast(number) ?? missing(number);
    // What is longer than the store's own buffer comes as a bare array of bytes.
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  };
  // The store's next read changes the view.
  const passage = (number: number, supporting = false): StoredPassage =>
    new StoredPassage(Buffer.from(view(number)), supporting, number);
  const stored = (number: number): StoredQuestion => {
    const question = store.questions.get(number);
    if (question) return question;
    throw new KeychainError('CORPUS_UNUSABLE', `${dir} lacks question ${number}; build it again`);
  };
  const passageNumber = (title: string, text: string): number | undefined =>
    store.passageNumbers.get(passageKey(title, text));

  return {
    info,
    tokens: number => decodeTokens(view(number)),
    passage,
    siblings: function* ({ title, number }) {
      if (number === undefined || title.trim() === '') return;
      const key = articleKey(title);
      yield* store.articles.getValues(key, { start: number - 1, reverse: true });
      yield* store.articles.getValues(key, { start: number + 1 });
    },
    passageById: id => {
      if (!PASSAGE_ID.test(id)) return undefined;
      const number = store.passageNumbers.get(Buffer.from(id, 'hex'));
      return number === undefined ? undefined : passage(number);
    },
    question: number => {
      const { question, passages: numbers } = stored(number);
      const passages = numbers.map(([n, supporting]) => passage(n, supporting === 1));
      return {
        question: {
          ...question,
          passages: passages.map(({ title, text, supporting }) => ({ title, text, supporting })),
        },
        passages,
      };
    },
    questionText: number => stored(number).question.question,
    isAnswerable: number => stored(number).question.answerable,
    isUnlabelled: number => stored(number).unlabelled === true,
    questionNumbers: id =>
      info.datasets
        .map(dataset => store.questionNumbers.get(questionKey(dataset, id)))
        .filter(number => number !== undefined),
    questionNumber: (dataset, id) => store.questionNumbers.get(questionKey(dataset, id)),
    resolve: (question, tokenizer) => ({
      question,
      passages: question.passages.map(({ title, text, supporting, sentences }) => {
        const number = passageNumber(title, text);
        if (number !== undefined) return passage(number, supporting);
        const record = {
          id: passageId(title, text),
          title,
          text,
          bounds: sentenceBounds(text, sentences),
          tokens: tokenizer.count(`${title}\n${text}\n\n`),
        };
        return new StoredPassage(encodePassage(record), supporting);
      }),
    }),
    close: () => store.root.close(),
  };
}

function openTables(dir: string): Store {
  try {
    return openStore(dir, 'read');
  } catch (cause) {
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `${dir}: its tables cannot be opened (${(cause as Error).message}); build it again with: ${programName()} index`,
      { cause },
    );
  }
}
