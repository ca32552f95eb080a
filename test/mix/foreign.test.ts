import test from 'ava';
import { RecordError } from '../../lib/errors.js';
import { readExample } from '../../lib/export/read-example.js';
import { foreignRow } from '../../lib/mix/foreign/foreign-row.js';
import { pick } from '../../lib/mix/foreign/pick.js';

test('a field is its very name, or a way through others', t => {
  const record = { 'a.b': 1, a: { b: 2, c: [{ d: 3 }] }, none: null };
  t.is(pick(record, 'a.b'), 1);
  t.is(pick(record, 'a.c.0.d'), 3);
  t.is(pick(record, 'none'), null);
  for (const name of ['x', 'a.x', 'a.c.1.d', 'none.x', 'a.b.c', 'constructor', 'a.c.length.x']) {
    t.is(pick(record, name), undefined, name);
  }
});

const MATH = { problem: 'What is 2 + 2?', solution: { final: 4 }, uid: 7, rate: 0.5 };
const mapping = {
  fields: { question: 'problem', answers: 'solution.final', id: 'uid', 'pass-rate': 'rate' },
  dataSource: 'math',
  ability: 'math_free',
};

test('a record of others is a row that export reads', t => {
  const row = foreignRow(MATH, { ...mapping, system: 'Think.', template: '{question} Box it.' });
  t.deepEqual(row, {
    data_source: 'math',
    prompt: [
      { role: 'system', content: 'Think.' },
      { role: 'user', content: 'What is 2 + 2? Box it.' },
    ],
    ability: 'math_free',
    reward_model: { style: 'rule', ground_truth: ['4'] },
    extra_info: { id: '7', question: 'What is 2 + 2?', pass_rate: 0.5 },
  });
  const example = readExample(row, { rule: 'loongrl' });
  t.deepEqual([example.id, example.answers, example.passRate], ['7', ['4'], 0.5]);
});

test('choices have letters; what a value holds is no placeholder', t => {
  const choices = { question: 'q', answers: 'a', choices: 'o' };
  const of = (record: object, template?: string) =>
    (
      foreignRow(record as never, { ...mapping, fields: choices, template }).prompt as [
        { content: string },
      ]
    )[0].content;
  t.is(of({ q: 'Which?', a: 'B', o: ['one', 2] }), 'Which?\n\nA. one\nB. 2');
  t.is(of({ q: 'Which?', a: 'B', o: { x: 'one', y: 'two' } }), 'Which?\n\nx. one\ny. two');
  t.is(of({ q: '{choices}', a: 'B', o: ['$&'] }, '{choices} - {question}'), 'A. $& - {choices}');
});

test('what is missing is named', t => {
  const wrong: [object, RegExp][] = [
    [{ ...MATH, problem: ' ' }, /problem is .*expected text/],
    [{ ...MATH, problem: undefined }, /problem is missing/],
    [{ ...MATH, solution: 4 }, /solution\.final is missing/],
    [{ ...MATH, solution: { final: [] } }, /solution\.final is an array; expected an answer/],
    [{ ...MATH, solution: { final: ['', 'a'] } }, /solution\.final is an empty string/],
    [{ ...MATH, solution: { final: [{}] } }, /solution\.final is an object/],
    [{ ...MATH, uid: {} }, /uid is an object/],
  ];
  for (const [record, message] of wrong) {
    t.throws(() => foreignRow(record as never, mapping), { instanceOf: RecordError, message });
  }
});
