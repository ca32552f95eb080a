import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import test from 'ava';
import { filter } from '../../lib/filter/filter.js';
import type { FilterRule } from '../../lib/filter/rule.js';
import { level } from '../../lib/filter/rules/level.js';
import { passCount } from '../../lib/filter/rules/pass-count.js';
import type { Reject } from '../../lib/records/reject.js';

const RULES = [level(['hard']), passCount({ min: 1 })];

function closing(): { rule: FilterRule; closed: () => number } {
  let closed = 0;
  const close = async (): Promise<void> => {
    closed++;
  };
  return { rule: { name: 'closing', keeps: () => true, close }, closed: () => closed };
}

test('records pass that all rules keep; the first rule against one is told', async t => {
  const dropped: [unknown, string][] = [];
  const rejects: Reject[] = [];
  const stage = filter(RULES, {
    onDropped: ({ id }, { name }) => dropped.push([id, name]),
    onReject: reject => rejects.push(reject),
  });
  const records = [
    { id: 'a', level: 'hard', pass_count: 1 },
    { id: 'b', level: 'easy' },
    { id: 'c', level: 'hard', pass_count: 0 },
    { id: 'd', level: 'hard' },
    { id: 'e', level: 'hard', pass_count: 2 },
  ];
  const kept = await Readable.from(records).pipe(stage).toArray();
  t.deepEqual(kept, [records[0], records[4]]);
  t.deepEqual(dropped, [
    ['b', 'level'],
    ['c', 'pass-count'],
  ]);
  t.like(rejects, [{ id: 'd', code: 'RECORD_INVALID' }]);
});

test('at its end it closes the rules, once', async t => {
  const { rule, closed } = closing();
  await Readable.from([{}])
    .pipe(filter([rule]))
    .toArray();
  t.is(closed(), 1);
});

test('destroyed early, it closes the rules too', async t => {
  const { rule, closed } = closing();
  const stage = filter([rule]);
  stage.write({});
  stage.destroy();
  await t.throwsAsync(finished(stage), { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  t.is(closed(), 1);
});

test('an error of a rule ends the stage', async t => {
  const broken: FilterRule = {
    name: 'broken',
    keeps: () => {
      throw new Error('boom');
    },
  };
  const stage = filter([broken]);
  stage.write({});
  await t.throwsAsync(finished(stage), { message: 'boom' });
});
