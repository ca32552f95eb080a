import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { KeychainError, RecordError } from '../../lib/errors.js';
import { odditiesIn } from '../../lib/judge/answer-watch.js';
import {
  type JudgedCounts,
  type Judging,
  judgeCandidates,
  judgingOf,
  noneJudged,
} from '../../lib/judge/judge.js';
import type { Models } from '../../lib/judge/open-models.js';
import { keyedRandom } from '../../lib/random.js';
import type { Candidate } from '../../lib/records/candidate.js';
import { selectCandidates } from '../../lib/select/select.js';
import { resolve } from '../../lib/settings/resolve.js';
import type { GivenTo } from '../../lib/settings/values.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { type FakeChat, fakeChat, questionIn } from '../support/model/chat.js';
import { madeQuestion } from '../support/questions.js';
import { all, failureOf, idle } from '../support/streams.js';
import { words } from '../support/tokenizer.js';

const QUESTIONS = 90;
/** Every seventh has no answer. */
const questions = Array.from({ length: QUESTIONS }, (_, i) =>
  madeQuestion(i, { answerable: i % 7 !== 3 }),
);
const corpus = memoryCorpus(questions, words);

const URL = { llmUrl: ['http://127.0.0.1:1/v1'], model: 'm' };

const judging = (given: GivenTo<'keychain'> = {}): Judging =>
  judgingOf(resolve('keychain', { maxSeqLength: [4096], ...URL, concurrency: 4, ...given }));

const placeOf = (prompt: string): number => Number(/place (\d+)/.exec(questionIn(prompt))![1]);
/** Of 8 answers to question `n` so many are right. */
const rightOf = (n: number): number => (n * 5) % 9;

/** A model that takes its time, each call another. */
function chatOf(
  seed: string | number,
  special: (n: number) => Error | undefined = () => undefined,
) {
  const random = keyedRandom('latencies', seed);
  return fakeChat(async (prompt, rollouts) => {
    const n = placeOf(prompt);
    await sleep(random.below(12));
    const error = special(n);
    if (error instanceof RecordError) return error;
    if (error) throw error;
    return Array.from({ length: rollouts }, (_, i) =>
      i < rightOf(n) ? `The answer is River ${n}.` : 'The answer is Lake 1.',
    );
  });
}

const modelsOf = (chat: FakeChat, more: Partial<Models> = {}): Models => ({
  model: { chat, name: 'm' },
  chats: [chat],
  oddities: () => odditiesIn([]),
  warnings: () => [],
  close: async () => undefined,
  ...more,
});

function judged(
  chat: FakeChat,
  { numSamples = -1, given = {}, more = {} as Partial<Models> } = {},
) {
  const enough = new AbortController();
  const selecting = { unanswerable: 0, unlabelled: 0, selected: 0 };
  const select = { ...resolve('keychain', { maxSeqLength: [4096] }), numSamples: -1 };
  const candidates = selectCandidates(corpus, select, selecting, { enough: enough.signal });
  const counts = noneJudged();
  const told: [counts: JudgedCounts, candidate: Candidate, isOver: boolean][] = [];
  const answers = { rollouts: 0, right: 0 };
  const stream = judgeCandidates(Readable.from(candidates, { highWaterMark: 1 }), {
    corpus,
    judging: judging(given),
    models: modelsOf(chat, more),
    numSamples,
    counts,
    answers,
    enough,
    onJudged: (now, candidate) =>
      told.push([structuredClone(now), candidate, enough.signal.aborted]),
  });
  return { stream, counts, answers, told, selecting, enough };
}

const isKept = (n: number): boolean => rightOf(n) >= 1 && rightOf(n) <= 6;
const answerable = [...questions.keys()].filter(n => questions[n]!.answerable);
const wanted = answerable.filter(isKept);

test('those that the model sometimes gets right are kept, in their order', async t => {
  for (const seed of [1, 2]) {
    const { stream, counts, answers, told } = judged(chatOf(seed));
    const kept = await all<Candidate>(stream);
    t.deepEqual(
      kept.map(({ number }) => number),
      wanted,
    );
    for (const { number, position, sourceIndex, unanswerable } of kept) {
      t.is(position, answerable.indexOf(number), 'the position is that before judging');
      t.is(sourceIndex, number);
      t.is(unanswerable, number - position);
    }
    const right = answerable.reduce((sum, n) => sum + rightOf(n), 0);
    t.deepEqual(answers, { rollouts: 8 * answerable.length, right });
    t.deepEqual(counts, {
      asked: answerable.length,
      kept: wanted.length,
      dropped: { 'pass-count': answerable.length - wanted.length },
      rejected: {},
    });
    t.deepEqual(
      told.map(([{ asked }, { number }]) => [asked, number]),
      answerable.map((number, i) => [i + 1, number]),
    );
  }
});

test('once enough are kept no further call starts, and what is under way does not count', async t => {
  const numSamples = 12;
  const outcomes = [];
  for (const seed of [1, 2, 3]) {
    const chat = chatOf(seed);
    const { stream, counts, told, enough } = judged(chat, { numSamples });
    const kept = await all<Candidate>(stream);
    const asked = chat.prompts.length;
    t.true(enough.signal.aborted);
    await idle();
    t.is(chat.prompts.length, asked);
    t.is(chat.underWay, 0);
    t.deepEqual(
      kept.map(({ number }) => number),
      wanted.slice(0, numSamples),
    );
    // Those that count end with the last one kept; others may have been asked for nothing.
    t.is(counts.asked, answerable.indexOf(wanted[numSamples - 1]!) + 1);
    t.is(counts.kept, numSamples);
    t.true(asked >= counts.asked && asked <= counts.asked + 2 * 4);
    const [, last] = told.at(-1)!;
    t.is(last.number, wanted[numSamples - 1]!);
    t.deepEqual(
      told.map(([, , isOver]) => isOver),
      told.map((_, i) => i === told.length - 1),
      'who hears of the last one knows that it is the last',
    );
    outcomes.push({ counts, unanswerable: last.unanswerable, told });
  }
  t.deepEqual(outcomes[1], outcomes[0]);
  t.deepEqual(outcomes[2], outcomes[0]);
});

