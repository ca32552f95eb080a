import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test from 'ava';
import { buildStore } from '../../lib/corpus/build/build.js';
import { ensureCorpus } from '../../lib/corpus/build/ensure.js';
import { openCorpus } from '../../lib/corpus/open.js';
import { CORPUS_FORMAT, INFO_FILE } from '../../lib/corpus/store/info.js';
import { passageId } from '../../lib/corpus/store/passage-id.js';
import type { Question } from '../../lib/records/question.js';
import { sentenceBounds } from '../../lib/texts/sentence-bounds.js';
import { openTestCorpus, questionsSource } from '../support/corpus.js';
import { madePassage, madeQuestion, madeQuestions } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';
import { doubtfulWords, words } from '../support/tokenizer.js';

/** A question without the sentences, of which the corpus keeps the bounds. */
const withoutSentences = (question: Question): Question => ({
  ...question,
  passages: question.passages.map(({ sentences: _, ...passage }) => passage),
});

test('passages are numbered in the order of first sight, each once', async t => {
  const [a, b, c] = [1, 2, 3].map(n => madePassage(n)) as [
    ReturnType<typeof madePassage>,
    ReturnType<typeof madePassage>,
    ReturnType<typeof madePassage>,
  ];
  const corpus = await openTestCorpus(t, [
    madeQuestion(0, { passages: [b, { ...a, supporting: true }] }),
    madeQuestion(1, { passages: [a, c, { ...b, supporting: true }] }),
  ]);
  t.is(corpus.info.passages, 3);
  t.deepEqual(
    [0, 1, 2].map(n => corpus.passage(n).title),
    [b.title, a.title, c.title],
  );
  t.deepEqual(
    [a, b, c].map(({ title, text }) => corpus.passageById(passageId(title, text))?.number),
    [1, 0, 2],
  );
  t.is(corpus.passageById(passageId(a.title, b.text)), undefined);
  t.deepEqual(
    corpus.question(1).passages.map(({ title, supporting }) => [title, supporting]),
    [
      [a.title, false],
      [c.title, false],
      [b.title, true],
    ],
  );
});

test('a passage has its id, text, bounds and tokens', async t => {
  const passage = {
    title: 'Ünï “T”',
    text: 'Dr. No left. 🎸 came. So.',
    supporting: true,
    sentences: ['Dr. No left.', '🎸 came.', 'So.'],
  };
  const corpus = await openTestCorpus(t, [madeQuestion(0, { passages: [passage] })]);
  const id = passageId(passage.title, passage.text);
  const expected = {
    id,
    supporting: false,
    title: passage.title,
    text: passage.text,
    bounds: sentenceBounds(passage.text, passage.sentences),
    tokens: words.count(`${passage.title}\n${passage.text}\n\n`),
  };
  t.deepEqual(expected.bounds, [12, 21]);
  t.deepEqual(corpus.passage(0).toJSON(), expected);
  t.is(corpus.tokens(0), expected.tokens);
  t.deepEqual(corpus.passageById(id)?.toJSON(), expected);
});

test('an id that is none, or that of no passage, has no passage', async t => {
  const corpus = await openTestCorpus(t, madeQuestions(1));
  for (const id of ['', 'x', '0'.repeat(16), '0'.repeat(15), '0'.repeat(17), 'zz'.repeat(8)]) {
    t.is(corpus.passageById(id), undefined, id);
  }
});

test('a question comes back as it was parsed, whatever fields it carries', async t => {
  const questions = [
    madeQuestion(0, { type: 'bridge', level: 'hard', question_hops: 2 }),
    madeQuestion(1, {
      answers: ['“Ünï”', '🎸'],
      rollouts: [{ text: 'x', correct: true }],
      pass_count: 3,
      nested: { null: null, list: [1, [2]] },
    }),
    madeQuestion(2, { answerable: false, answers: [] }),
  ];
  const corpus = await openTestCorpus(t, questions);
  for (const [number, question] of questions.entries()) {
    const expected = withoutSentences(question);
    t.is(JSON.stringify(corpus.question(number).question), JSON.stringify(expected));
    t.is(corpus.questionText(number), question.question);
    t.is(corpus.isAnswerable(number), question.answerable);
    t.is(corpus.questionNumber('made', question.id), number);
    t.deepEqual(corpus.questionNumbers(question.id), [number]);
  }
  t.is(corpus.questionNumber('other', 'q0'), undefined);
  t.deepEqual(corpus.questionNumbers('q9'), []);
});

