import test from 'ava';
import { choosePassages } from '../../lib/fill/choose.js';
import type { ChooseParts } from '../../lib/fill/choose-parts.js';
import { storedAs } from '../support/passages.js';

/*
 * How far passages are drawn, and which are looked at: what bounds the work of one sample. The corpus is
 * drawn in the order of its numbers; every passage takes one token beside its own.
 */

interface Drawn {
  /** Positions that were drawn, in order. */
  readonly drawn: number[];
  /** Passages that were read, in order. */
  readonly read: number[];
  readonly taken: number[];
  readonly left: number;
}

function draw(
  lengths: readonly number[],
  room: number,
  changes: Partial<ChooseParts> & { refused?: (number: number) => boolean } = {},
): Drawn {
  const drawn: number[] = [];
  const read: number[] = [];
  const { refused = () => false, ...rest } = changes;
  const { passages, left } = choosePassages({
    dataset: 'made',
    own: [],
    pool: {
      tokens: number => lengths[number]!,
      passage: number => {
        read.push(number);
        const text = `text ${number}`;
        return storedAs({ title: `title ${number}`, text, tokens: lengths[number]! }, number);
      },
      siblings: () => [],
      draws: {
        size: lengths.length,
        at: position => {
          drawn.push(position);
          return position;
        },
        positionOf: number => number,
      },
    },
    room,
    overhead: () => 1,
    leaks: ({ number }) => refused(number!),
    misleads: () => false,
    ...rest,
  });
  return { drawn, read, taken: passages.map(({ number }) => number!), left };
}

const all = (count: number, tokens: number): number[] => Array<number>(count).fill(tokens);
const upTo = (count: number): number[] => [...Array(count).keys()];

test('after four draws in a row that do not fit the room counts as nearly full', t => {
  // Of 1,000 tokens three are left, which is less than a 256th: nothing more is drawn.
  const { drawn, taken, left } = draw([996, ...all(50, 3)], 1000);
  t.deepEqual(drawn, upTo(5));
  t.deepEqual(taken, [0]);
  t.is(left, 3);
});

test('a draw that fits, or may not stand there, begins the count of misses anew', t => {
  // 994 and then 1 token: 3 are left; long ones before and between.
  const long = all(3, 2000);
  t.deepEqual(draw([...long, 994, ...long, 1, ...all(50, 9)], 1000).taken, [3, 7]);
  t.is(draw([...long, 994, ...long, 1, ...all(50, 9)], 1000).drawn.length, 3 + 1 + 3 + 1 + 4);
  const refused = (number: number): boolean => number === 7;
  const { drawn } = draw([...long, 996, ...long, 1, ...all(50, 9)], 1000, { refused });
  t.is(drawn.length, 3 + 1 + 3 + 1 + 4);
});

test('a passage fits that leaves nothing, and one token more does not', t => {
  t.deepEqual(draw([999], 1000).taken, [0]);
  t.deepEqual(draw([1000], 1000).taken, []);
});

test('after 4,096 draws in a row that may not stand there no more are drawn one by one', t => {
  // 64 batches of 64 follow, since the room is badly used.
  const { drawn, taken } = draw(all(9000, 10), 1000, { refused: () => true });
  t.deepEqual(taken, []);
  t.is(drawn.length, 4096 + 64 * 64);
});

test('a filler that is taken begins the count of vain draws anew', t => {
  const lengths = all(9000, 10);
  lengths[4095] = 980;
  // 1000 - 981 = 19 are left, which is less than 2 % and more than a 256th: six batches follow.
  const { drawn, taken } = draw(lengths, 1000, { refused: number => number !== 4095 });
  t.deepEqual(taken, [4095]);
  t.is(drawn.length, 4096 + 4096 + 6 * 64);
});

test('a rest of a 256th to 2 % is worth six batches of 64 draws, a larger one 64 batches', t => {
  const rest = (tokens: number): number =>
    draw([2560 - 1 - tokens, ...all(9000, 3000)], 2560).drawn.length - 5;
  t.is(rest(10), 0);
  t.is(rest(11), 6 * 64);
  t.is(rest(51), 6 * 64);
  t.is(rest(52), 64 * 64);
});

test('a batch ends with the corpus', t => {
  t.deepEqual(draw([900, ...all(70, 2000)], 1000).drawn, upTo(71));
  t.deepEqual(draw([900, ...all(4, 2000)], 1000).drawn, upTo(5));
  t.deepEqual(draw([], 1000).drawn, []);
});

test('of a batch the longest that fit are taken, whatever the order of drawing', t => {
  // 99 are left behind the first; the batch has 30, 60, 40: 60 and then, 38 being left, 30.
  const { taken, left } = draw([900, ...all(4, 2000), 30, 60, 40], 1000);
  t.deepEqual(taken, [0, 6, 5]);
  t.is(left, 99 - 61 - 31);
});

