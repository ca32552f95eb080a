import test from 'ava';
import { recipeOf } from '../../lib/assemble/recipe.js';
import { fitToStand, passagesOf } from '../../lib/chain/passages.js';
import { type Changes, makeSamples, sampleSettings } from '../fill/make-samples.js';
import { memoryCorpus } from '../fill/memory-corpus.js';
import { storedAs } from '../support/passages.js';
import { madeQuestion, madeQuestions } from '../support/questions.js';
import { words } from '../support/tokenizer.js';

const questions = madeQuestions(30);
const corpus = memoryCorpus(questions, words);

const filled = (changes: Changes = {}, from = corpus) =>
  makeSamples(from, words, { command: 'synth', maxSeqLength: [500], ...changes }, [3]).samples[0]!;

const facts = (passages: ReturnType<typeof passagesOf>) =>
  passages.map(({ id, text, tokens, supporting, drawn }) => ({
    id,
    text,
    tokens,
    supporting,
    drawn,
  }));

test('a sample without its passages has those that it was filled with, and each came at the same draw', t => {
  const sample = filled();
  const { passages, ...bare } = sample;
  t.true(passages!.some(({ drawn }) => drawn !== undefined));
  t.deepEqual(facts(passagesOf(bare, corpus, words)), facts(passagesOf(sample, corpus, words)));
  t.deepEqual(
    passagesOf(bare, corpus, words).map(({ drawn }) => drawn),
    passages!.map(({ drawn }) => drawn),
  );
});

/** A sample as the command `fill` writes it. */
const numbered = ({ passages, ...sample }: ReturnType<typeof filled>) => ({
  ...sample,
  passage_numbers: passages!.map(({ id, drawn }) => ({
    number: corpus.passageById(id)!.number!,
    ...(drawn !== undefined && { drawn }),
  })),
});

test('a sample with the numbers of its passages has those that it was filled with', t => {
  const sample = filled();
  t.deepEqual(
    facts(passagesOf(numbered(sample), corpus, words)),
    facts(passagesOf(sample, corpus, words)),
  );
});

test('numbers that are not those of the passages that are named make a reject', t => {
  const sample = numbered(filled());
  const [first, second, ...rest] = sample.passage_numbers;
  for (const numbers of [
    [second!, first!, ...rest],
    [{ ...first!, number: 1e9 }, second!, ...rest],
    [second!, ...rest],
    [],
  ]) {
    t.throws(() => passagesOf({ ...sample, passage_numbers: numbers }, corpus, words), {
      code: 'RECORD_INVALID',
      message: /^passage_numbers(\[0\]\.number \d+ is not that of| has \d+ passages)/,
    });
  }
});

test('siblings of an article come before all draws, as fill has it; those without a title are none', t => {
  const articles = madeQuestions(12).map((question, n) => ({
    ...question,
    dataset: 'squad',
    passages: question.passages.map(passage => ({
      ...passage,
      title: n % 3 === 0 ? 'Article' : n % 3 === 1 ? '' : passage.title,
    })),
  }));
  const from = memoryCorpus(articles, words);
  for (const number of [3, 4, 5]) {
    const [sample] = makeSamples(from, words, { command: 'synth', maxSeqLength: [400] }, [
      number,
    ]).samples;
    const { passages, ...bare } = sample!;
    t.deepEqual(
      passagesOf(bare, from, words).map(({ drawn }) => drawn),
      passages!.map(({ drawn }) => drawn),
    );
  }
});

test('a passage that the corpus has not is told, with the way out', t => {
  const { passages: _, ...bare } = filled();
  const [first] = bare.meta.passages;
  const other = memoryCorpus(madeQuestions(1), words);
  t.throws(() => passagesOf(bare, other, words), {
    code: 'RECORD_INVALID',
    message: `the corpus has no passage ${first!.id} of sample made/q3/500; give the corpus that it was filled from, or the samples as fill writes them`,
  });
});

test('of a question that the corpus has not, every passage was drawn', t => {
  const { passages: _, ...bare } = filled();
  const stranger = { ...bare, meta: { ...bare.meta, question_id: 'stranger' } };
  t.true(passagesOf(stranger, corpus, words).every(({ drawn }) => drawn !== undefined));
});

test('a passage from elsewhere is counted again, and held against its id', t => {
  const sample = filled();
  const elsewhere = memoryCorpus(madeQuestions(0), words);
  const wrong = {
    ...sample,
    passages: sample.passages!.map(each => ({ ...storedAs(each).toJSON(), tokens: 1 })),
  };
  const right = sample.passages!.map(({ id, title, text }) => ({
    id,
    text,
    tokens: words.count(`${title}\n${text}\n\n`),
  }));
  t.like(passagesOf(wrong, elsewhere, words), right);
  const changed = {
    ...wrong,
    passages: wrong.passages.map((each, n) => (n === 1 ? { ...each, text: 'Other.' } : each)),
  };
  t.throws(() => passagesOf(changed, elsewhere, words), {
    code: 'RECORD_INVALID',
    message: 'passages[1].id is not that of its title and text',
  });
});

test('a passage that was cut is the part that stands in the sample', t => {
  const sample = filled();
  const { id, text } = sample.passages![2]!;
  const characters = text.indexOf('.') + 1;
  const cut = { ...sample, meta: { ...sample.meta, cut: { id, characters } } };
  const { passages: _, ...bare } = cut;
  for (const each of [cut, bare, numbered(cut)]) {
    const texts = passagesOf(each, corpus, words).map(passage => passage.text);
    t.is(texts[2], text.slice(0, characters));
    t.is(texts[1], sample.passages![1]!.text);
  }
});

test('what gives the question away or reads as a pair goes, and a supporting one makes a reject', t => {
  const { rendering } = recipeOf(sampleSettings().settings, corpus, words).fill;
  const { question } = madeQuestion(3);
  const passage = (text: string, supporting = false) =>
    storedAs({ title: 'T', text, tokens: 5, supporting }, 0);
  const fine = passage('A text.');
  const leak = `We ask: ${question.toUpperCase()}`;
  const pair = 'It says {"a": "b"}.';
  const stand = (...passages: ReturnType<typeof passage>[]) =>
    fitToStand(passages, question, rendering).map(({ text }) => text);
  t.deepEqual(stand(passage(leak), fine, passage(pair)), ['A text.']);
  t.deepEqual(stand(passage('A text.', true)), ['A text.']);
  t.throws(() => stand(fine, passage(leak, true)), { code: 'QUESTION_LEAKED' });
  t.throws(() => stand(fine, passage(pair, true)), { code: 'PASSAGE_MISLEADS' });
});