test('the counts are those of what is there', async t => {
  const questions = [
    ...madeQuestions(3),
    madeQuestion(0, { id: 'again', dataset: 'other' }),
    madeQuestion(1, { id: 'no', answerable: false, answers: [] }),
  ];
  const { info } = await openTestCorpus(t, questions);
  const texts = new Set(
    questions.flatMap(q => q.passages.map(({ title, text }) => `${title}\n${text}\n\n`)),
  );
  t.like(info, {
    format: CORPUS_FORMAT,
    questions: 5,
    unanswerable: 1,
    unlabelled: 0,
    passages: 12,
    datasets: ['made', 'other'],
    rejects: 0,
    tokens: [...texts].reduce((sum, text) => sum + words.count(text), 0),
  });
});

test('an id stands for the answerable one of twins, whichever comes first', async t => {
  const twin = (id: string, answerable: boolean, n: number): Question =>
    madeQuestion(n, { id, dataset: 'musique', answerable, answers: answerable ? ['yes'] : [] });
  const corpus = await openTestCorpus(t, [
    twin('2hop__1', true, 0),
    twin('2hop__1', false, 1),
    twin('2hop__2', false, 2),
    twin('2hop__2', true, 3),
    twin('2hop__3', false, 4),
  ]);
  t.is(corpus.info.questions, 5);
  t.is(corpus.questionNumber('musique', '2hop__1'), 0);
  t.is(corpus.questionNumber('musique', '2hop__2'), 3);
  t.is(corpus.questionNumber('musique', '2hop__3'), 4);
});

test('equal ids of different datasets are told apart', async t => {
  const corpus = await openTestCorpus(t, [
    madeQuestion(0, { id: 'x', dataset: 'one' }),
    madeQuestion(1, { id: 'x', dataset: 'two' }),
  ]);
  t.is(corpus.questionNumber('one', 'x'), 0);
  t.is(corpus.questionNumber('two', 'x'), 1);
  t.deepEqual(corpus.questionNumbers('x'), [0, 1]);
});

test('more questions than a transaction holds keep their order', async t => {
  const questions = madeQuestions(600);
  const corpus = await openTestCorpus(t, questions);
  t.is(corpus.info.questions, 600);
  t.is(corpus.info.passages, 2400);
  for (const n of [0, 255, 256, 257, 511, 512, 599]) {
    t.deepEqual(corpus.question(n).question, withoutSentences(questions[n]!));
    t.is(corpus.passage(n * 4).title, `Place ${n * 4}`);
  }
});

test('a question from elsewhere gets the passages of the corpus, and new ones where it has none', async t => {
  const corpus = await openTestCorpus(t, madeQuestions(2));
  const known = madePassage(5);
  const fresh = { ...madePassage(77), supporting: true };
  const question = madeQuestion(9, {
    // Other bounds than the corpus has for it: the corpus's count.
    passages: [{ ...known, sentences: [known.text] }, fresh],
  });
  const resolved = corpus.resolve(question, words);
  t.is(resolved.question, question);
  t.deepEqual(resolved.passages[0]?.toJSON(), corpus.passage(5).toJSON());
  t.is(resolved.passages[0]?.number, 5);
  t.deepEqual(resolved.passages[1]?.toJSON(), {
    id: passageId(fresh.title, fresh.text),
    title: fresh.title,
    text: fresh.text,
    bounds: sentenceBounds(fresh.text, fresh.sentences),
    tokens: words.count(`${fresh.title}\n${fresh.text}\n\n`),
    supporting: true,
  });
});

test('a corpus counts with one tokenizer only', async t => {
  const corpus = await openTestCorpus(t, madeQuestions(1));
  t.is(corpus.info.tokenizer.name, 'words');
  const dir = await builtIn(t, madeQuestions(1));
  const other = await t.throwsAsync(openCorpus(dir, doubtfulWords), { code: 'CORPUS_UNUSABLE' });
  t.regex(other.message, /words.*doubtful words/);
  const hf = { ...words, identity: { ...words.identity, type: 'hf' as const } };
  await t.throwsAsync(openCorpus(dir, hf), { code: 'CORPUS_UNUSABLE' });
});

test('a corpus in the place of another is not taken for it', async t => {
  const dir = await builtIn(t, madeQuestions(1));
  const first = await openCorpus(dir, words);
  const again = await openCorpus(dir, words, first.info.key);
  await again.close();
  await build(dir, madeQuestions(2));
  const error = await t.throwsAsync(openCorpus(dir, words, first.info.key), {
    code: 'CORPUS_UNUSABLE',
  });
  t.regex(error.message, /holds another corpus.*--corpus/);
  t.is(first.info.questions, 1);
  await first.close();
});

