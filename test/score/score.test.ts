import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import test from 'ava';
import { RecordError } from '../../lib/errors.js';
import { ADDED_COLUMNS } from '../../lib/records/columns.js';
import type { Reject } from '../../lib/records/reject.js';
import { scoreRecord } from '../../lib/score/record.js';
import type { ScoringRuleName } from '../../lib/score/rules/registry.js';
import { score } from '../../lib/score/score.js';

const RECORD = {
  id: 'q',
  answers: ['Rome'],
  predictions: ['\\boxed{Rome}', '\\boxed{Oslo}'],
  x: 1,
};

test('a record keeps its fields and gets scores, parallel to its predictions, and a count', t => {
  const scored = scoreRecord(RECORD, { rule: 'boxed-or-answer-is' });
  t.like(scored, RECORD);
  t.deepEqual(
    scored.scores.map(({ extracted }) => extracted),
    ['rome', 'oslo'],
  );
  t.is(scored.pass_count, 1);
  t.deepEqual(Object.keys(RECORD), ['id', 'answers', 'predictions', 'x']);
});

test("the reference's fields are read too, and old scores replaced", t => {
  const scored = scoreRecord(
    {
      outputs: ['Rome'],
      pred_list: [{ pred: 'The answer is Rome' }, 'the answer is Oslo'],
      pass_count: 7,
    },
    { rule: 'answer-is' },
  );
  t.is(scored.pass_count, 1);
});

const of = (record: object, field?: string): number =>
  scoreRecord({ outputs: ['Rome'], ...record }, { rule: 'answer-is' }, field).pass_count;

test('qwq_pred_list is read where pred_list is missing, a field that is named in any case', t => {
  const right = 'The answer is Rome';
  t.is(of({ qwq_pred_list: [{ pred: right }, right, 'no'] }), 2);
  t.is(of({ qwq_pred_list: [right, right], pred_list: [right] }), 1);
  t.is(of({ qwq_pred_list: [right, right], pred_list: [right] }, 'qwq_pred_list'), 2);
  t.is(of({ mine: [right], predictions: [], pred_list: [] }, 'mine'), 1);
  t.is(of({ rollouts: [{ text: right }], pred_list: [] }, 'rollouts'), 1);
  const error = t.throws(() => of({ predictions: [right] }, 'mine'), { instanceOf: RecordError });
  t.regex(error!.message, /^mine is missing/);
});

test('null is a field that is missing, and a text alone is a list of one', t => {
  const right = 'The answer is Rome';
  const of = (fields: object) =>
    scoreRecord({ answers: ['Rome'], ...fields }, { rule: 'answer-is' }).scores.length;
  t.is(of({ pred_list: null, qwq_pred_list: [right] }), 1);
  t.is(of({ predictions: null, pred_list: [{ pred: right }, right] }), 2);
  t.is(of({ predictions: null, pred_list: null, rollouts: [{ text: right }] }), 1);
  t.is(of({ pred_list: right }), 1);
  t.is(of({ pred_list: { pred: right } }), 1);
  t.is(of({ qwq_pred_list: right }), 1);
  t.is(of({ answers: null, outputs: ['Rome'], pred_list: right }), 1);
  t.throws(() => of({ pred_list: null, predictions: null }), {
    message: 'predictions is missing; expected an array of texts (or pred_list [{pred}])',
  });
});

test('a score has every field, whatever the rule, and a text where nothing is found', t => {
  for (const rule of ['answer-is', 'boxed-or-answer-is', 'think-boxed', 'loongrl'] as const) {
    const { scores } = scoreRecord({ answers: ['Rome'], predictions: ['', 'no'] }, { rule });
    for (const score of scores) {
      t.deepEqual(Object.keys(score), Object.keys(ADDED_COLUMNS.score.scores[0]));
      t.is(typeof score.extracted, 'string');
      t.is(score.recall, 0);
    }
  }
});

