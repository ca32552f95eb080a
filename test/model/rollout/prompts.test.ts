import test from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { prompter } from '../../../lib/model/ask/prompt.js';
import { rolloutPrompt } from '../../../lib/model/rollout/prompts.js';
import { madeQuestion } from '../../support/questions.js';

const question = madeQuestion(1, { question: 'Who is {context}?' });
const sample = {
  id: 's',
  input: 'Who?',
  answers: ['Ann'],
  distractor_context: 'Document 0:\nAnn\nAnn is {question}. {"k": "Who?"}.',
  chain_head_with_question: 'k',
  meta: { template: 'Read:\n{context}\n\nStart from "{chain_head}".' },
};

test('the prompt of a question', t => {
  t.snapshot(prompter(rolloutPrompt)(question));
});

test('the prompt of a sample', t => {
  t.snapshot(prompter(rolloutPrompt)(sample));
});

test('a sample whose own prompt does not say what is asked is followed by the question', t => {
  const { distractor_context: context, ...rest } = sample;
  const bare = { ...rest, context, meta: { template: '{context}' } };
  t.snapshot(prompter(rolloutPrompt)(bare));
});

test('a sample without line feeds is asked as it was counted', t => {
  const flat = { ...sample, meta: { ...sample.meta, remove_newline_tab: true } };
  const prompt = prompter(rolloutPrompt, { template: '{prompt}' })(flat);
  t.is(prompt, 'Read: Document 0: Ann Ann is {question}. {"k": "Who?"}. Start from "k".');
});

test('a template and an instruction of the user take the place of ours, and are filled in once', t => {
  const own = {
    template: '{question}|{instruction}|{none}|{question}',
    instruction: 'Say {prompt}',
  };
  const prompt = prompter(rolloutPrompt, own)(question);
  t.is(prompt, 'Who is {context}?|Say {prompt}|{none}|Who is {context}?');
  t.is(
    prompter(rolloutPrompt, { ...own, template: '{context}' })(sample),
    sample.distractor_context,
  );
});

test('a template without any part of the record is refused', t => {
  const error = t.throws(() => prompter(rolloutPrompt, { template: 'Say {instruction}' }));
  t.regex(error.message, /\{prompt\}/);
});

for (const [what, record] of Object.entries({
  'neither question nor sample': { id: 'x' },
  'a question without passages': { ...question, passages: undefined },
  'a passage without a text': { ...question, passages: [{ title: 'T' }] },
  'a sample without context': { ...sample, distractor_context: undefined },
  'a sample without a template': { ...sample, meta: {} },
})) {
  test(`nothing can be asked of ${what}`, t => {
    const error = t.throws(() => prompter(rolloutPrompt)(record), { instanceOf: RecordError });
    t.is(error.code, 'RECORD_INVALID');
  });
}