test('many can read a corpus at the same time', async t => {
  const dir = await builtIn(t, madeQuestions(1));
  const readers = await Promise.all(Array.from({ length: 200 }, () => openCorpus(dir, words)));
  t.deepEqual(new Set(readers.map(reader => reader.passage(3).title)), new Set(['Place 3']));
  await Promise.all(readers.map(reader => reader.close()));
});

test('a folder with a dot in its name is a folder', async t => {
  const dir = join(await tempDir(t), 'my.corpus');
  await build(dir, madeQuestions(1));
  const corpus = await openCorpus(dir, words);
  t.is(corpus.passage(0).title, 'Place 0');
  await corpus.close();
});

const DAMAGES: Record<string, (dir: string) => Promise<unknown>> = {
  'without corpus.json': dir => rm(join(dir, INFO_FILE)),
  'with half a corpus.json': dir => truncate(join(dir, INFO_FILE), 40),
  'with another corpus.json': dir => writeFile(join(dir, INFO_FILE), 'null'),
  'of another version': dir =>
    writeFile(join(dir, INFO_FILE), JSON.stringify({ key: 'k', format: 0 })),
  'without its tables': async dir => rm(await dataFileIn(dir)),
  'with half of its tables': async dir => truncate(await dataFileIn(dir), 512),
  'that is not there': dir => rm(dir, { recursive: true }),
};

for (const [name, damage] of Object.entries(DAMAGES)) {
  test(`a corpus ${name} is not opened`, async t => {
    const dir = await builtIn(t, madeQuestions(1));
    await (await openCorpus(dir, words)).close();
    await damage(dir);
    const error = await t.throwsAsync(openCorpus(dir, words), { code: 'CORPUS_UNUSABLE' });
    t.true(error.message.includes(dir));
  });
}

test('a tokenizer that fails ends the build with its error', async t => {
  const failing = {
    ...words,
    count: () => {
      throw new Error('cannot count');
    },
  };
  const dir = await tempDir(t);
  const questions = Readable.from(madeQuestions(3));
  await t.throwsAsync(buildStore(questions, dir, failing), { message: 'cannot count' });
  t.true(questions.destroyed);
});

test('an error of the source ends the build', async t => {
  const questions = Readable.from(
    (function* () {
      yield madeQuestion(0);
      throw new Error('source');
    })(),
  );
  await t.throwsAsync(buildStore(questions, await tempDir(t), words), { message: 'source' });
});

async function builtIn(t: Parameters<typeof tempDir>[0], questions: Question[]): Promise<string> {
  const dir = await tempDir(t);
  await build(dir, questions);
  return dir;
}

async function build(dir: string, questions: Question[]): Promise<void> {
  const sources = [questionsSource(questions)];
  await ensureCorpus({ sources, tokenizer: words, cacheDir: dir, dir });
}

/** The file of the corpus in a folder. */
async function dataFileIn(dir: string): Promise<string> {
  const name = (await readdir(dir)).find(each => each.endsWith('.bin'));
  return join(dir, name!);
}

test('siblings are the passages of an article, wherever they stand in the dataset', async t => {
  const titles = ['A', 'B', 'A', '', 'A', 'B', '', 'C', 'A'];
  const questions = (dataset: string): Question[] =>
    titles.map((title, i) =>
      madeQuestion(i, { dataset, passages: [{ title, text: `Text ${i}.`, supporting: true }] }),
    );
  const corpus = await openTestCorpus(t, questions('squad'));
  const siblings = (n: number): number[] => [...corpus.siblings(corpus.passage(n))];
  t.deepEqual(siblings(4), [2, 0, 8]);
  t.deepEqual(siblings(0), [2, 4, 8]);
  t.deepEqual(siblings(8), [4, 2, 0]);
  t.deepEqual(siblings(1), [5]);
  t.deepEqual(siblings(7), []);
  t.deepEqual(siblings(3), []);
  // They may be read meanwhile.
  const read = [];
  for (const n of corpus.siblings(corpus.passage(4))) read.push(corpus.passage(n).text);
  t.deepEqual(read, ['Text 2.', 'Text 0.', 'Text 8.']);
  t.deepEqual([...corpus.siblings({ title: 'A', number: undefined })], []);
  const others = await openTestCorpus(t, questions('hotpotqa'));
  t.deepEqual([...others.siblings(others.passage(4))], []);
});
