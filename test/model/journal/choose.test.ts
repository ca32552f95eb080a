import test from 'ava';
import type { ChatAnswer } from '../../../lib/model/client/chat-types.js';
import { choose, type Entry, type Wanted } from '../../../lib/model/journal/choose.js';

const answer = (text: string, finish_reason: string | null = 'stop'): ChatAnswer => ({
  text,
  finish_reason,
  usage: null,
});

const entry = (limit: number, answers: ChatAnswer[], more: Partial<Entry> = {}): Entry => ({
  limit,
  generation: 0,
  rollouts: answers.map((_, at) => at),
  answers,
  isNew: false,
  ...more,
});

const used = (entries: Entry[], wanted: Partial<Wanted> = {}): Record<number, string> =>
  Object.fromEntries(
    [...choose(entries, { rollouts: 8, limit: 100, askAgain: [], ...wanted })]
      .filter(([, { isStale }]) => !isStale)
      .map(([rollout, { answer }]) => [rollout, answer.text]),
  );

test('the same limit is used as it is, cut or not', t => {
  t.deepEqual(used([entry(100, [answer('a'), answer('b', 'length')])]), { 0: 'a', 1: 'b' });
});

test('of a smaller limit what ended by itself is used, of a larger one nothing', t => {
  const recorded = [answer('a'), answer('b', 'length'), answer('c', null)];
  t.deepEqual(used([entry(50, recorded)]), { 0: 'a', 2: 'c' });
  t.deepEqual(used([entry(101, recorded)]), {});
  t.deepEqual(used([entry(Number.POSITIVE_INFINITY, recorded)]), {});
  t.deepEqual(used([entry(50, recorded)], { limit: Number.POSITIVE_INFINITY }), { 0: 'a', 2: 'c' });
});

test('the same limit comes first, then the largest below it, then what was recorded first', t => {
  const same = entry(100, [answer('same')]);
  const below = entry(60, [answer('below')]);
  const far = entry(10, [answer('far')]);
  for (const entries of [
    [same, below, far],
    [far, below, same],
    [below, same, far],
  ]) {
    t.deepEqual(used(entries), { 0: 'same' });
  }
  t.deepEqual(used([far, below]), { 0: 'below' });
  t.deepEqual(used([same, entry(100, [answer('later'), answer('other')])]), {
    0: 'same',
    1: 'other',
  });
});

test('what is to be asked again is missing, but for what this run has asked', t => {
  const kinds = [answer(' \n'), answer('b', 'length'), answer('c')];
  t.deepEqual(used([entry(100, kinds)], { askAgain: ['empty'] }), { 1: 'b', 2: 'c' });
  t.deepEqual(used([entry(100, kinds)], { askAgain: ['cut'] }), { 0: ' \n', 2: 'c' });
  t.deepEqual(used([entry(100, kinds)], { askAgain: ['cut', 'empty'] }), { 2: 'c' });
  t.deepEqual(used([entry(100, kinds, { isNew: true })], { askAgain: ['cut', 'empty'] }), {
    0: ' \n',
    1: 'b',
    2: 'c',
  });
  const thought = { ...answer(''), reasoning_content: 'So ...' };
  t.deepEqual(used([entry(100, [thought])], { askAgain: ['empty'] }), { 0: '' });
});

test('answers that were asked for again take the place of the former ones', t => {
  const old = entry(100, [answer(''), answer('kept')]);
  const again = entry(100, [answer('new')], { generation: 1 });
  t.deepEqual(used([old, again]), { 0: 'new', 1: 'kept' });
  t.deepEqual(used([again, old]), { 0: 'new', 1: 'kept' });
});
