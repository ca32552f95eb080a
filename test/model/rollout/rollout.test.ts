import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import test from 'ava';
import { KeychainError, RecordError } from '../../../lib/errors.js';
import type { Rolled } from '../../../lib/model/ask/judge.js';
import { rollout } from '../../../lib/model/rollout/rollout.js';
import { keyedRandom } from '../../../lib/random.js';
import type { Question } from '../../../lib/records/question.js';
import type { Reject } from '../../../lib/records/reject.js';
import { scoreRecord } from '../../../lib/score/record.js';
import { flow } from '../../../lib/stream/flow.js';
import { type FakeChat, fakeChat, questionIn } from '../../support/model/chat.js';
import { madeQuestion, madeQuestions } from '../../support/questions.js';
import { all, failureOf, idle } from '../../support/streams.js';

type Out = Question & Rolled;

const placeOf = (prompt: string): number => Number(/place (\d+)/.exec(questionIn(prompt))![1]);
const right = (n: number): string => `I think so. The answer is River ${n}.`;
const wrong = 'I think. The answer is Lake 1.';
const model = (chat: FakeChat, name = 'm') => ({ chat, name });

/** As many right answers as the number of the question, of 8. */
const graded = fakeChatOf(prompt => placeOf(prompt) % 9);

function fakeChatOf(rightOnes: (prompt: string) => number): () => FakeChat {
  return () =>
    fakeChat((prompt, n) =>
      Array.from({ length: n }, (_, i) => (i < rightOnes(prompt) ? right(placeOf(prompt)) : wrong)),
    );
}

const rolled = (source: Readable, options: Parameters<typeof rollout>[0]): Promise<Out[]> =>
  all<Out>(flow(source, rollout(options)));

test('a question gets its rollouts, their scores and the pass count, and keeps all else', async t => {
  const questions = madeQuestions(9).map(question => ({ ...question, mine: question.id }));
  const chat = graded();
  const records = await rolled(Readable.from(questions), {
    model: model(chat),
    n: 8,
    concurrency: 4,
  });
  t.deepEqual(
    records.map(({ pass_count }) => pass_count),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  );
  const { rollouts, scores, pass_count: _, judged_by, ...rest } = records[3]!;
  t.deepEqual(rest, questions[3]);
  t.deepEqual(rollouts[0], {
    text: right(3),
    finish_reason: 'stop',
    reasoning_content: '',
  });
  t.deepEqual([rollouts.length, scores.length, judged_by], [8, 8, 'm']);
  t.like(scores[0], { extracted: 'River 3.', em: 1, correct: 1 });
});

test('score judges stored rollouts again, by any rule', async t => {
  const [record] = await rolled(Readable.from([madeQuestion(5)]), {
    model: model(graded()),
    n: 8,
    concurrency: 1,
  });
  t.deepEqual(scoreRecord(record!, { rule: 'answer-is' }).scores, record!.scores);
  t.is(scoreRecord(record!, { rule: 'loongrl' }).pass_count, 0);
  const thought = {
    answers: ['River 5'],
    rollouts: [{ text: '\\boxed{River 5}', reasoning_content: 'The answer is Lake 1' }],
  };
  t.is(scoreRecord(thought, { rule: 'think-boxed' }).pass_count, 1);
  t.is(scoreRecord(thought, { rule: 'boxed-or-answer-is' }).pass_count, 1);
  t.is(
    scoreRecord({ ...thought, rollouts: [{ text: 'x' }] }, { rule: 'think-boxed' }).pass_count,
    0,
  );
});

test('of a sample with needles all values are asked for', async t => {
  const meta = { template: '{context} {question}', needles: [{ key: 'a', value: '1', at: 0 }] };
  const sample = { id: 'needle/0/9', input: 'What?', answers: ['12', '34'], context: 'x', meta };
  const chat = fakeChat(() => ['<think>12</think>34', 'so 34 and 12.']);
  const [record] = await rolled(Readable.from([sample]), {
    ...{ model: model(chat), n: 2, concurrency: 1 },
  });
  t.deepEqual(
    record!.scores.map(({ recall, correct }) => [recall, correct]),
    [
      [0.5, 0],
      [1, 1],
    ],
  );
});

