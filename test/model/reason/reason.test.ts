import { Readable } from 'node:stream';
import test from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { prompter } from '../../../lib/model/ask/prompt.js';
import { type Reasoned, reason } from '../../../lib/model/reason/reason.js';
import { STYLES, stylePrompt } from '../../../lib/model/reason/styles.js';
import { rolloutPrompt } from '../../../lib/model/rollout/prompts.js';
import { TRAJECTORY_PROMPT } from '../../../lib/model/trajectory/prompt.js';
import type { Reject } from '../../../lib/records/reject.js';
import { flow } from '../../../lib/stream/flow.js';
import { namesOf } from '../../../lib/values/registry.js';
import { fakeChat } from '../../support/model/chat.js';
import { all } from '../../support/streams.js';

const sampleOf = (id: string) => ({
  id,
  input: `Who is ${id}?`,
  answers: ['Ann'],
  context: 'Document 0:\nAnn\nAnn is here.',
  meta: { template: '{context}\n\n{question}' },
});

for (const style of namesOf(STYLES)) {
  test(`the prompt of the style ${style}`, t => {
    t.snapshot(prompter(() => stylePrompt(style))(sampleOf('a')));
  });
}

test('the first accepted answer is shown where the prompt says so, and by the style basic alone', t => {
  const record = { ...sampleOf('a'), answers: ['Ann {question}', 'Anna'] };
  const shown = (template: string) => prompter(() => stylePrompt('cot'), { template })(record);
  t.is(shown('{answer}: {question}'), 'Ann {question}: Who is a?');
  t.is(shown('{question} Say \\boxed{answer}.'), 'Who is a? Say \\boxed{answer}.');
  for (const style of namesOf(STYLES)) {
    const prompt = prompter(() => stylePrompt(style))(record);
    t.is(prompt.includes('Ann {question}'), style === 'basic', style);
  }
  const unanswered = { ...record, answers: [] };
  t.notThrows(() => prompter(() => stylePrompt('cot'))(unanswered));
  const error = t.throws(() => prompter(() => stylePrompt('basic'))(unanswered), {
    instanceOf: RecordError,
  });
  t.regex(error!.message, /answers\[0\]/);
});

test('what is to be judged never shows the answer', t => {
  const template = '{prompt} {answer}';
  t.regex(prompter(rolloutPrompt, { template })(sampleOf('a')), /\{answer\}$/);
  t.regex(prompter(() => TRAJECTORY_PROMPT, { template })(sampleOf('a')), /\{answer\}$/);
});

test('a sample gets the sequences that have text; one without any is a reject', async t => {
  const chat = fakeChat((prompt, n) => {
    if (prompt.includes('Who is b?')) return Array.from({ length: n }, () => ' \n');
    if (prompt.includes('Who is c?')) return new RecordError('MODEL_REFUSED', 'mock says 400: no');
    return ['first', '', 'third'].slice(0, n);
  });
  const rejects: Reject[] = [];
  const records = await all<Reasoned & { id: string }>(
    flow(
      Readable.from(['a', 'b', 'c', 'd'].map(sampleOf)),
      reason({
        model: { chat, name: 'm' },
        style: 'cot-cite',
        n: 3,
        concurrency: 2,
        onReject: reject => rejects.push(reject),
      }),
    ),
  );
  t.deepEqual(
    records.map(({ id, reasoning }) => [id, reasoning.map(({ text }) => text)]),
    [
      ['a', ['first', 'third']],
      ['d', ['first', 'third']],
    ],
  );
  t.like(records[0], { reasoning_style: 'cot-cite', reasoned_by: 'm', input: 'Who is a?' });
  t.deepEqual(rejects, [
    { code: 'MODEL_FAILED', message: 'each of the 3 answers is empty', id: 'b' },
    { code: 'MODEL_REFUSED', message: 'mock says 400: no', id: 'c' },
  ]);
  t.false(JSON.stringify(records).includes('mock says'));
});
