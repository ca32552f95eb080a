import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isOfArticles } from '../../datasets/registry.js';
import type { Question, QuestionPassage } from '../../records/question.js';
import { isUnlabelled } from '../../records/unlabelled.js';
import { batches } from '../../stream/batches.js';
import { ordered } from '../../stream/ordered.js';
import { settle } from '../../stream/settle.js';
import type { TextPassage } from '../../texts/passages.js';
import type { Tokenizer } from '../../tokenize/tokenizer.js';
import { decodeTokens } from '../store/codec.js';
import { passageKey } from '../store/passage-id.js';
import { articleKey, questionKey, type StorePlaces } from '../store/store.js';
import { type BuildThreads, passageMaker } from './passage-maker.js';
import type { NewPassage } from './passage-records.js';
import { type StoreWriter, storeWriter } from './store-writer.js';

export interface CorpusCounts {
  passages: number;
  /** Passages that stand in texts alone. */
  fillers: number;
  questions: number;
  /** By their dataset's word. */
  unanswerable: number;
  /** Of test splits. */
  unlabelled: number;
  datasets: string[];
  tokens: number;
}

/** What there is in a corpus's file, and where. */
export type BuiltStore = CorpusCounts & StorePlaces & { bytes: number };

/** What a corpus is made of: first the questions, then passages of texts. */
export type CorpusRecord = Question | TextPassage;

const isQuestion = (record: CorpusRecord): record is Question => 'passages' in record;

/** Records a transaction: enough to make its cost small, few enough to hold in memory. */
const BATCH = 256;

/** A passage that the corpus did not have when it was met. */
interface FreshPassage {
  key: Buffer;
  /** The key in hexadecimal digits. */
  id: string;
  /** What is stored of it; there before its batch is written. */
  record?: Buffer;
  /** There once it is stored. */
  number?: number;
}

/** Records with what is stored of those of their passages that are new. */
interface MadeBatch {
  batch: CorpusRecord[];
  /** Their passages, in order; a fresh one may be that of a batch before, which is written before. */
  places: (number | FreshPassage)[];
  /** Those that were met in this batch first. */
  fresh: FreshPassage[];
}

/** What writes a batch. */
interface Writing {
  store: StoreWriter;
  counts: CorpusCounts;
  places: IterableIterator<number | FreshPassage>;
}

export interface BuildOptions {
  /** Told of each batch that is written. */
  onBatch?: ((counts: Readonly<CorpusCounts>) => void) | undefined;
  /** What is written does not depend on them. Default: none. */
  threads?: BuildThreads | undefined;
}

/**
 * Writes the file of a corpus into an empty folder: every question, and every passage once, numbered in the order
 * of first sight and counted with the tokenizer. What is under way stays in memory; the rest is
 * on disk.
 */
export async function buildStore(
  records: NodeJS.ReadableStream,
  dir: string,
  tokenizer: Tokenizer,
  { onBatch, threads }: BuildOptions = {},
): Promise<BuiltStore> {
  await tokenizer.prepare?.();
  const store = storeWriter(dir);
  const maker = passageMaker(tokenizer, threads);
  const counts: CorpusCounts = {
    passages: 0,
    fillers: 0,
    questions: 0,
    unanswerable: 0,
    unlabelled: 0,
    datasets: [],
    tokens: 0,
  };
  /** Passages that are made just now, by their ids. */
  const underWay = new Map<string, FreshPassage>();
  const make = async (batch: CorpusRecord[]): Promise<MadeBatch> => {
    const passages = batch.flatMap<Pick<QuestionPassage, 'title' | 'text' | 'sentences'>>(record =>
      isQuestion(record) ? record.passages : record,
    );
    const fresh: FreshPassage[] = [];
    const unmade: NewPassage[] = [];
    const places = passages.map(({ title, text, sentences }) => {
      const key = passageKey(title, text);
      const id = key.toString('hex');
      const met = underWay.get(id) ?? store.passageNumber(key);
      if (met !== undefined) return met;
      const passage: FreshPassage = { key, id };
      underWay.set(id, passage);
      fresh.push(passage);
      unmade.push({ id, title, text, ...(sentences && { sentences }) });
      return passage;
    });
    const records = await maker.make(unmade);
    for (const [i, passage] of fresh.entries()) passage.record = records[i]!;
    return { batch, places, fresh };
  };
  const write = ({ batch, places, fresh }: MadeBatch): void => {
    const writing = { store, counts, places: places.values() };
    store.transaction(() => {
      for (const record of batch) {
        if (isQuestion(record)) putQuestion(writing, record);
        else putFiller(writing);
      }
    });
    for (const { id } of fresh) underWay.delete(id);
    onBatch?.(counts);
  };
  try {
    await pipeline(
      records,
      batches<CorpusRecord>(BATCH),
      ordered(maker.atOnce, make, maker.close),
      new Writable({
        objectMode: true,
        highWaterMark: 1,
        write: (made: MadeBatch, _encoding, done) => settle(() => write(made), done),
      }),
    );
    return { ...counts, ...store.finish() };
  } finally {
    await store.close();
  }
}

function putQuestion(writing: Writing, question: Question): void {
  const { store, counts } = writing;
  const passages = question.passages.map((passage): [number, 0 | 1] => {
    const number = putPassage(writing);
    if (isOfArticles(question.dataset)) store.addToArticle(articleKey(passage.title), number);
    return [number, passage.supporting ? 1 : 0];
  });
  const unlabelled = isUnlabelled(question);
  const stored = { question: { ...question, passages: [] }, passages };
  const number = store.addQuestion(stored, unlabelled);
  counts.questions++;
  if (unlabelled) counts.unlabelled++;
  else if (!question.answerable) counts.unanswerable++;
  if (!counts.datasets.includes(question.dataset)) counts.datasets.push(question.dataset);
  const key = questionKey(question.dataset, question.id);
  // MuSiQue repeats the id of an answerable question for its unanswerable twin.
  if (question.answerable || !store.hasQuestion(key)) store.nameQuestion(key, number);
}

/** All passages behind the first of them are fillers: a corpus has its questions first. */
function putFiller(writing: Writing): void {
  const { counts } = writing;
  const before = counts.passages;
  putPassage(writing);
  counts.fillers += counts.passages - before;
}

/** Puts the next passage of the batch, unless it is there. */
function putPassage({ store, counts, places }: Writing): number {
  const place: number | FreshPassage = places.next().value!;
  if (typeof place === 'number') return place;
  if (place.number === undefined) {
    const record = place.record!;
    const tokens = decodeTokens(record);
    place.number = store.addPassage(record, tokens, place.key);
    counts.passages++;
    counts.tokens += tokens;
  }
  return place.number;
}
