import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { filterRules } from '../../lib/filter/filter-rules.js';
import { FILTER_RULES, type FilterValues } from '../../lib/filter/rules/registry.js';
import { namesOf } from '../../lib/values/registry.js';
import { tempDir } from '../support/temp-dir.js';

/** For each kind of rule: values that ask for it and nothing else. */
const ASKING: Record<keyof typeof FILTER_RULES, FilterValues> = {
  answerable: { answerable: true },
  type: { type: ['bridge'] },
  level: { level: ['hard'] },
  'question-hops': { questionHops: [2] },
  'answer-length': { minAnswerLength: 2 },
  judgeable: { dropUnjudgeable: true },
  'pass-count': { maxCorrect: 6 },
  ids: { filterIdsPath: 'ids' },
};

for (const kind of namesOf(FILTER_RULES)) {
  test(`values that ask for ${kind} make a rule of that name, and no other`, async t => {
    const filterIdsPath = join(await tempDir(t), 'ids');
    await writeFile(filterIdsPath, 'a\n');
    const asked = ASKING[kind];
    const values = asked.filterIdsPath === undefined ? asked : { filterIdsPath };
    const rules = await filterRules(values);
    t.deepEqual(
      rules.map(({ name }) => name),
      [kind],
    );
    for (const rule of rules) await rule.close?.();
  });
}

test('all that is asked is made, in the order of the registry', async t => {
  const { filterIdsPath: _, ...values } = Object.assign({}, ...Object.values(ASKING));
  const rules = await filterRules(values);
  t.deepEqual(
    rules.map(({ name }) => name),
    namesOf(FILTER_RULES).slice(0, -1),
  );
});

test('nothing asked is no rule', async t => {
  t.deepEqual(await filterRules({}), []);
  t.deepEqual(await filterRules({ answerable: false, rule: 'loongrl', metric: 'f1' }), []);
});

test("answers are judged by the trainer's reward unless another rule is named", async t => {
  const [trainer] = await filterRules({ dropUnjudgeable: true });
  const [other] = await filterRules({ dropUnjudgeable: true, rule: 'answer-is' });
  t.deepEqual(
    [trainer!.keeps({ answers: ['no'] }), other!.keeps({ answers: ['no'] })],
    [false, true],
  );
});

const IMPOSSIBLE: [values: FilterValues, message: string][] = [
  [{ minCorrect: 5, maxCorrect: 3 }, '--min-correct 5 --max-correct 3: nothing can be both'],
  [
    { minAnswerLength: 2, maxAnswerLength: 1 },
    '--min-answer-length 2 --max-answer-length 1: nothing can be both',
  ],
];

for (const [values, message] of IMPOSSIBLE) {
  test(`bounds that nothing can meet are a wrong usage: ${message}`, async t => {
    // The file of ids is not read for nothing.
    await t.throwsAsync(filterRules({ ...values, filterIdsPath: 'no such file' }), {
      code: 'USAGE',
      message,
    });
  });
}

test('a metric that the rule does not have is a wrong usage', async t => {
  await t.throwsAsync(filterRules({ dropUnjudgeable: true, rule: 'answer-is', metric: 'reward' }), {
    code: 'USAGE',
    message: /goes with the rule loongrl, not with answer-is; use em, sub_em, cem or f1/,
  });
});
