import test from 'ava';
import type { Question } from '../../lib/records/question.js';
import { isMarked, NO_CUT } from '../../lib/records/sample.js';
import { VERSION } from '../../lib/version.js';
import { madeQuestion, madeQuestions } from '../support/questions.js';
import { words } from '../support/tokenizer.js';
import { makeSamples, sampleSettings } from './make-samples.js';
import { memoryCorpus } from './memory-corpus.js';
import { breaches } from './oracle.js';
import { cl100k, erratic, TOKENIZERS } from './tokenizers.js';

const questions = madeQuestions(40);

for (const tokenizer of TOKENIZERS) {
  const { name } = tokenizer.identity;

  test(`a budget that just holds the supporting passages gives a sample, one token less a reject (${name})`, t => {
    const corpus = memoryCorpus(questions, tokenizer);
    for (const removeNewlineTab of [false, true]) {
      for (const passageFormat of ['Document {i}:\n{title}\n{text}', '({n}) {title}: {text} -']) {
        const same = { removeNewlineTab, passageFormat, placement: 'start' as const };
        const [supporting] = makeSamples(
          corpus,
          tokenizer,
          { ...same, command: 'relevant-only', maxSeqLength: [100_000] },
          [7],
        ).samples;
        // Both orders of two passages of one shape have the same length here.
        const exact = { ...same, maxSeqLength: [supporting!.length, supporting!.length - 1] };
        const { samples, rejects } = makeSamples(corpus, tokenizer, exact, [7]);
        t.deepEqual(
          samples.map(({ length, meta }) => [length, meta.passages.length]),
          [[supporting!.length, 2]],
        );
        t.deepEqual(rejects, [
          {
            id: 'q7',
            max_seq_length: supporting!.length - 1,
            code: 'BUDGET_TOO_SMALL',
            message: `the prompt with 2 supporting passages takes ${supporting!.meta.prompt_tokens} tokens, ${supporting!.meta.prompt_tokens - 1} are left for it`,
          },
        ]);
      }
    }
  });

  test(`the budget is used well under every format (${name})`, t => {
    const corpus = memoryCorpus(madeQuestions(120), tokenizer);
    for (const removeNewlineTab of [false, true]) {
      for (const passageFormat of [
        'Document {i}:\n{title}\n{text}',
        '[{n}] {title}: {text} (end)',
      ]) {
        const { samples } = makeSamples(
          corpus,
          tokenizer,
          { removeNewlineTab, passageFormat, maxSeqLength: [4096] },
          [...Array(20).keys()],
        );
        for (const { length, meta } of samples) {
          t.false(isMarked({ meta }));
          t.true(length >= 0.98 * 4096, `${length} of 4096`);
        }
      }
    }
  });
}

test('a corpus too small for the budget is used up, and the sample marked', t => {
  const few = madeQuestions(3);
  const { samples } = makeSamples(memoryCorpus(few, words), words, { maxSeqLength: [4096, 200] });
  for (const { meta } of samples) {
    const isLong = meta.max_seq_length === 4096;
    t.deepEqual(meta.warnings, { corpus_too_small: isLong, too_few_questions: false });
    if (isLong) t.is(meta.passages.length, 12);
  }
});

test('too few other questions for --distract-questions are marked', t => {
  const few = madeQuestions(3);
  const corpus = memoryCorpus(few, words);
  const { samples } = makeSamples(corpus, words, { maxSeqLength: [400], distractQuestions: 3 });
  t.is(samples.length, 3);
  for (const { input, distract_questions, meta } of samples) {
    t.true(meta.warnings.too_few_questions);
    t.deepEqual([input, ...distract_questions!].sort(), few.map(({ question }) => question).sort());
  }
});

test('a question that leaks from a supporting passage is rejected at every length', t => {
  const leaky = madeQuestion(50);
  leaky.passages[1]!.text += ` ${leaky.question.toUpperCase()}`;
  const corpus = memoryCorpus([...questions, leaky], words);
  const { samples, rejects } = makeSamples(corpus, words, { maxSeqLength: [500, 900] }, [40]);
  t.deepEqual(samples, []);
  t.deepEqual(
    rejects.map(({ id, code, max_seq_length }) => [id, code, max_seq_length]),
    [500, 900].map(length => ['q50', 'QUESTION_LEAKED', length]),
  );
});

test('a passage that a question brings along twice stands in its context once', t => {
  const twice = madeQuestion(50);
  twice.passages.push({ ...twice.passages[0]!, supporting: false }, { ...twice.passages[3]! });
  const all = [...questions, twice];
  const corpus = memoryCorpus(all, words);
  for (const changes of [{ maxSeqLength: [900] }, { maxSeqLength: [null] }]) {
    const { samples } = makeSamples(
      corpus,
      words,
      { ...changes, command: changes.maxSeqLength[0] === null ? 'relevant-only' : 'synth' },
      [40],
    );
    t.deepEqual(breaches(samples[0]!, { questions: all, tokenizer: words }), []);
  }
});

test('no filler reads as a pair where there will be chains, and only there', t => {
  const json: Question = madeQuestion(50);
  json.passages[2]!.text = 'An object like {"greeting": "hello"} has one member.';
  const all = [...madeQuestions(4), json];
  const corpus = memoryCorpus(all, words);
  const has = (context = ''): boolean => context.includes('greeting');
  const plain = makeSamples(corpus, words, { maxSeqLength: [2000] }, [0, 1, 2, 3]).samples;
  t.true(plain.every(({ context }) => has(context)));
  const chains = { keyFormat: 'nano8', chains: { fixed: 2 } };
  const chained = makeSamples(corpus, words, { maxSeqLength: [2000], ...chains }, [0, 1, 2, 3]);
  t.is(chained.samples.length, 4);
  t.false(chained.samples.some(({ distractor_context }) => has(distractor_context)));
});

