import { Readable } from 'node:stream';
import test from 'ava';
import { storedAnswers, storedTrajectories } from '../../../lib/model/trajectory/stored.js';
import { rowsOf, type Take } from '../../../lib/model/trajectory/take.js';
import type { Trajectory } from '../../../lib/model/trajectory/trajectory.js';
import type { Fields } from '../../../lib/records/fields.js';
import type { Reject } from '../../../lib/records/reject.js';
import { flow } from '../../../lib/stream/flow.js';
import { all } from '../../support/streams.js';

const sample = {
  id: 'made/a/4096',
  input: 'Who?',
  answers: ['Ann Ash'],
  context: 'Document 0:\nAnn\nAnn is here.',
  meta: { template: '{context}' },
};
const plain = (text: string) => ({ text, finish_reason: '', reasoning_content: '' });

const FORMS: [what: string, fields: Fields][] = [
  ['ours', { rollouts: [{ text: 'a', finish_reason: '', reasoning_content: '' }, { text: 'b' }] }],
  [
    "the reference's",
    {
      trajectories: [
        { text: 'a', is_correct: true, sub_em: 1, em: 0, f1: 0.5, extracted_answer: 'x' },
        { text: 'b', is_correct: false },
      ],
    },
  ],
  ['predictions', { predictions: ['a', 'b'] }],
  ["the reference's predictions", { pred_list: [{ pred: 'a' }, { pred: 'b' }], rollouts: null }],
];
for (const [what, fields] of FORMS) {
  test(`answers are found in a record: ${what}`, t => {
    t.deepEqual(storedAnswers(fields), [plain('a'), plain('b')]);
  });
}

test('what holds no answers is told so, with what to do', t => {
  t.throws(() => storedAnswers({ id: 'x' }), { code: 'RECORD_INVALID', message: /--llm-url/ });
  const broken: Fields[] = [{ rollouts: 7 }, { rollouts: [{}] }, { predictions: [1] }];
  for (const record of broken) t.throws(() => storedAnswers(record), { code: 'RECORD_INVALID' });
});

async function rows(record: Fields, take: Take = 'best') {
  const rejects: Reject[] = [];
  const made = await all<Trajectory>(
    flow(
      Readable.from([record]),
      storedTrajectories({
        onDone: (trajectory, push) => {
          for (const row of rowsOf(trajectory, take)) push(row);
        },
        onReject: reject => rejects.push(reject),
      }),
    ),
  );
  return { made, rejects };
}

const rollouts = [
  { text: '<think>no</think>\\boxed{Bob}', finish_reason: 'stop' },
  { text: '<think>so</think> It is \\boxed{Ann}. ', finish_reason: 'stop' },
  { text: '<think>cut</think>\\boxed{Ann Ash} and', finish_reason: 'length' },
  { text: '\\boxed{Ann Ash}', reasoning_content: 'hm', finish_reason: 'stop' },
  { text: '<think>hm</think>\\boxed{Ann Ash}', finish_reason: 'stop' },
];

test('the best stored answer becomes messages, tidied, behind what rollout asks', async t => {
  const { made, rejects } = await rows({ ...sample, rollouts, judged_by: 'm' });
  t.deepEqual(rejects, []);
  const [row] = made;
  t.is(made.length, 1);
  t.like(row, { id: sample.id, best: 3, pass_count: 4, judged_by: 'm', context: '' });
  const [asked, answer] = row!.messages;
  t.regex(asked!.content as string, /^Document 0:\nAnn\nAnn is here\.[\s\S]*Who\?[\s\S]*\\boxed/);
  t.is(answer!.content, '<think>hm</think>\\boxed{Ann Ash}');
  t.is(row!.rollouts.length, 5);
});

test('all right ones, or so many, are rows of their own; the same text is one', async t => {
  const answered = async (take: Take) =>
    (await rows({ ...sample, rollouts }, take)).made.map(({ id, messages, pass_count, best }) => [
      id,
      messages[1]!.content,
      pass_count,
      best,
    ]);
  const best = ['made/a/4096/answer-3', '<think>hm</think>\\boxed{Ann Ash}', 1, 0];
  t.deepEqual(await answered(1), [best]);
  t.deepEqual(await answered('all'), await answered(9));
  for (const [, text] of await answered('all')) t.notRegex(`${text}`, /cut|Bob/);
  t.is(
    new Set((await answered('all')).map(([, text]) => text)).size,
    (await answered('all')).length,
  );
});

test('what is written can be taken from again: what was asked stands in its messages', async t => {
  const [best] = (await rows({ ...sample, rollouts })).made;
  const again = (await rows(best!, 'all')).made;
  t.deepEqual(again, (await rows({ ...sample, rollouts }, 'all')).made);
});

test('a verdict that is stored is not believed', async t => {
  const trajectories = [
    { text: '\\boxed{Bob}', is_correct: true },
    { text: '\\boxed{Ann Ash}', is_correct: false },
  ];
  const { made } = await rows({ ...sample, trajectories });
  t.like(made[0], { best: 1, pass_count: 1, judged_by: '' });
});

test('a record without answers, or without accepted ones, is a reject', async t => {
  for (const record of [sample, { ...sample, rollouts, answers: undefined }]) {
    const { made, rejects } = await rows(record);
    t.deepEqual(made, []);
    t.like(rejects, [{ code: 'RECORD_INVALID', id: sample.id }]);
  }
});

test('where none is right there are no messages', async t => {
  const { made } = await rows({ ...sample, rollouts: rollouts.slice(0, 1) }, 'all');
  t.like(made, [{ id: sample.id, best: -1, messages: [], pass_count: 0 }]);
});
