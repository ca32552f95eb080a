import test from 'ava';
import fc from 'fast-check';
import { insertionPoints, type Point, spreadPoints } from '../../lib/chain/points.js';
import { parsePassageFormat } from '../../lib/prompt/passage-format.js';
import { keyedRandom } from '../../lib/random.js';
import { storedAs } from '../support/passages.js';

const FORMAT = parsePassageFormat('Document {i}:\n{title}\n{text}');

const passage = (title: string, text: string, ...bounds: number[]) =>
  storedAs({ title, text, bounds, tokens: 1 });

const MILL = passage('Mill', 'It is red. It is old.', 10);
const BATH = passage('Bath', 'A spa.');

test('points stand between a title and its text, two sentences, and two passages', t => {
  const { points, characters } = insertionPoints([MILL, BATH], FORMAT);
  const context = 'Document 0:\nMill\nIt is red. It is old.\n\nDocument 1:\nBath\nA spa.';
  t.is(characters, context.length);
  t.deepEqual(
    points.map(({ where, passage: at, offset }) => [where, at, offset]),
    [
      ['title', 0, 0],
      ['text', 0, 10],
      ['after', 0, 0],
      ['title', 1, 0],
    ],
  );
  t.deepEqual(
    points.map(({ at }) => context.slice(at).split('\n')[0]),
    ['It is red. It is old.', ' It is old.', 'Document 1:', 'A spa.'],
  );
});

test('there is no point beside an empty title or text, nor behind the last passage', t => {
  const { points } = insertionPoints([passage('Mill', ''), passage('', 'A spa.')], FORMAT);
  t.deepEqual(
    points.map(({ where, passage: at }) => [where, at]),
    [['after', 0]],
  );
});

test('a format of another kind than title over text has no point between the two', t => {
  const { points } = insertionPoints([MILL, BATH], parsePassageFormat('{i}) {title}: {text}'));
  t.deepEqual(
    points.map(({ where }) => where),
    ['text', 'after'],
  );
});

test('passages of which nothing is to be seen have no points around them', t => {
  const format = parsePassageFormat('{title}\n{text}');
  const nothing = passage('', '');
  const places = insertionPoints([nothing, MILL, nothing, BATH, nothing], format).points.map(
    ({ where, passage: at }) => `${where} ${at}`,
  );
  t.deepEqual(places, ['title 1', 'text 1', 'after 1', 'after 2', 'title 3']);
  t.deepEqual(insertionPoints([nothing, nothing], format).points, []);
});

const pointsAt = (...ats: number[]): Point[] =>
  ats.map((at, i) => ({ passage: i, where: 'after', offset: 0, at }));

const layouts = fc
  .uniqueArray(fc.nat(10_000), { minLength: 1, maxLength: 80 })
  .map(ats => ats.sort((a, b) => a - b));

test('points come in order, and repeat only where there are fewer than pairs', t => {
  fc.assert(
    fc.property(layouts, fc.integer({ min: 1, max: 120 }), fc.nat(), (ats, count, seed) => {
      const chosen = spreadPoints(pointsAt(...ats), 10_000, count, keyedRandom(seed));
      t.is(chosen.length, count);
      t.true(chosen.every(({ at }) => ats.includes(at)));
      t.true(chosen.every(({ at }, i) => i === 0 || at >= chosen[i - 1]!.at));
      if (ats.length >= count) t.is(new Set(chosen).size, count);
    }),
  );
});

test('each pair stands near its own stretch of the context', t => {
  const ats = Array.from({ length: 1000 }, (_, i) => i * 10);
  for (let seed = 0; seed < 50; seed++) {
    const chosen = spreadPoints(pointsAt(...ats), 10_000, 20, keyedRandom(seed));
    chosen.forEach(({ at }, i) => {
      t.true(at >= i * 500 - 10 && at <= (i + 1) * 500 + 10, `pair ${i} stands at ${at}`);
    });
  }
});

test('over many contexts, every place is taken equally often', t => {
  const ats = Array.from({ length: 200 }, (_, i) => i * 50 + 25);
  const tenths = new Array<number>(10).fill(0);
  for (let seed = 0; seed < 2000; seed++) {
    for (const { at } of spreadPoints(pointsAt(...ats), 10_000, 7, keyedRandom(seed))) {
      tenths[Math.floor(at / 1000)]!++;
    }
  }
  for (const count of tenths) t.true(Math.abs(count - 1400) < 140, `${tenths}`);
});

test('where there are many more pairs than points, the points share them evenly', t => {
  const chosen = spreadPoints(pointsAt(0, 2500, 5000, 7500, 10_000), 10_000, 400, keyedRandom(1));
  const counts = new Map<number, number>();
  for (const { at } of chosen) counts.set(at, (counts.get(at) ?? 0) + 1);
  t.is(counts.size, 5);
  for (const [at, count] of counts) {
    const share = at === 0 || at === 10_000 ? 50 : 100;
    t.true(Math.abs(count - share) <= 2, `${count} at ${at}`);
  }
});