test('every length has a choice, an arrangement and an id of its own', t => {
  const corpus = memoryCorpus(questions, cl100k);
  const { samples } = makeSamples(corpus, cl100k, { maxSeqLength: [700, 701] }, [3]);
  t.deepEqual(
    samples.map(({ id }) => id),
    ['made/q3/700', 'made/q3/701'],
  );
  const [one, other] = samples.map(({ meta }) => meta.passages.map(({ id }) => id).join());
  t.not(one, other);
});

test('relevant-only has the supporting passages and no others, with or without a budget', t => {
  const corpus = memoryCorpus(questions, words);
  const settings = { command: 'relevant-only' as const, maxSeqLength: [null, 500, 20] };
  const { samples, rejects } = makeSamples(corpus, words, settings, [3]);
  t.deepEqual(
    samples.map(({ id }) => id),
    ['made/q3/relevant', 'made/q3/500'],
  );
  for (const sample of samples) {
    t.deepEqual(breaches(sample, { questions, tokenizer: words }), []);
    t.deepEqual(
      sample.meta.passages.map(({ supporting }) => supporting),
      [true, true],
    );
  }
  t.deepEqual(rejects, [
    {
      id: 'q3',
      code: 'BUDGET_TOO_SMALL',
      max_seq_length: 20,
      message: `2 supporting passages take ${samples[1]!.length} tokens of 20`,
    },
  ]);
  // A budget that they just fill is one that they fit.
  const exact = { ...settings, maxSeqLength: [samples[1]!.length] };
  t.is(makeSamples(corpus, words, exact, [3]).samples.length, 1);
});

test('a sample says of itself what is needed to make it again', t => {
  const corpus = memoryCorpus(questions, words);
  const own = { tokensToGenerate: 77, randomSeed: 5, template: 'Q: {question}\n{context}' };
  const changes = { ...own, distractQuestions: 2, placement: 'end' as const, sigma: 0.5 };
  const [sample] = makeSamples(corpus, words, { ...changes, maxSeqLength: [900] }, [3]).samples;
  const { length, input, context, passages, distract_questions, meta, ...rest } = sample!;
  t.deepEqual(rest, {
    id: 'made/q3/900',
    index: 0,
    source_index: 3,
    answers: questions[3]!.answers,
  });
  t.is(input, questions[3]!.question);
  t.is(new Set([input, ...distract_questions!]).size, 3);
  t.is(length, meta.prompt_tokens + 77);
  t.is(meta.prompt_tokens, words.count(`Q: ${input}\n${context}`));
  t.deepEqual(meta, {
    dataset: 'made',
    question_id: 'q3',
    seed: 5,
    tokenizer: words.identity,
    max_seq_length: 900,
    tokens_to_generate: 77,
    prompt_tokens: meta.prompt_tokens,
    template: own.template,
    passage_format: 'Document {i}:\n{title}\n{text}',
    remove_newline_tab: false,
    sample_system_prompt: '',
    sample_instruction: '',
    chat_template: { sha256: '', date: '', kwargs: '' },
    corpus: corpus.info.key,
    passages: passages!.map(({ id, supporting }) => ({ id, supporting })),
    cut: NO_CUT,
    placement: 'end',
    sigma: 0.5,
    clamp: 0.95,
    version: VERSION,
    // Passages of one length leave room that none of them fits.
    warnings: { corpus_too_small: 900 - length > 900 * 0.02, too_few_questions: false },
  });
  t.deepEqual(
    meta.passages.slice(-2).map(({ supporting }) => supporting),
    [true, true],
  );
});

test('every line of a question and of those beside it is squeezed where white space is removed', t => {
  const lines = madeQuestions(5).map(each => ({
    ...each,
    question: each.question.replaceAll(' ', '\n '),
  }));
  const corpus = memoryCorpus(lines, words);
  const settings = { removeNewlineTab: true, distractQuestions: 2, maxSeqLength: [400] };
  const [sample] = makeSamples(corpus, words, settings, [3]).samples;
  t.is(sample!.input, madeQuestion(3).question);
  for (const text of sample!.distract_questions!) t.notRegex(text, /\n/);
});

test('of passages that a question has twice one supports if any of them does', t => {
  const twice = madeQuestion(50);
  const [first] = twice.passages;
  twice.passages.unshift({ ...first!, supporting: false });
  const corpus = memoryCorpus([...questions, twice], words);
  const settings = { command: 'relevant-only' as const, maxSeqLength: [null] };
  const [sample] = makeSamples(corpus, words, settings, [40]).samples;
  t.is(sample!.meta.passages.length, 2);
});

test('another seed gives another sample, the same seed the same', t => {
  const corpus = memoryCorpus(questions, words);
  const make = (seed: number): string =>
    JSON.stringify(
      makeSamples(corpus, words, { randomSeed: seed, maxSeqLength: [900] }, [3]).samples,
    );
  t.is(make(1), make(1));
  t.not(make(1), make(2));
  t.is(sampleSettings().settings.randomSeed, 42);
});

test('where no estimate comes close, passages are given up, the last chosen first', t => {
  const many = madeQuestions(60);
  const corpus = memoryCorpus(many, erratic);
  const lengths = Array.from({ length: 15 }, (_, i) => 700 + i * 50);
  const { samples, rejects } = makeSamples(corpus, erratic, { maxSeqLength: lengths });
  t.deepEqual(rejects, []);
  for (const sample of samples) {
    t.deepEqual(breaches(sample, { questions: many, tokenizer: erratic }), []);
    const own = sample.passages!.filter(({ drawn }) => drawn === undefined);
    t.is(own.length, 4, 'fillers go first');
  }
});
