import { Readable } from 'node:stream';
import test from 'ava';
import { rightOnes } from '../../../lib/model/trajectory/best.js';
import { cleaned } from '../../../lib/model/trajectory/clean.js';
import { type Trajectory, trajectories } from '../../../lib/model/trajectory/trajectory.js';
import { flow } from '../../../lib/stream/flow.js';
import { fakeChat } from '../../support/model/chat.js';
import { all } from '../../support/streams.js';

const CLEANED: [string, string, string][] = [
  ['as it should be', '<think>a b</think>\\boxed{X}', '<think>a b</think>\\boxed{X}'],
  [
    'with blanks',
    ' <think>\na\n\nb\n</think>\n\nSo \\boxed{X}. \n',
    '<think>a\n\nb</think>So \\boxed{X}.',
  ],
  ['opened by the template', 'a</think>\\boxed{X}', '<think>a</think>\\boxed{X}'],
  ['with tags repeated', '<think><think>a</think>b</think>c', '<think>ab</think>c'],
  ['of another kind', '[THINK]a[/THINK]\\boxed{X}', '<think>a</think>\\boxed{X}'],
  [
    'with channels',
    '<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>c<|return|>',
    '<think>a</think>c',
  ],
  ['without reasoning', '\\boxed{X}', '<think></think>\\boxed{X}'],
];

for (const [what, text, wanted] of CLEANED) {
  test(`a rollout ${what} is cleaned`, t => {
    t.is(cleaned({ text }), wanted);
  });
}

test('the right ones come by F1, on a tie as they came, and without what was cut off', t => {
  const score = (correct: number, f1: number) => ({
    extracted: '',
    em: 0,
    sub_em: 0,
    cem: 0,
    f1,
    reward: 0,
    recall: 0,
    correct,
  });
  const ranked = (scores: ReturnType<typeof score>[], cut?: number) =>
    rightOnes(
      scores,
      scores.map((_, i) => ({ finish_reason: i === cut ? 'length' : 'stop' })),
    );
  t.deepEqual(ranked([]), []);
  t.deepEqual(ranked([score(0, 1), score(0, 0.5)]), []);
  t.deepEqual(ranked([score(0, 1), score(1, 0), score(1, 0)]), [1, 2]);
  const four = [score(1, 0.5), score(1, 0.8), score(0, 1), score(1, 0.8)];
  t.deepEqual(ranked(four), [1, 3, 0]);
  t.deepEqual(ranked(four, 1), [3, 0]);
});

const sampleOf = (id: string) => ({
  id,
  input: 'Who?',
  answers: ['Ann Ash'],
  distractor_context: 'Document 0:\nAnn\nAnn is here.',
  context: 'the same without pairs',
  chain_head_with_question: id,
  meta: { template: '{context} Start from {chain_head}.' },
});

test('the best right rollout of a sample becomes messages, and the context is not kept twice', async t => {
  const chat = fakeChat(prompt =>
    prompt.includes('from a.')
      ? [
          '<think>hm</think>\\boxed{Bob}',
          '<think>hm</think>\\boxed{Ann}',
          '<think> so </think> It is \\boxed{Ann Ash}.',
          '<think>again</think>\\boxed{Ann Ash}',
        ]
      : ['\\boxed{Ann Ash}', 'The answer is Ann Ash', '<think>Ann Ash</think>Ann Ash', ''],
  );
  const [solved, unsolved] = await all<Trajectory>(
    flow(
      Readable.from([sampleOf('a'), sampleOf('b')]),
      trajectories({ model: { chat, name: 'm' }, n: 4, concurrency: 2 }),
    ),
  );
  t.like(solved, { id: 'a', pass_count: 3, best: 2, judged_by: 'm', answers: ['Ann Ash'] });
  t.deepEqual(solved!.messages, [
    { role: 'user', content: chat.prompts[0]! },
    { role: 'assistant', content: '<think>so</think>It is \\boxed{Ann Ash}.' },
  ]);
  t.true(
    chat.prompts[0]!.startsWith('Document 0:\nAnn\nAnn is here. Start from a.\n\nFirst reason'),
  );
  t.like(solved, { context: '', distractor_context: '' });
  t.like(unsolved, {
    id: 'b',
    pass_count: 0,
    best: -1,
    messages: [],
    distractor_context: 'Document 0:\nAnn\nAnn is here.',
  });
});

test('of needles a rollout is right that has all values, unless another rule is asked for', async t => {
  const needles = {
    ...{ ...sampleOf('a'), answers: ['1234567', '7654321'] },
    meta: { ...sampleOf('a').meta, needles: [{ key: 'a', value: '1234567', at: 0 }] },
  };
  const texts = ['<think>x</think>\\boxed{1234567}', '<think>x</think>7654321, 1234567'];
  const run = (scoring?: { rule: 'think-boxed' }) =>
    all<Trajectory>(
      flow(
        Readable.from([needles]),
        trajectories({
          model: { chat: fakeChat(() => texts), name: 'm' },
          n: 2,
          concurrency: 1,
          scoring,
        }),
      ),
    );
  const [judged] = await run();
  t.like(judged, { pass_count: 1, best: 1 });
  t.deepEqual(
    judged!.scores.map(({ recall }) => recall),
    [0.5, 1],
  );
  const [boxed] = await run({ rule: 'think-boxed' });
  t.like(boxed, { pass_count: 1, best: 0 });
});

test('reasoning that the server splits off is put before the answer', async t => {
  const chat = fakeChat(() => ['\\boxed{Ann Ash}']);
  const ask = chat.ask;
  chat.ask = async (request, signal) => {
    const answers = await ask(request, signal);
    return Array.isArray(answers)
      ? answers.map(answer => ({ ...answer, reasoning_content: '\nbecause\n' }))
      : answers;
  };
  const [solved] = await all<Trajectory>(
    flow(
      Readable.from([sampleOf('a')]),
      trajectories({ model: { chat, name: 'm' }, n: 1, concurrency: 1 }),
    ),
  );
  t.is(solved!.messages?.[1]?.content, '<think>because</think>\\boxed{Ann Ash}');
});