test('the unanswerable ones before the last one kept do not depend on who was faster', async t => {
  const numbers = new Set<number>();
  for (const [seed, concurrency] of [1, 4, 16].entries()) {
    const { stream, told } = judged(chatOf(seed), { numSamples: 20, given: { concurrency } });
    await all(stream);
    const [, last] = told.at(-1)!;
    numbers.add(last.unanswerable);
    t.is(last.unanswerable, questions.slice(0, last.number).filter(q => !q.answerable).length);
  }
  t.is(numbers.size, 1);
});

test('one without answers goes along with its reject, and is not one of those wanted', async t => {
  const tooLong = (n: number) =>
    n % 10 === 5 ? new RecordError('PROMPT_TOO_LONG', `${n} is too long`) : undefined;
  const numSamples = 15;
  const { stream, counts, told } = judged(chatOf(1, tooLong), { numSamples });
  const handedOn = await all<Candidate>(stream);
  const kept = handedOn.filter(({ reject }) => !reject);
  const rejected = handedOn.filter(({ reject }) => reject);
  t.is(kept.length, numSamples);
  t.deepEqual(
    kept.map(({ number }) => number),
    wanted.filter(n => n % 10 !== 5).slice(0, numSamples),
  );
  const last = kept.at(-1)!.number;
  t.deepEqual(
    rejected.map(({ number, reject }) => [number, reject]),
    answerable
      .filter(n => n % 10 === 5 && n < last)
      .map(n => [n, { code: 'PROMPT_TOO_LONG', message: `${n} is too long`, id: `q${n}` }]),
  );
  t.deepEqual(
    handedOn.map(({ position }) => position),
    handedOn.map(({ position }) => position).toSorted((a, b) => a - b),
  );
  t.deepEqual(counts.rejected, { PROMPT_TOO_LONG: rejected.length });
  const { asked, kept: number, dropped } = counts;
  t.is(asked, number + dropped['pass-count']! + rejected.length);
  t.is(told.length, asked);
});

test('nothing is asked where nothing is wanted', async t => {
  const chat = chatOf(1);
  const enough = new AbortController();
  const stream = judgeCandidates(Readable.from([]), {
    corpus,
    judging: judging(),
    models: modelsOf(chat),
    numSamples: 0,
    counts: noneJudged(),
    answers: { rollouts: 0, right: 0 },
    enough,
    onJudged: () => t.fail(),
  });
  t.deepEqual(await all(stream), []);
  t.deepEqual(chat.prompts, []);
});

test('the stronger model decides on what the first one never gets right', async t => {
  const rescue = fakeChat((prompt, n) =>
    Array.from(
      { length: n },
      (_, i) => `The answer is ${i < 3 ? `River ${placeOf(prompt)}` : 'no'}.`,
    ),
  );
  const { stream } = judged(chatOf(1), { more: { rescue: { chat: rescue, name: 'strong' } } });
  const kept = await all<Candidate>(stream);
  t.deepEqual(
    kept.map(({ number }) => number),
    answerable.filter(n => isKept(n) || rightOf(n) === 0),
  );
  t.deepEqual(
    rescue.prompts.map(placeOf).toSorted((a, b) => a - b),
    answerable.filter(n => rightOf(n) === 0),
  );
});

test('prompts are counted where that is asked for', async t => {
  const chat = chatOf(1);
  const counted: string[] = [];
  const countTokens = (prompt: string): number => counted.push(prompt);
  await all(judged(chat, { more: { model: { chat, name: 'm', countTokens } } }).stream);
  t.deepEqual(counted, chat.prompts);
});

test('what ends the run ends the stream', async t => {
  const over = (n: number) => (n === 20 ? new KeychainError('MODEL_CAP_REACHED', 'no') : undefined);
  t.like(await failureOf(judged(chatOf(1, over)).stream), { code: 'MODEL_CAP_REACHED' });
});

test('destroyed under way it takes back what it has asked', async t => {
  const chat = fakeChat(() => new Promise<never>(() => undefined));
  const { stream } = judged(chat);
  stream.resume();
  await idle();
  t.is(chat.underWay, 8);
  stream.destroy();
  await idle();
  t.is(chat.underWay, 0);
});

test('the bounds follow the number of rollouts, and settings set them', t => {
  const bounds = (given: GivenTo<'keychain'> = {}) => {
    const { n, keep } = judging(given);
    return [n, keep.min, keep.max];
  };
  t.deepEqual(bounds(), [8, 1, 6]);
  t.deepEqual(bounds({ n: 16 }), [16, 1, 12]);
  t.deepEqual(bounds({ n: 1 }), [1, 1, 1]);
  t.deepEqual(bounds({ n: 4, minCorrect: 0, maxCorrect: 4 }), [4, 0, 4]);
  for (const impossible of [
    { minCorrect: 9 },
    { minCorrect: 7 },
    { minCorrect: 3, maxCorrect: 2 },
    { n: 2, minCorrect: 3, maxCorrect: 5 },
  ]) {
    t.throws(() => judging(impossible), { code: 'USAGE', message: /--min-correct/ });
  }
  t.throws(() => judging({ llmUrl: [] }), { code: 'USAGE', message: /--llm-url/ });
});
