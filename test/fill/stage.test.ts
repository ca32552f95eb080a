import { Readable } from 'node:stream';
import test from 'ava';
import { fill } from '../../lib/assemble/stages.js';
import type { Question } from '../../lib/records/question.js';
import type { Reject } from '../../lib/records/reject.js';
import type { Sample } from '../../lib/records/sample.js';
import { openTestCorpus } from '../support/corpus.js';
import { madeQuestion, madeQuestions } from '../support/questions.js';
import { testLifeCycle } from '../support/stage-life.js';
import { all } from '../support/streams.js';
import { words } from '../support/tokenizer.js';
import { makeSamples } from './make-samples.js';
import { memoryCorpus } from './memory-corpus.js';
import { breaches } from './oracle.js';

const questions = madeQuestions(30);
const corpus = memoryCorpus(questions, words);

type Settings = Parameters<typeof fill>[1];
type Parts = Partial<Parameters<typeof fill>[0]>;

/** The stage, by default for 900 tokens and without room for chains. */
const stageOf = (settings: Settings = {}, parts: Parts = {}) =>
  fill(
    { corpus, tokenizer: words, ...parts },
    { chains: { fixed: 0 }, maxSeqLength: [900], ...settings },
  );
const run = (inputs: Question[], settings: Settings = {}, parts: Parts = {}) =>
  all<Sample>(Readable.from(inputs).pipe(stageOf(settings, parts)));

testLifeCycle<Question, Sample>(test, 'fill', {
  make: () => stageOf(),
  input: n => madeQuestion(n),
  output: n => `made/q${n}/900`,
  known: samples => samples.map(({ id }) => id),
  failing: {
    make: () => {
      let asked = 0;
      const resolve: typeof corpus.resolve = (question, tokenizer) => {
        if (++asked > 2) throw new Error('lost disk');
        return corpus.resolve(question, tokenizer);
      };
      return stageOf({}, { corpus: { ...corpus, resolve } });
    },
    error: { message: 'lost disk' },
  },
});

test('fill makes a sample of each length, in the order of the lengths', async t => {
  const samples = await run(questions.slice(0, 2), { maxSeqLength: [900, 500, 700] });
  t.deepEqual(
    samples.map(({ id }) => id),
    ['q0', 'q1'].flatMap(id => [900, 500, 700].map(length => `made/${id}/${length}`)),
  );
  for (const sample of samples) {
    t.deepEqual(breaches(sample, { questions, tokenizer: words }), []);
    t.deepEqual(
      sample.passages!.map(({ id, supporting }) => ({ id, supporting })),
      sample.meta.passages,
    );
  }
});

test('fill gives the samples that synth gives, on disk as in memory', async t => {
  const onDisk = await openTestCorpus(t, questions);
  const expected = makeSamples(corpus, words, { maxSeqLength: [900] }).samples;
  const found = await run(questions, {}, { corpus: onDisk });
  const { key } = onDisk.info;
  t.deepEqual(
    found,
    expected.map(sample => ({ ...sample, meta: { ...sample.meta, corpus: key } })),
  );
});

test('fill keeps room for the chains to come', async t => {
  const [plain] = await run([questions[3]!]);
  const [roomy] = await run([questions[3]!], { chains: { fixed: 3 } });
  t.true(roomy!.length < plain!.length - 3 * 4 * 4);
  t.false('chain_head_with_question' in roomy!);
});

test('fill reports a question it can make no sample of, and goes on', async t => {
  const rejects: Reject[] = [];
  const leaky = madeQuestion(40);
  leaky.passages[0]!.text = leaky.question;
  const samples = await run(
    [questions[0]!, leaky, questions[1]!],
    { maxSeqLength: [60, 900] },
    { onReject: reject => rejects.push(reject) },
  );
  t.deepEqual(
    samples.map(({ id, index }) => [id, index]),
    [
      ['made/q0/900', 0],
      ['made/q1/900', 2],
    ],
    'the position of the rejected question is a gap',
  );
  t.deepEqual(
    rejects.map(({ id, code, max_seq_length }) => [id, code, max_seq_length]),
    [
      ['q0', 'BUDGET_TOO_SMALL', 60],
      ['q40', 'QUESTION_LEAKED', 60],
      ['q40', 'QUESTION_LEAKED', 900],
      ['q1', 'BUDGET_TOO_SMALL', 60],
    ],
  );
  for (const { message } of rejects) t.regex(message, /\w/);
});

test('fill passes over rejects nobody asks for', async t => {
  t.deepEqual(await run([questions[0]!], { maxSeqLength: [60] }), []);
});

test('fill tells of questions without an answer and makes no sample of them', async t => {
  const unanswerable: string[] = [];
  const samples = await run(
    [{ ...questions[0]!, answerable: false }, questions[1]!],
    {},
    { onUnanswerable: ({ id }) => unanswerable.push(id) },
  );
  t.deepEqual(unanswerable, ['q0']);
  t.deepEqual(await run([{ ...questions[0]!, answerable: false }]), [], 'nobody need listen');
  t.deepEqual(
    samples.map(({ id, index, source_index }) => [id, index, source_index]),
    [['made/q1/900', 0, 1]],
    'it has no position',
  );
});

test('fill makes a sample of a question that its corpus has never seen', async t => {
  const stranger = madeQuestion(77);
  const [sample] = await run([stranger]);
  t.deepEqual(breaches(sample!, { questions: [...questions, stranger], tokenizer: words }), []);
  t.is(sample!.passages!.filter(({ supporting }) => supporting).length, 2);
});

test('fill refuses options that no sample can be made with, before any input', t => {
  const template = '{context}{chain_head}';
  const wrong: Settings[] = [
    { clamp: 0 },
    { sigma: Number.NaN },
    { template: 'no context' },
    { passageFormat: '{text}' },
    { keyFormat: 'hex', chains: { per1024: 1 }, template },
    { keyFormat: 'hex1', chains: { fixed: 5 }, template },
    { hops: 0, chains: { per1024: 1 }, template },
  ];
  for (const settings of wrong) t.throws(() => stageOf(settings), { code: 'USAGE' });
});

test('fill refuses to go without a length', t => {
  t.throws(() => fill({ corpus, tokenizer: words }, {}), {
    code: 'USAGE',
    message: /--max-seq-length/,
  });
});
