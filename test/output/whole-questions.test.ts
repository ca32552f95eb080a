import { Readable } from 'node:stream';
import test from 'ava';
import { wholeQuestions } from '../../lib/output/whole-questions.js';
import type { Question } from '../../lib/records/question.js';
import { flow } from '../../lib/stream/flow.js';
import { madeQuestion } from '../support/questions.js';
import { all } from '../support/streams.js';

const wholeOf = async (question: Question) =>
  (await all<Question>(flow(Readable.from([question]), wholeQuestions())))[0]!;

test('a question gets what it lacks of its kind, in order, and keeps what it has', async t => {
  const question = madeQuestion(1, { mine: 7 });
  const bare = question.passages.map(({ sentences: _, ...passage }) => passage);
  const whole = await wholeOf({ ...question, passages: bare });
  t.like(whole, { type: '', level: '', question_hops: 0, mine: 7, answers: question.answers });
  t.deepEqual(
    whole.passages,
    bare.map(passage => ({ ...passage, sentences: [] })),
  );
  const full = { ...question, type: 'bridge', level: 'hard', question_hops: 3 };
  t.deepEqual(await wholeOf(full), full);
  t.deepEqual(Object.keys(await wholeOf(full)), Object.keys(whole));
});
