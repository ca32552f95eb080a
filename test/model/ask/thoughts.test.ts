import { Readable } from 'node:stream';
import test from 'ava';
import fc from 'fast-check';
import { judge } from '../../../lib/model/ask/judge.js';
import { judgedTexts, takeApart } from '../../../lib/model/ask/thoughts.js';
import { type Trajectory, trajectories } from '../../../lib/model/trajectory/trajectory.js';
import { scoreRecord } from '../../../lib/score/record.js';
import { SCORING_RULES } from '../../../lib/score/rules/registry.js';
import { flow } from '../../../lib/stream/flow.js';
import { namesOf } from '../../../lib/values/registry.js';
import { fakeChat } from '../../support/model/chat.js';
import { all } from '../../support/streams.js';

/** Both right and wrong answers are found by every rule, once a choice has a letter for a name. */
const RIGHT = '\\boxed{Rush} The answer is Rush';
const WRONG = '\\boxed{Paris} The answer is Paris';

const rolloutOf = (text: string, finish_reason = 'stop', reasoning_content = '') => ({
  text,
  finish_reason,
  reasoning_content,
});

/** How a thought and the answer behind it come. */
const FORMS: [string, (thought: string, answer: string) => string][] = [
  ['<think>', (a, b) => `<think>${a}</think>\n\n${b}`],
  ['a thought that the template opens', (a, b) => `${a}</think>\n\n${b}`],
  ['two closing tags', (a, b) => `<think>${a}</think>\n${a}</think>${b}`],
  ['two blocks', (a, b) => `<think>${a}</think>${a}<think>${a}</think>${b}`],
  ['<thinking>', (a, b) => `<thinking>${a}</thinking>${b}`],
  ['<thought>', (a, b) => `<thought>${a}</thought>${b}`],
  ['[THINK]', (a, b) => `[THINK]${a}[/THINK]${b}`],
  ['[THINK], opened by the template', (a, b) => `${a}[/THINK]${b}`],
  ['Kimi', (a, b) => `◁think▷${a}◁/think▷${b}`],
  ['Seed-OSS', (a, b) => `<seed:think>${a}</seed:think>${b}`],
  [
    'gpt-oss',
    (a, b) =>
      `<|channel|>analysis<|message|>${a}<|end|><|start|>assistant<|channel|>final<|message|>${b}<|return|>`,
  ],
  ['gpt-oss without special tokens', (a, b) => `analysisWe see. ${a}assistantfinal${b}`],
];

const rightOnes = (
  rollouts: ReturnType<typeof rolloutOf>[],
  rule: keyof typeof SCORING_RULES,
): number[] => {
  const said = (text: string): string =>
    rule === 'choice' ? text.replaceAll('Rush', 'B').replaceAll('Paris', 'C') : text;
  return judge(
    { answers: [said('Rush')] },
    rollouts.map(rollout => ({ ...rollout, text: said(rollout.text), usage: null })),
    'm',
    { rule },
  ).scores.map(({ correct }) => correct);
};

for (const [what, write] of FORMS) {
  test(`what stands behind the thought is judged: ${what}`, t => {
    for (const rule of namesOf(SCORING_RULES)) {
      const rollouts = [rolloutOf(write(WRONG, RIGHT)), rolloutOf(write(RIGHT, WRONG))];
      t.deepEqual(rightOnes(rollouts, rule), [1, 0], rule);
    }
  });

  // What stands behind one closing tag is an answer, as far as anybody can tell.
  if (what === 'two closing tags') continue;

  test(`a thought that does not end is no answer: ${what}`, t => {
    // Cut off somewhere before the answer; a sibling shows that there are thoughts.
    const whole = write(RIGHT, 'ANSWER');
    const cut = whole.slice(0, whole.lastIndexOf(RIGHT) + RIGHT.length);
    for (const rule of namesOf(SCORING_RULES)) {
      const rollouts = [rolloutOf(write(WRONG, RIGHT)), rolloutOf(cut, 'length')];
      t.deepEqual(rightOnes(rollouts, rule), [1, 0], rule);
    }
  });
}

test('a server that splits thoughts off may leave one that was cut in the text', t => {
  const rollouts = [rolloutOf(RIGHT, 'stop', WRONG), rolloutOf(RIGHT, 'length')];
  t.deepEqual(rightOnes(rollouts, 'answer-is'), [1, 0]);
});

test('without thoughts the text is judged as it is, cut or not', t => {
  const rollouts = [rolloutOf(RIGHT), rolloutOf(RIGHT, 'length'), rolloutOf('')];
  t.deepEqual(judgedTexts(rollouts, 'answer-is'), [RIGHT, RIGHT, '']);
  t.deepEqual(judgedTexts(rollouts, 'think-boxed'), [RIGHT, RIGHT, '']);
});

test('a sibling that ends by itself without a thought has an answer', t => {
  const rollouts = [rolloutOf(`${WRONG}</think>${RIGHT}`), rolloutOf(RIGHT)];
  t.deepEqual(rightOnes(rollouts, 'answer-is'), [1, 1]);
});

test('score judges stored rollouts as they are, by the rule', t => {
  const record = { answers: ['Rush'], rollouts: [rolloutOf(`<think>${WRONG}</think>${RIGHT}`)] };
  t.is(scoreRecord(record, { rule: 'answer-is' }).pass_count, 0);
  t.is(scoreRecord(record, { rule: 'think-boxed' }).pass_count, 1);
});

test('rollouts are stored as they came', t => {
  const text = `<think>${WRONG}</think>${RIGHT}`;
  const { rollouts } = judge(
    { answers: ['Rush'] },
    [{ text, finish_reason: 'stop', usage: null }],
    'm',
    {
      rule: 'answer-is',
    },
  );
  t.deepEqual(rollouts, [rolloutOf(text)]);
});

test('trajectories learn from other marks too, and never from a thought that was cut', async t => {
  const sample = {
    input: 'Who?',
    answers: ['Rush'],
    context: 'Rush was.',
    meta: { template: '{context}' },
  };
  const chat = fakeChat(() => [`<think>${RIGHT}`, `[THINK]so[/THINK]${RIGHT}`]);
  const [trajectory] = await all<Trajectory>(
    flow(
      Readable.from([sample]),
      trajectories({ model: { chat, name: 'm' }, n: 2, concurrency: 1 }),
    ),
  );
  t.is(trajectory!.best, 1);
  t.is(trajectory!.messages[1]!.content, `<think>so</think>${RIGHT}`);
});

test('nothing of the answer is lost, and taking apart takes time in proportion to it', t => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.constantFrom(...FORMS), (a, b, [, write]) => {
      fc.pre(!/[<[◁]|analysis|assistant/.test(a + b));
      t.is(takeApart({ text: write(a, b) }).answer.trim(), b.trim());
    }),
  );
  const long = `analysisX ${'assistantfina <|channel|>final <|channel|>analysis '.repeat(20_000)}`;
  const before = performance.now();
  takeApart({ text: long });
  t.true(performance.now() - before < 5_000);
});
