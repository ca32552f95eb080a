import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { inOrder } from '../../lib/datasets/sentences.js';
import type { Question } from '../../lib/records/question.js';
import {
  hotpotRecord,
  hubRecord,
  musiqueRecord,
  ownRecord,
  parseText,
  squadArticle,
  wikiRecord,
} from './fixtures.js';

const squadRow = () => ({
  id: 's',
  title: 'Normans',
  context: 'In France.',
  question: 'Where?',
  answers: { text: ['France'], answer_start: [3] },
});
const MAKERS = [
  hotpotRecord,
  hubRecord,
  wikiRecord,
  musiqueRecord,
  ownRecord,
  squadArticle,
  squadRow,
];

/** The ways to every value inside a value. */
function pathsOf(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [[], ...entries.flatMap(([key, each]) => pathsOf(each).map(path => [key, ...path]))];
}

function changed(value: unknown, [key, ...rest]: (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((each, i) => (i === key ? changed(each, rest, by) : each));
  return {
    ...(value as object),
    [key]: changed((value as Record<string, unknown>)[key], rest, by),
  };
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', ' ', [], {}, [[]], [{}], [null], 0, 1, -1.5, true),
  fc.constantFrom<unknown>('[]', '{}', '[[', '[null]', '["a"]', '[["T", ["a"]]]', '{"title": []}'),
  fc.constantFrom<unknown>({ title: ['T'], sentences: [['a']] }, { text: [] }, { text: null }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Two changes in a record of some dataset. */
const mutated = fc
  .constantFrom(...MAKERS)
  .chain(make => {
    const record: unknown = make();
    const change = fc.tuple(fc.constantFrom(...pathsOf(record).slice(1)), odd);
    return fc.tuple(fc.constant(record), change, change);
  })
  .map(([record, [path, value], [otherPath, other]]) => {
    const once = changed(record, path, value);
    const isThere = pathsOf(once).some(each => JSON.stringify(each) === JSON.stringify(otherPath));
    return isThere ? changed(once, otherPath, other) : once;
  });

function isWhole(t: ExecutionContext, question: Question): void {
  const { id, dataset, question: text, answers, passages, answerable } = question;
  for (const each of [id, dataset, text, ...answers]) {
    t.is(typeof each, 'string');
    t.not(each.trim(), '');
  }
  t.true(passages.length > 0);
  t.is(new Set(passages.map(each => `${each.title}\n${each.text}`)).size, passages.length);
  for (const passage of passages) {
    t.deepEqual([typeof passage.title, typeof passage.text], ['string', 'string']);
    t.is(typeof passage.supporting, 'boolean');
    t.true(inOrder(passage.sentences ?? [], passage.text));
    t.false(passage.sentences?.includes('') ?? false);
  }
  if (!answerable) return;
  t.true(answers.length > 0);
  const support = passages.filter(({ supporting }) => supporting);
  t.true(support.length > 0 && support.every(passage => passage.text.trim() !== ''));
}

test('of any change to a record comes a whole question, a reject or one line', async t => {
  const format = fc.constantFrom('auto', 'hotpotqa', '2wikimqa', 'musique', 'squad', 'questions');
  await fc.assert(
    fc.asyncProperty(mutated, format, fc.boolean(), async (record, format, unescapeEntities) => {
      const good = JSON.stringify(ownRecord('good'));
      const text = `${good}\n${JSON.stringify(record)}\n${good}\n`;
      const read = { format, unescapeEntities, dataset: 'd' } as const;
      const { questions, rejects, error } = await parseText(text, read);
      if (error) t.is(error.code, 'INPUT_FORMAT', error.stack);
      for (const question of questions) isWhole(t, question);
      for (const { code, message } of rejects) {
        t.regex(code, /^(RECORD_INVALID|NO_|SUPPORT_)/);
        t.notRegex(message, /\n/);
      }
      if (!error && format === 'auto') t.true(questions.length + rejects.length >= 2);
    }),
    { numRuns: 1500 },
  );
});
