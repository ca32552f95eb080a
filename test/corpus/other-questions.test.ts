import test from 'ava';
import { fold } from '../../lib/corpus/fold.js';
import { drawOtherQuestions } from '../../lib/corpus/other-questions.js';
import { openTestCorpus } from '../support/corpus.js';
import { madeQuestion, madeQuestions } from '../support/questions.js';

test('the questions drawn are others, each once, and as many as asked for', async t => {
  const questions = madeQuestions(30);
  const corpus = await openTestCorpus(t, questions);
  const texts = new Set(questions.map(({ question }) => question));
  for (const { question, id } of questions) {
    const drawn = drawOtherQuestions(corpus, { question }, 7, 42, id);
    t.is(drawn.length, 7);
    t.is(new Set(drawn).size, 7);
    t.false(drawn.includes(question));
    t.true(drawn.every(text => texts.has(text)));
  }
});

test('all others are drawn where as many are asked for, and no more where there are none', async t => {
  const questions = madeQuestions(10);
  const corpus = await openTestCorpus(t, questions);
  const others = questions.slice(1).map(({ question }) => question);
  const { question } = questions[0]!;
  for (const count of [9, 10, 1000]) {
    t.deepEqual(drawOtherQuestions(corpus, { question }, count, 'key').sort(), [...others].sort());
  }
  t.deepEqual(drawOtherQuestions(corpus, { question }, 0, 'key'), []);
});

test('questions that differ in case and blanks alone are the same', async t => {
  const asked = 'Who  wrote\n"Émile"?';
  t.is(fold(asked), 'who wrote "émile"?');
  const corpus = await openTestCorpus(t, [
    madeQuestion(0, { question: asked }),
    madeQuestion(1, { question: ' who wrote "émile"? ' }),
    madeQuestion(2, { question: 'WHO WROTE "ÉMILE"?' }),
    madeQuestion(3, { question: 'Who read it?' }),
    madeQuestion(4, { question: 'who read  it?' }),
  ]);
  const drawn = drawOtherQuestions(corpus, { question: asked }, 10, 'key');
  t.deepEqual(drawn.map(fold), ['who read it?']);
});

test('the draw depends on the key alone', async t => {
  const corpus = await openTestCorpus(t, madeQuestions(50));
  const draw = (...key: (string | number)[]) =>
    drawOtherQuestions(corpus, { question: 'Which?' }, 10, ...key);
  t.deepEqual(draw(42, 'a', 4096), draw(42, 'a', 4096));
  t.notDeepEqual(draw(42, 'a', 4096), draw(43, 'a', 4096));
  t.notDeepEqual(draw(42, 'a', 4096), draw(42, 'b', 4096));
  t.notDeepEqual(draw(42, 'a', 4096), draw(42, 'a', 8192));
  t.deepEqual(
    draw(42, 'a', 4096).slice(0, 4),
    drawOtherQuestions(corpus, { question: 'Which?' }, 4, 42, 'a', 4096),
  );
});

test('questions that differ in their closing punctuation, or in how letters are composed, are the same', async t => {
  const asked = 'Who wrote "Émile"?';
  const twins = [
    'Who wrote "Émile" ?',
    'Who wrote "Émile"',
    'who wrote "Émile', // as cut by somebody
    'Who wrote "Émile"?!',
    'Who wrote "E\u0301mile"。 ',
    'Who wrote "Émile…',
  ];
  const others = ['Who wrote "Emile"?', '? who wrote "Émile"?', '???', '!'];
  const corpus = await openTestCorpus(
    t,
    [asked, ...twins, ...others].map((question, i) => madeQuestion(i, { question })),
  );
  const drawn = drawOtherQuestions(corpus, { question: asked }, 20, 'key');
  t.deepEqual(drawn.sort(), [...others].sort());
});

test('no question is drawn that is out of all proportion', async t => {
  const long = `Who ${'a'.repeat(7000)}?`;
  const corpus = await openTestCorpus(t, [
    madeQuestion(0, { question: 'Who?' }),
    madeQuestion(1, { question: long }),
    madeQuestion(2, { question: 'a'.repeat(1024) }),
    madeQuestion(3, { question: 'b'.repeat(1025) }),
    madeQuestion(4, { question: `${'c'.repeat(2000)}?` }),
  ]);
  const lengths = (question: string) =>
    drawOtherQuestions(corpus, { question }, 9, 'key')
      .map(text => text.length)
      .sort((a, b) => a - b);
  t.deepEqual(lengths('Who?'), [1024]);
  t.deepEqual(lengths(long), [4, 1024, 1025, 2001], 'those as long as it is are not');
});

test('a corpus in which all ask the same is not gone through for every sample', async t => {
  const corpus = await openTestCorpus(t, madeQuestions(2));
  let asked = 0;
  const same = {
    ...corpus,
    info: { ...corpus.info, questions: 100_000 },
    questionText: () => {
      asked++;
      return 'Who?';
    },
  };
  t.deepEqual(drawOtherQuestions(same, { question: 'Who ?' }, 3, 'key'), []);
  t.true(asked <= 4096);
});
