import test from 'ava';
import { checkChains } from '../../lib/chain/check.js';
import { parseKeyFormat } from '../../lib/chain/keys.js';
import type { ChainOptions } from '../../lib/chain/options.js';
import { planChains } from '../../lib/chain/plan.js';
import { chainPlanner } from '../../lib/chain/planner.js';
import { pairRenderer } from '../../lib/chain/render-pair.js';
import type { Question } from '../../lib/records/question.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { madeQuestion, madeQuestions } from '../support/questions.js';
import { words } from '../support/tokenizer.js';

const OPTIONS: ChainOptions = {
  keyFormat: parseKeyFormat('hex8'),
  chains: () => 5,
  hops: 3,
  shape: 'chain',
  branching: 2,
  hopOrder: 'random',
};
const KEY = {
  seed: 1,
  dataset: 'made',
  questionId: 'q0',
  question: madeQuestion(0).question,
  maxSeqLength: 4096,
  flat: false,
};

const plan = (questions: Question[], changes: Partial<ChainOptions> = {}, key = KEY) =>
  planChains(key, { ...OPTIONS, ...changes }, memoryCorpus(questions, words), pairRenderer(words));

const asking = (...texts: string[]): Question[] =>
  texts.map((question, i) => madeQuestion(i, { question }));

test('the true chain comes first and ends in the question, the others in distractors', t => {
  const { chains, head, distractQuestions, isShort } = plan(madeQuestions(40));
  t.deepEqual(
    chains.map(({ pairs }) => pairs.at(-1)![1]),
    [KEY.question, ...distractQuestions],
  );
  t.is(head, chains[0]!.pairs[0]![0]);
  t.is(new Set([KEY.question, ...distractQuestions]).size, 5);
  t.false(isShort);
});

test('distractors are other questions, whatever their case and blanks, each once', t => {
  const questions = asking(
    KEY.question,
    KEY.question.toUpperCase(),
    KEY.question.replaceAll(' ', '\n '),
    'Who?',
    'who?',
    ' Who? ',
    'When?',
  );
  const { distractQuestions, isShort, chains } = plan(questions);
  t.deepEqual(distractQuestions.map(text => text.trim().toLowerCase()).sort(), ['when?', 'who?']);
  t.is(chains.length, 3);
  t.true(isShort);
});

test('a dataset of one question gives the true chain alone, and is short', t => {
  const { chains, distractQuestions, isShort } = plan(madeQuestions(1));
  t.deepEqual([chains.length, distractQuestions.length, isShort], [1, 0, true]);
  t.false(plan(madeQuestions(1), { chains: () => 1 }).isShort);
});

test('unanswerable questions serve as distractors, too', t => {
  const unanswerable = madeQuestion(1, { answerable: false });
  const { distractQuestions } = plan([madeQuestion(0), unanswerable], { chains: () => 2 });
  t.deepEqual(distractQuestions, [unanswerable.question]);
});

test('every length, question and seed has distractors and keys of its own', t => {
  const questions = madeQuestions(400);
  const changes = [{}, { seed: 2 }, { questionId: 'q1' }, { maxSeqLength: 8192 }, { dataset: 'x' }];
  const plans = changes.map(change => plan(questions, {}, { ...KEY, ...change }));
  t.is(new Set(plans.map(({ head }) => head)).size, plans.length);
  t.is(new Set(plans.map(each => each.distractQuestions.join())).size, plans.length);
  t.deepEqual(plan(questions), plan(questions));
});

test('where white space is removed, it is removed from the questions in the pairs', t => {
  const questions = asking('Which\n river?', 'What \t else?');
  const key = { ...KEY, question: 'Which\n river?', flat: true };
  const { chains, distractQuestions } = plan(questions, { chains: () => 2 }, key);
  t.is(chains[0]!.pairs.at(-1)![1], 'Which river?');
  t.deepEqual(distractQuestions, ['What else?']);
});

test('a question that reads as a key is no key', t => {
  const questions = asking(...'0123456789ab'.split(''));
  const key = { ...KEY, question: '0' };
  for (let seed = 0; seed < 50; seed++) {
    const { chains, distractQuestions } = plan(
      questions,
      { keyFormat: parseKeyFormat('hex1'), chains: () => 4, hops: 1 },
      { ...key, seed },
    );
    const keys = chains.flatMap(({ path }) => path);
    t.false(keys.some(each => ['0', ...distractQuestions].includes(each)));
  }
});

test('more pairs than there are keys are a wrong usage', t => {
  const keyFormat = parseKeyFormat('hex1');
  t.notThrows(() => plan(madeQuestions(9), { keyFormat, chains: () => 5, hops: 3 }));
  t.throws(() => plan(madeQuestions(9), { keyFormat, chains: () => 6, hops: 3 }), {
    code: 'USAGE',
  });
});

test('what is known beforehand to be impossible is refused', t => {
  const options = { ...OPTIONS, keyFormat: parseKeyFormat('hex1') };
  const perThousand = { ...options, chains: (length: number) => Math.max(1, length / 1000) };
  t.throws(() => checkChains({ ...options, hops: 9 }, [null]), { code: 'USAGE' });
  t.notThrows(() => checkChains(perThousand, [5000]));
  t.throws(() => checkChains(perThousand, [1000, 6000]), { code: 'USAGE' });
});

test('a planner plans the same as without it, however often it is asked', t => {
  const corpus = memoryCorpus(madeQuestions(30), words);
  const planner = chainPlanner(corpus, words, OPTIONS);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 30; i++) {
      const { question, id } = madeQuestion(i);
      for (const maxSeqLength of [4096, 8192]) {
        const key = { ...KEY, question, questionId: id, maxSeqLength };
        t.deepEqual(planner.plan(key), planChains(key, OPTIONS, corpus, pairRenderer(words)));
        t.is(planner.room(key).head, planner.plan(key).head);
      }
    }
  }
});