test('fillers are exchanged until a 256th of the room is left, or no exchange fills more', t => {
  // 50 are left of 1,000. The 500 makes room for the 540: 10 left; then the 449 for the 452.
  const { taken, left } = draw([500, 449, ...all(4, 2000), 540, 452], 1002);
  t.deepEqual(taken, [6, 7]);
  t.is(left, 1002 - 541 - 453);
  // Less than a 256th: as it is.
  t.deepEqual(draw([500, 495, ...all(4, 2000), 502, 497], 1000).taken, [0, 1]);
});

test('a passage that may not stand there is not exchanged for, and the next best one is', t => {
  const lengths = [900, ...all(4, 2000), 980, 970];
  t.deepEqual(draw(lengths, 1000).taken, [5]);
  t.deepEqual(draw(lengths, 1000, { refused: number => number === 5 }).taken, [6]);
  t.deepEqual(draw(lengths, 1000, { refused: number => number >= 5 }).taken, [0]);
});

test('one passage makes room for two', t => {
  // 99 are left; 900 goes for 600 and 390, which take 992 with what stands around them.
  const { taken, left } = draw([900, ...all(4, 2000), 600, 390], 1000);
  t.deepEqual(taken, [5, 6]);
  t.is(left, 8);
  t.deepEqual(
    draw([900, ...all(4, 2000), 600, 390], 1000, { refused: number => number === 6 }).taken,
    [0],
  );
});

test('each filler says at which draw it came', t => {
  const numbers = { tokens: [10, 20, 30] };
  const { passages } = choosePassages({
    dataset: 'made',
    own: [],
    pool: {
      tokens: number => numbers.tokens[number]!,
      passage: number =>
        storedAs({ title: `${number}`, text: 'x', tokens: numbers.tokens[number]! }, number),
      siblings: () => [],
      draws: { size: 3, at: position => 2 - position, positionOf: number => 2 - number },
    },
    room: 1000,
    overhead: () => 1,
    leaks: () => false,
    misleads: () => false,
  });
  t.deepEqual(
    passages.map(({ number, drawn }) => [number, drawn]),
    [
      [2, 0],
      [1, 1],
      [0, 2],
    ],
  );
});

/** Draws for a question of SQuAD whose article has all passages of the corpus but the last ones. */
function drawSiblings(lengths: readonly number[], changes: Partial<ChooseParts> = {}) {
  const own = [storedAs({ title: 'Article', text: 'own', tokens: 9, supporting: true }, 99_999)];
  const { read, taken, left } = draw(lengths, 1010, { dataset: 'squad', own, ...changes });
  return { read, taken: taken.slice(1), left };
}

test('siblings are tried until 1,024 in a row do not fit', t => {
  const pool = (lengths: readonly number[]) => ({
    tokens: (number: number) => lengths[number]!,
    passage: (number: number) =>
      storedAs({ title: 'Article', text: `${number}`, tokens: lengths[number]! }, number),
    siblings: () => upTo(lengths.length),
    draws: { size: 0, at: () => 0, positionOf: () => 0 },
  });
  const taken = (lengths: readonly number[]) =>
    drawSiblings(lengths, { pool: pool(lengths) }).taken;
  t.deepEqual(taken([...all(1023, 5000), 7, 8]), [1023, 1024]);
  t.deepEqual(taken([...all(1024, 5000), 7, 8]), []);
  t.deepEqual(taken([...all(1000, 5000), 7, ...all(1023, 5000), 8]), [1000, 2024]);
});

test('an own passage without a title has no siblings, and with texts alone nobody has', t => {
  const asked: string[] = [];
  const pool = {
    tokens: () => 5,
    passage: (number: number) => storedAs({ title: 'A', text: 'x', tokens: 5 }, number),
    siblings: ({ title }: { title: string }) => {
      asked.push(title);
      return [];
    },
    draws: { size: 0, at: () => 0, positionOf: () => 0 },
  };
  const own = ['', ' ', 'Article'].map((title, n) =>
    storedAs({ title, text: `${n}`, tokens: 5, supporting: true }, n),
  );
  drawSiblings([], { pool, own });
  t.deepEqual(asked, ['Article']);
  drawSiblings([], { pool, own, fillersOnly: true });
  drawSiblings([], { pool, own, dataset: 'made' });
  t.deepEqual(asked, ['Article']);
});

test('what is left is cut off a text where more than a 256th is left', t => {
  const cut = (number: number, room: number) =>
    storedAs({ title: 'T', text: 'cut', tokens: room }, number + 1000);
  const rests = (tokens: number) =>
    draw([2560 - 1 - tokens, ...all(500, 3000)], 2560, { cut }).left;
  t.is(rests(10), 10);
  t.is(rests(11), 0);
});
