import test from 'ava';
import { recipeOf } from '../../lib/assemble/recipe.js';
import { makeSample } from '../../lib/assemble/sample.js';
import { chain } from '../../lib/assemble/stages.js';
import type { Corpus } from '../../lib/corpus/open.js';
import { fillSample } from '../../lib/fill/sample.js';
import { sampleOf } from '../../lib/prompt/draft.js';
import type { Question } from '../../lib/records/question.js';
import type { Sample } from '../../lib/records/sample.js';
import { type Changes, makeSamples, sampleSettings } from '../fill/make-samples.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { breaches } from '../fill/oracle.js';
import { cl100k, TOKENIZERS } from '../fill/tokenizers.js';
import { madeQuestion, madeQuestions } from '../support/questions.js';
import { all } from '../support/streams.js';
import { words } from '../support/tokenizer.js';

const questions = madeQuestions(60);
const corpus = memoryCorpus(questions, words);
const LENGTH = 1500;
const CHAINS = { chains: { fixed: 3 }, keyFormat: 'hex8' };

type Settings = Parameters<typeof chain>[1];

/** Puts samples through the stage `chain`. */
async function chained(
  samples: Sample[],
  settings: Settings = {},
  from: Corpus = corpus,
  tokenizer = words,
) {
  const rejects: unknown[] = [];
  const onReject = (reject: unknown) => rejects.push(reject);
  const stage = chain({ corpus: from, tokenizer, onReject }, { ...CHAINS, ...settings });
  for (const sample of samples) stage.write(sample);
  stage.end();
  return { samples: await all<Sample>(stage), rejects };
}

const plain = (changes: Changes = {}, numbers = [3, 4, 5]): Sample[] =>
  makeSamples(corpus, words, { maxSeqLength: [LENGTH], ...changes }, numbers).samples;

/** What the writer leaves of a sample. */
const written = ({ passages: _, ...sample }: Sample): Sample => JSON.parse(JSON.stringify(sample));

test('chains that fill has kept room for drop nothing', async t => {
  const { settings } = sampleSettings({ maxSeqLength: [LENGTH], ...CHAINS });
  const { fill } = recipeOf(settings, corpus, words);
  for (const number of [3, 4, 5]) {
    const question = corpus.question(number);
    const place = { position: 9, sourceIndex: number };
    const filled = sampleOf(fillSample(question, place, LENGTH, corpus, fill).sample);
    const { samples } = await chained([filled]);
    t.deepEqual(samples[0]!.meta.passages, filled.meta.passages);
    const recipe = recipeOf(settings, corpus, words);
    const made = makeSample(corpus.question(number), place, LENGTH, corpus, recipe);
    t.deepEqual(sampleOf(made), samples[0]!);
    t.is(samples[0]!.index, 9, 'the position stays');
  }
});

for (const tokenizer of TOKENIZERS) {
  const { name } = tokenizer.identity;

  test(`without room, the last drawn fillers are dropped, no more than needed (${name})`, async t => {
    const many = memoryCorpus(questions, tokenizer);
    const length = Math.round(tokenizer.count(questions[0]!.passages[0]!.text)) * 40;
    const settings = { maxSeqLength: [length] };
    for (const filled of makeSamples(many, tokenizer, settings, [3, 4, 5]).samples) {
      const { samples } = await chained([filled], {}, many, tokenizer);
      const sample = samples[0]!;
      t.deepEqual(breaches(sample, { questions, tokenizer }), []);
      const left = sample.meta.passages.map(({ id }) => id);
      const isDropped = ({ id }: { id: string }): boolean => !left.includes(id);
      const before = filled.passages!;
      t.deepEqual(
        before.filter(passage => !isDropped(passage)).map(({ id }) => id),
        left,
        'the rest keeps its order',
      );
      const dropped = before.filter(isDropped);
      t.true(dropped.length > 0);
      t.true(dropped.every(({ drawn }) => drawn !== undefined));
      const kept = before.filter(each => !isDropped(each) && each.drawn !== undefined);
      const firstDropped = Math.min(...dropped.map(({ drawn }) => drawn!));
      t.true(kept.every(({ drawn }) => drawn! < firstDropped));
      const back = dropped.find(({ drawn }) => drawn === firstDropped)!;
      const pairs = sample.meta.chains!.flat().length;
      // Up to a token a pair lies in where the pairs come to stand.
      t.true(
        sample.length + back.tokens + 12 + pairs * 2 > length,
        `${sample.length} + ${back.tokens} would have fitted into ${length}`,
      );
    }
  });
}

test('a sample that has lost its passages to the writer gets the same chains as before', async t => {
  for (const dataset of ['made', 'squad']) {
    const renamed = questions.map((question, i): Question => {
      const passages = question.passages.map(each => ({ ...each, title: `Article ${i % 20}` }));
      return { ...question, dataset, ...(dataset === 'squad' && { passages }) };
    });
    const own = memoryCorpus(renamed, words);
    const filled = makeSamples(own, words, { maxSeqLength: [LENGTH] }, [3, 4, 5]).samples;
    const whole = await chained(filled, {}, own);
    const bare = await chained(filled.map(written), {}, own);
    t.is(whole.samples.length, 3);
    t.true(whole.samples.every((each, i) => each.passages!.length < filled[i]!.passages!.length));
    t.deepEqual(bare.samples.map(written), whole.samples.map(written));
  }
});

