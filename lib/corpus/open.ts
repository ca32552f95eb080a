import { join } from 'node:path';
import { KeychainError } from '../errors.js';
import { programName } from '../program.js';
import type { Question } from '../records/question.js';
import { sentenceBounds } from '../texts/sentence-bounds.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { encodePassage, StoredPassage } from './store/codec.js';
import { type CorpusInfo, dataFileOf, readInfo, replaced } from './store/info.js';
import { PASSAGE_ID, passageId, passageKey } from './store/passage-id.js';
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
  /** Its folder. */
  dir: string;
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
  /** By what question `number` is known. */
  questionId(number: number): Pick<Question, 'dataset' | 'id'>;
  /** The text of question `number`. */
  questionText(number: number): string;
  /** Whether a question may be drawn to distract; missing where any may. */
  mayDistract?: (number: number) => boolean;
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
 * @param key the only one that will do: numbers into one corpus are of no use in another
 * @throws KeychainError CORPUS_UNUSABLE if there is none, or it counts with another tokenizer.
 */
export async function openCorpus(
  dir: string,
  { identity }: Pick<Tokenizer, 'identity'>,
  key?: string,
): Promise<Corpus> {
  const { info, store } = await openWhole(dir);
  if (key !== undefined && info.key !== key) {
    store.close();
    throw replaced(dir);
  }
  if (info.tokenizer.sha256 !== identity.sha256 || info.tokenizer.type !== identity.type) {
    store.close();
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `${dir} counts with ${info.tokenizer.type} ${info.tokenizer.name}, not ${identity.type} ${identity.name}; name that tokenizer, or build another corpus with: ${programName()} index`,
    );
  }

  const missing = (what: string): never => {
    throw new KeychainError(
      'CORPUS_UNUSABLE',
      `${dir} lacks ${what}; name the corpus that it was taken from`,
    );
  };
  const passage = (number: number, supporting = false): StoredPassage => {
    const bytes = store.passage(number) ?? missing(`passage ${number}`);
    return new StoredPassage(bytes, supporting, number);
  };
  const stored = (number: number): StoredQuestion =>
    store.question(number) ?? missing(`question ${number}`);

  const questionText = lately(number => stored(number).question.question);

  return {
    dir,
    info,
    tokens: number => store.tokens(number) ?? missing(`passage ${number}`),
    passage,
    siblings: ({ title, number }) =>
      number === undefined || title.trim() === '' ? [] : store.siblings(articleKey(title), number),
    passageById: id => {
      if (!PASSAGE_ID.test(id)) return undefined;
      const number = store.passageNumber(Buffer.from(id, 'hex'));
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
    questionId: number => {
      const { dataset, id } = stored(number).question;
      return { dataset, id };
    },
    questionText,
    isAnswerable: number => store.isAnswerable(number) ?? missing(`question ${number}`),
    isUnlabelled: number => store.isUnlabelled(number) ?? missing(`question ${number}`),
    questionNumbers: id =>
      info.datasets
        .map(dataset => store.questionNumber(questionKey(dataset, id)))
        .filter(number => number !== undefined),
    questionNumber: (dataset, id) => store.questionNumber(questionKey(dataset, id)),
    resolve: (question, tokenizer) => ({
      question,
      passages: question.passages.map(({ title, text, supporting, sentences }) => {
        const number = store.passageNumber(passageKey(title, text));
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
    close: async () => store.close(),
  };
}

/** Texts of questions that are remembered: some 8 MB, and 32 at most. */
const REMEMBERED = 1 << 16;
/** UTF-16 units of the longest that is: nearly all questions have fewer. */
const REMEMBERED_LENGTH = 256;

/** Remembers the text of each number, until one comes that takes its place. */
function lately(textOf: (number: number) => string): (number: number) => string {
  const numbers = new Float64Array(REMEMBERED).fill(-1);
  const texts: string[] = [];
  return number => {
    const slot = number % REMEMBERED;
    if (numbers[slot] === number) return texts[slot]!;
    const text = textOf(number);
    if (text.length <= REMEMBERED_LENGTH) {
      texts[slot] = text;
      numbers[slot] = number;
    }
    return text;
  };
}

/** How often a corpus is looked for that another process may just be replacing. */
const TRIES = 3;

/** Opens what `corpus.json` names, or what it names by then if that is no longer there. */
async function openWhole(dir: string): Promise<{ info: CorpusInfo; store: Store }> {
  for (let tries = 1; ; tries++) {
    try {
      const info = await readInfo(dir);
      return { info, store: openStore(join(dir, dataFileOf(info.key)), info) };
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}
