import test from 'ava';
import { makeSamples } from '../fill/make-samples.js';
import { openTestCorpus } from '../support/corpus.js';
import { madeQuestion, madeQuestions } from '../support/questions.js';
import { words } from '../support/tokenizer.js';

/** The store hands out what is longer than this in another way. */
const LONG = 16 * 2 ** 20;

test('passages and questions of any length are stored, and read again', async t => {
  const title = 'Big';
  const text = `${'ß'.repeat(2000)}. Ä `.repeat(LONG / 4000).trimEnd();
  const [first, ...rest] = madeQuestions(30);
  const big = { title, text, supporting: false };
  const questions = [
    { ...first!, passages: [...first!.passages, big] },
    madeQuestion(100, { question: `Who? ${'who'.repeat(LONG / 3)}?` }),
    madeQuestion(101, { passages: [{ ...big, text: `${text} `, supporting: true }] }),
    ...rest,
  ];
  t.true(Buffer.byteLength(text) > LONG);
  const corpus = await openTestCorpus(t, questions);

  const { passages } = corpus.question(0);
  const stored = passages.find(passage => passage.title === title)!;
  t.true(stored.text === text);
  t.is(corpus.tokens(stored.number!), words.count(`${title}\n${text}\n\n`));
  t.true(corpus.passageById(stored.id)!.text === text);
  t.is(corpus.questionText(1).length, questions[1]!.question.length);
  t.is(corpus.passage(0).title, 'Place 0', 'what is read next is read as before');

  const settings = { maxSeqLength: [1500], chains: { fixed: 2 }, hops: 2 };
  const { samples, rejects } = makeSamples(corpus, words, settings);
  t.is(samples.length, 31);
  t.is(samples[1]!.input.length, questions[1]!.question.length);
  t.deepEqual(
    rejects.map(({ id, code }) => [id, code]),
    [['q101', 'BUDGET_TOO_SMALL']],
  );
});
