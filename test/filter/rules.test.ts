import test from 'ava';
import fc from 'fast-check';
import { RecordError } from '../../lib/errors.js';
import type { FilterRule } from '../../lib/filter/rule.js';
import { answerLength } from '../../lib/filter/rules/answer-length.js';
import { answerable } from '../../lib/filter/rules/answerable.js';
import { judgeable } from '../../lib/filter/rules/judgeable.js';
import { level } from '../../lib/filter/rules/level.js';
import { passCount } from '../../lib/filter/rules/pass-count.js';
import { questionHops } from '../../lib/filter/rules/question-hops.js';
import { type } from '../../lib/filter/rules/type.js';

const trainer = judgeable({ rule: 'loongrl' });

const CASES: [rule: FilterRule, record: Record<string, unknown>, keeps: boolean][] = [
  [passCount({ min: 1, max: 6 }), { pass_count: 0 }, false],
  [passCount({ min: 1, max: 6 }), { pass_count: 1 }, true],
  [passCount({ min: 1, max: 6 }), { pass_count: 6 }, true],
  [passCount({ min: 1, max: 6 }), { pass_count: 7 }, false],
  [passCount({ max: 7 }), { pass_count: 0 }, true],
  [passCount({ min: 1 }), { pass_count: 100 }, true],
  [level(['hard', 'medium']), { level: 'hard' }, true],
  [level(['hard', 'medium']), { level: 'easy' }, false],
  [level(['hard']), {}, false],
  [type(['bridge']), { type: 'bridge' }, true],
  [type(['bridge']), { type: 'comparison' }, false],
  [questionHops([3, 4]), { question_hops: 3 }, true],
  [questionHops([3, 4]), { question_hops: 2 }, false],
  [questionHops([3, 4]), {}, false],
  [answerable(), { answerable: true }, true],
  [answerable(), { answerable: false }, false],
  [answerable(), {}, true],
  [answerLength({ max: 4 }), { answers: ['Rome'] }, true],
  [answerLength({ max: 3 }), { answers: [' Rome '] }, false],
  [answerLength({ max: 3 }), { answers: ['Rome', 'Rom'] }, true],
  [answerLength({ min: 2 }), { answers: ['🎸'] }, false],
  [answerLength({ min: 1 }), { answers: [] }, false],
  [trainer, { answers: ['Rome'] }, true],
  [trainer, { answers: ['no'] }, false],
  [trainer, { outputs: ['?'] }, false],
];

for (const [rule, record, keeps] of CASES) {
  test(`${rule.name} ${keeps ? 'keeps' : 'drops'} ${JSON.stringify(record)}`, t => {
    t.is(rule.keeps(record), keeps);
  });
}

test('a record without pass count is bad, not unsolved', t => {
  const error = t.throws(() => passCount({ max: 6 }).keeps({ id: 'q' }), {
    instanceOf: RecordError,
    message: /pass_count is missing/,
  });
  t.is(error?.code, 'RECORD_INVALID');
});

test('a record without answers cannot be asked about them', t => {
  for (const rule of [answerLength({ min: 1 }), trainer]) {
    t.throws(() => rule.keeps({}), { instanceOf: RecordError, message: /answers is missing/ });
  }
});

test('bounds that meet split the records in two', t => {
  fc.assert(
    fc.property(fc.nat(8), fc.nat(8), (count, bound) => {
      const record = { pass_count: count };
      const below = passCount({ max: bound }).keeps(record);
      t.is(passCount({ min: bound + 1 }).keeps(record), !below);
    }),
  );
});