test('the order of the questions stays, whichever answer comes first', async t => {
  const random = keyedRandom('latencies', 1);
  const chat = fakeChat(async prompt => {
    await sleep(random.below(20));
    return [right(placeOf(prompt))];
  });
  const questions = madeQuestions(120);
  const records = await rolled(Readable.from(questions), {
    model: model(chat),
    n: 1,
    concurrency: 8,
  });
  t.deepEqual(
    records.map(({ id }) => id),
    questions.map(({ id }) => id),
  );
  t.true(chat.mostUnderWay > 8 && chat.mostUnderWay <= 16, `${chat.mostUnderWay}`);
});

test('a model that does not answer makes the reader wait', async t => {
  let taken = 0;
  const source = new Readable({
    objectMode: true,
    highWaterMark: 1,
    read() {
      this.push(madeQuestion(taken++));
    },
  });
  const chat = fakeChat(() => new Promise<never>(() => undefined));
  const stream = flow(source, rollout({ model: model(chat), n: 8, concurrency: 5 }));
  stream.resume();
  await idle();
  t.is(chat.underWay, 10);
  t.true(taken <= 20, `${taken} questions were read`);
  stream.destroy();
  await idle();
  t.is(chat.underWay, 0, 'what was under way was not taken back');
  t.true(source.destroyed);
});

test('a reader that does not read makes the model wait', async t => {
  const chat = graded();
  const stream = flow(
    Readable.from(madeQuestions(500), { highWaterMark: 1 }),
    rollout({ model: model(chat), n: 1, concurrency: 5 }),
  );
  stream.read();
  await idle();
  t.true(chat.prompts.length < 60, `${chat.prompts.length} were asked`);
  stream.destroy();
});

test('rejects come in the order of the records, with their place; the others go on', async t => {
  const chat = fakeChat(async prompt => {
    const place = placeOf(prompt);
    await sleep(place % 4 === 1 ? 30 : 1);
    return place % 4 === 1
      ? new RecordError('PROMPT_TOO_LONG', `${place} is too long`)
      : [right(place)];
  });
  const rejects: Reject[] = [];
  const questions = [...madeQuestions(10), madeQuestion(10, { passages: [] })];
  const broken = { ...madeQuestion(11), answers: 'none' } as unknown as Question;
  const records = await rolled(Readable.from([broken, ...questions]), {
    model: model(chat),
    n: 1,
    concurrency: 4,
    onReject: reject => rejects.push(reject),
  });
  t.deepEqual(
    rejects.map(({ code, id }) => [code, id]),
    [
      ['RECORD_INVALID', 'q11'],
      ['PROMPT_TOO_LONG', 'q1'],
      ['PROMPT_TOO_LONG', 'q5'],
      ['PROMPT_TOO_LONG', 'q9'],
    ],
  );
  t.is(records.length, 8);
  t.is(chat.prompts.length, 11, 'a record that cannot be judged was asked');
});

test('unanswerable questions are left out without a call', async t => {
  const chat = graded();
  const left: unknown[] = [];
  const records = await rolled(
    Readable.from([madeQuestion(1, { answerable: false }), madeQuestion(2)]),
    {
      model: model(chat),
      n: 8,
      concurrency: 2,
      onUnanswerable: ({ id }) => left.push(id),
    },
  );
  t.deepEqual([left, records.map(({ id }) => id), chat.prompts.length], [['q1'], ['q2'], 1]);
});

test('what one model never gets right is asked of the stronger one, and its answers count', async t => {
  const weak = fakeChatOf(prompt => (placeOf(prompt) < 3 ? 0 : 5))();
  const strong = fakeChatOf(prompt => placeOf(prompt) * 2)();
  const records = await rolled(Readable.from(madeQuestions(5)), {
    model: model(weak),
    rescue: model(strong, 'strong'),
    n: 8,
    concurrency: 2,
  });
  t.deepEqual(
    records.map(({ pass_count, judged_by }) => [pass_count, judged_by]),
    [
      [0, 'strong'],
      [2, 'strong'],
      [4, 'strong'],
      [5, 'm'],
      [5, 'm'],
    ],
  );
  t.deepEqual([weak.prompts.length, strong.prompts.length], [5, 3]);
});

test('an error that ends the run ends the stream, after what comes before it', async t => {
  const chat = fakeChat(prompt => {
    if (placeOf(prompt) === 3) throw new KeychainError('MODEL_KEY_REFUSED', 'no');
    return [right(1)];
  });
  const stream = flow(
    Readable.from(madeQuestions(50)),
    rollout({ model: model(chat), n: 1, concurrency: 2 }),
  );
  t.like(await failureOf(stream), { code: 'MODEL_KEY_REFUSED' });
});
