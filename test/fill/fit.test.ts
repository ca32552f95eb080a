import test from 'ava';
import { cutToFit, type Draft, fitted } from '../../lib/fill/fit.js';

interface Asked extends Draft {
  readonly room: number;
}

const filler = { supporting: false };
const support = { supporting: true };

const draft = (
  room: number,
  { unused, left }: { unused: number; left: number },
  chosen: Draft['chosen'] = [support, filler],
): Asked => ({ chosen, tokens: 1000 - unused, left, unused, room });

/** Fits with drafts that are written down; tells the rooms that were asked for, and which was taken. */
function rooms(
  budget: number,
  drafts: readonly { unused: number; left: number }[],
  chosen?: Draft['chosen'],
): { asked: number[]; taken: number } {
  const asked: number[] = [];
  const best = fitted(500, budget, room => {
    asked.push(room);
    return draft(room, drafts[asked.length - 1]!, chosen);
  });
  return { asked, taken: asked.indexOf(best.room) };
}

test('a draft that leaves what its sum leaves is taken at once', t => {
  t.deepEqual(rooms(1000, [{ unused: 7, left: 7 }]), { asked: [500], taken: 0 });
});

test('a sum may exceed the exact count by two tokens, or by a 256th of the budget', t => {
  t.is(rooms(256, [{ unused: 9, left: 7 }]).asked.length, 1);
  t.is(rooms(512, [{ unused: 9, left: 7 }]).asked.length, 1);
  t.is(rooms(1024, [{ unused: 11, left: 7 }]).asked.length, 1);
  const next = { unused: 0, left: 0 };
  t.deepEqual(rooms(512, [{ unused: 10, left: 7 }, next]), { asked: [500, 503], taken: 1 });
  t.deepEqual(rooms(1024, [{ unused: 12, left: 7 }, next]), { asked: [500, 505], taken: 1 });
});

test('a sum below the exact count is no reason for another choice, as long as the prompt fits', t => {
  t.is(rooms(1000, [{ unused: 0, left: 90 }]).asked.length, 1);
});

test('a prompt that exceeds the budget by one token is chosen again, with less room', t => {
  const drafts = [
    { unused: -1, left: 4 },
    { unused: 3, left: 8 },
  ];
  t.deepEqual(rooms(1000, drafts), { asked: [500, 495], taken: 1 });
});

test('with supporting passages alone there is nothing else to choose', t => {
  t.is(rooms(1000, [{ unused: -1, left: -1 }], [support, support]).asked.length, 1);
  t.is(rooms(1000, [{ unused: -1, left: -1 }], []).asked.length, 1);
});

test('but with a filler there is, where it exceeds the budget by one token', t => {
  const drafts = [
    { unused: -1, left: -1 },
    { unused: 0, left: 0 },
  ];
  t.is(rooms(1000, drafts, [support, filler]).asked.length, 2);
});

test('of drafts that fit the fullest is taken, wherever it comes', t => {
  const loose = (unused: number) => ({ unused, left: 0 });
  t.is(rooms(100, [loose(50), loose(20), loose(30), loose(40), loose(60)]).taken, 1);
  t.is(rooms(100, [loose(50), loose(20), loose(30), loose(40), loose(10)]).taken, 4);
  t.is(rooms(100, [loose(10), loose(20), loose(30), loose(40), loose(60)]).taken, 0);
});

test('a draft that fits is better than one that does not, and one that exceeds by less is', t => {
  const of = (...unused: number[]) => unused.map(each => ({ unused: each, left: 0 }));
  t.is(rooms(100, of(-5, 50, -1, -2, -3)).taken, 1);
  t.is(rooms(100, of(50, -5, -1, -2, -3)).taken, 0);
  t.is(rooms(100, of(-5, -4, -9, -3, -8)).taken, 3);
  t.is(rooms(100, of(-5, -4, -9, -8, 0)).taken, 4, 'nothing unused fits');
  t.is(rooms(100, of(50, -1, 0)).taken, 2);
});

test('it is chosen five times at most, each time by what the last one was off', t => {
  const of = (...unused: number[]) => unused.map(each => ({ unused: each, left: 10 }));
  t.deepEqual(rooms(100, of(20, 30, 40, 50, 60, 70)), {
    asked: [500, 510, 530, 560, 600],
    taken: 0,
  });
});

test('the same again is the end: there are no other passages', t => {
  const same = { unused: 40, left: 10 };
  t.deepEqual(rooms(100, [same, same, { unused: 0, left: 0 }]), { asked: [500, 530], taken: 0 });
});

/** Without its last passage a draft takes five tokens less. */
const without = (last: Asked): Asked =>
  draft(last.room, { ...last, unused: last.unused + 5 }, last.chosen.slice(0, -1));

test('passages are given up, the last chosen first, until the prompt fits', t => {
  const chosen = [support, filler, filler, filler];
  const over = (unused: number) =>
    cutToFit(draft(0, { unused, left: 0 }, chosen), 1000, without).chosen.length;
  t.is(over(0), 4);
  t.is(over(-1), 3);
  t.is(over(-5), 3);
  t.is(over(-6), 2);
});

test('a supporting passage is not given up: the record has no sample', t => {
  const say = (budget: number, chosen: Draft['chosen']) =>
    t.throws(() => cutToFit(draft(0, { unused: -11, left: 0 }, chosen), budget, without));
  t.like(say(1000, [support, support, filler]), {
    code: 'BUDGET_TOO_SMALL',
    message: 'the prompt with 2 supporting passages takes 1006 tokens, 1000 are left for it',
  });
  t.like(say(-3, [support]), {
    code: 'BUDGET_TOO_SMALL',
    message: 'the prompt with 1 supporting passages takes 1011 tokens, 0 are left for it',
  });
  t.like(say(0, []), { code: 'BUDGET_TOO_SMALL' });
});