test('no predictions at all are no scores, and no right ones', t => {
  const scored = scoreRecord({ answers: [], predictions: [] }, { rule: 'loongrl' });
  t.deepEqual([scored.scores, scored.pass_count], [[], 0]);
});

test('reasoning that a server has split off is read by the rule that looks behind it, and by no other', t => {
  const rightOf = (rule: ScoringRuleName, ...rollouts: object[]): number =>
    scoreRecord({ answers: ['Rome'], rollouts }, { rule }).pass_count;
  const boxed = { text: '\\boxed{Rome}' };
  t.is(rightOf('think-boxed', { ...boxed, reasoning_content: 'hm' }), 1);
  t.is(rightOf('think-boxed', { text: 'hm', reasoning_content: '\\boxed{Rome}' }), 0);
  // Neither in the text nor split off: the model has not come to the end of its thought.
  for (const nothing of [{}, { reasoning_content: '' }, { reasoning_content: null }]) {
    t.is(rightOf('think-boxed', { ...boxed, ...nothing }), 0);
  }
  t.is(rightOf('answer-is', { text: 'hm', reasoning_content: 'the answer is Rome' }), 0);
});

const BAD: [what: string, record: Record<string, unknown>, message: RegExp][] = [
  ['no answers', { predictions: [] }, /answers is missing/],
  ['no predictions', { answers: ['x'] }, /predictions is missing/],
  ['a prediction that is no text', { answers: ['x'], predictions: [1] }, /predictions\[0\]/],
  [
    'a pred that is no text',
    { outputs: ['x'], pred_list: [{}] },
    /^pred_list\[0\]\.pred is missing; expected a string/,
  ],
  ['one pred that is no text', { outputs: ['x'], pred_list: { pred: 1 } }, /texts or of \{pred\}/],
  ['outputs that are no texts', { outputs: 1, pred_list: [] }, /^outputs /],
  ['rollouts that are no list', { answers: ['x'], rollouts: 1 }, /expected an array of \{text\}/],
  [
    'a rollout without a text',
    { answers: ['x'], rollouts: [{ text: 'x' }, null] },
    /^rollouts\[1\]\.text is missing; expected a string/,
  ],
];

for (const [what, record, message] of BAD) {
  test(`${what}: the record is invalid`, t => {
    const error = t.throws(() => scoreRecord(record, { rule: 'loongrl' }), {
      instanceOf: RecordError,
      message,
    });
    t.is(error?.code, 'RECORD_INVALID');
  });
}

test('the stage hands bad records to onReject and goes on', async t => {
  const rejects: Reject[] = [];
  const stage = score({ rule: 'loongrl', onReject: reject => rejects.push(reject) });
  const scored = await Readable.from([RECORD, { id: 'bad' }, RECORD])
    .pipe(stage)
    .toArray();
  t.is(scored.length, 2);
  t.like(rejects, [{ code: 'RECORD_INVALID', id: 'bad' }]);
});

test('without onReject bad records are passed over', async t => {
  const stage = score({ rule: 'loongrl' });
  t.is(
    (
      await Readable.from([{ id: 'bad' }, RECORD])
        .pipe(stage)
        .toArray()
    ).length,
    1,
  );
});

test('what onReject throws ends the stage', async t => {
  const stage = score({
    rule: 'loongrl',
    onReject: () => {
      throw new Error('boom');
    },
  });
  stage.write({});
  await t.throwsAsync(finished(stage), { message: 'boom' });
  t.true(stage.destroyed);
});

test('the stage waits for its reader', async t => {
  const stage = score({ rule: 'loongrl' });
  let written = 0;
  while (stage.write(RECORD)) written++;
  await new Promise(resolve => setImmediate(resolve));
  t.true(written <= 32, `${written} records taken with nobody reading`);
  stage.destroy();
});

test('a metric that the rule does not have is told before anything is read', t => {
  t.throws(() => score({ rule: 'answer-is', metric: 'reward' }), { code: 'USAGE' });
});