test("the question's other passages go when no filler is left, supporting ones never", async t => {
  const [filled] = plain({ maxSeqLength: [600] });
  const others = filled!.passages!.filter(({ supporting }) => !supporting);
  t.is(others.filter(({ drawn }) => drawn === undefined).length, 2);
  const { samples } = await chained([filled!], { chains: { fixed: 4 } });
  t.true(samples[0]!.passages!.every(({ drawn }) => drawn === undefined));
  t.is(samples[0]!.passages!.filter(({ supporting }) => supporting).length, 2);
  t.deepEqual(breaches(samples[0]!, { questions, tokenizer: words }), []);
});

test('chains that do not fit beside the supporting passages make a reject', async t => {
  const filled = plain({ maxSeqLength: [400] }, [3]);
  const { samples, rejects } = await chained(filled, { chains: { fixed: 40 }, keyFormat: 'uuid' });
  t.deepEqual(samples, []);
  t.like(rejects, [{ id: 'q3', max_seq_length: 400, code: 'BUDGET_TOO_SMALL' }]);
  const [{ message = '' } = {}] = rejects as { message?: string }[];
  t.regex(message, /^the supporting passages and the chains exceed the budget by [1-9]\d* tokens$/);
});

test('so they do in one go: 200 chains at 4k', t => {
  const settings = { maxSeqLength: [4096], chains: { fixed: 200 } };
  const many = memoryCorpus(madeQuestions(220), cl100k);
  const { samples, rejects } = makeSamples(many, cl100k, settings, [3]);
  t.deepEqual(samples, []);
  t.like(rejects, [{ id: 'q3', max_seq_length: 4096, code: 'BUDGET_TOO_SMALL' }]);
});

test('one chain of one hop is enough of a chain', t => {
  const settings = { maxSeqLength: [LENGTH], chains: { fixed: 1 }, hops: 1 };
  const [sample] = makeSamples(corpus, words, settings, [3]).samples;
  t.deepEqual(breaches(sample!, { questions, tokenizer: words }), []);
  t.deepEqual(sample!.meta.chains, [[[sample!.chain_head_with_question!, sample!.input]]]);
  t.deepEqual(sample!.distract_questions, []);
});

test('a context without a point for a pair makes a reject', t => {
  const lone = madeQuestion(0);
  lone.passages = [{ title: 'Avon', text: 'It has no second sentence', supporting: true }];
  const alone = memoryCorpus([lone], words);
  const format = '{title}: {text}';
  const settings = { maxSeqLength: [LENGTH], ...CHAINS, passageFormat: format };
  t.like(makeSamples(alone, words, settings).rejects, [
    {
      id: 'q0',
      max_seq_length: LENGTH,
      code: 'NO_INSERTION_POINT',
      message: 'the context has no sentence, title or passage bound at which a pair may stand',
    },
  ]);
  const usual = makeSamples(alone, words, { ...settings, passageFormat: '{title}\n{text}' });
  t.is(usual.samples.length, 1);
});

test('many pairs share the only point there is', t => {
  const lone = madeQuestion(0);
  lone.passages = [{ title: 'Avon', text: 'It has no second sentence', supporting: true }];
  const alone = [lone, ...[1, 2, 3].map(i => madeQuestion(i, { passages: lone.passages }))];
  const settings = { maxSeqLength: [LENGTH], ...CHAINS, keepContext: true };
  const [sample] = makeSamples(memoryCorpus(alone, words), words, settings, [0]).samples;
  t.deepEqual(breaches(sample!, { questions: alone, tokenizer: words }), []);
  t.is(sample!.context, 'Document 0:\nAvon\nIt has no second sentence');
  const [header, title, ...lines] = sample!.distractor_context!.split('\n');
  t.deepEqual([header, title, lines.at(-1)], ['Document 0:', 'Avon', 'It has no second sentence']);
  t.is(lines.length, 13);
});

test('too few other questions are marked, once', async t => {
  const few = madeQuestions(3);
  const small = memoryCorpus(few, words);
  const filled = makeSamples(small, words, { maxSeqLength: [1000], distractQuestions: 5 }).samples;
  t.true(filled.every(({ meta }) => meta.warnings.too_few_questions));
  const short = await chained(filled, { hops: 2, chains: { fixed: 4 } }, small);
  const enough = await chained(filled, { hops: 2, chains: { fixed: 3 } }, small);
  const shortages = ({ meta }: Sample) => meta.warnings.too_few_questions;
  t.deepEqual(short.samples.map(shortages), Array(3).fill(true));
  t.deepEqual(enough.samples.map(shortages), Array(3).fill(false));
  t.true(short.samples.every(({ distract_questions }) => distract_questions!.length === 2));
});

test('the context without pairs is kept on demand alone', t => {
  const make = (keepContext: boolean) =>
    makeSamples(corpus, words, { maxSeqLength: [LENGTH], ...CHAINS, keepContext }, [3]);
  t.false('context' in make(false).samples[0]!);
  t.is(typeof make(true).samples[0]!.context, 'string');
});
