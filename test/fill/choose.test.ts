import test from 'ava';
import { type Choice, choosePassages } from '../../lib/fill/choose.js';
import type { ChooseParts } from '../../lib/fill/choose-parts.js';
import { keyedPermutation, keyedRandom } from '../../lib/random.js';
import type { SamplePassage } from '../../lib/records/sample.js';
import { storedAs } from '../support/passages.js';

type Made = Pick<SamplePassage, 'title' | 'text' | 'tokens'>;

const made = (name: string, tokens: number, title = name): Made => ({ title, text: name, tokens });

type Own = Made & { supporting: boolean };
const own = (passage: Made, supporting: boolean): Own => ({ ...passage, supporting });

/** Chooses among a corpus of the own passages and `others`; every passage takes one token more. */
function choose(
  passages: Own[],
  others: Made[],
  room: number,
  changes: Partial<ChooseParts> = {},
): Choice {
  const corpus = [...passages, ...others];
  return choosePassages({
    dataset: 'made',
    own: passages.map(storedAs),
    pool: {
      tokens: number => corpus[number]!.tokens,
      passage: number => storedAs({ ...corpus[number]!, supporting: false }, number),
      siblings: ({ title, number }) =>
        corpus.flatMap((each, n) => (each.title === title && n !== number ? [n] : [])),
      draws: keyedPermutation(corpus.length, 'choose'),
    },
    room,
    overhead: () => 1,
    leaks: () => false,
    misleads: () => false,
    ...changes,
  });
}

const texts = ({ passages }: Choice): string[] => passages.map(({ text }) => text);
const fillersOf = ({ passages }: Choice): SamplePassage[] =>
  passages.filter(({ drawn }) => drawn !== undefined);
const manyOthers = (count: number, tokens: (i: number) => number): Made[] =>
  Array.from({ length: count }, (_, i) => made(`f${i}`, tokens(i)));

test('every supporting passage is chosen, even where they exceed the room', t => {
  const passages = [own(made('a', 60), true), own(made('b', 10), false), own(made('c', 60), true)];
  const choice = choose(
    passages,
    manyOthers(9, () => 1),
    100,
  );
  t.deepEqual(texts(choice), ['a', 'c']);
  t.is(choice.left, 100 - 122);
});

test("the question's others follow in their order, as far as they fit", t => {
  const passages = [
    own(made('big', 50), false),
    own(made('s', 20), true),
    own(made('huge', 60), false),
    own(made('small', 20), false),
  ];
  t.deepEqual(texts(choose(passages, [], 100)), ['s', 'big', 'small']);
});

test('fillers are drawn without repeats, and none is one of the own passages', t => {
  const passages = [own(made('s', 5), true), own(made('left out', 5), false)];
  const others = manyOthers(300, i => 10 + (i % 7));
  const choice = choose(passages, others, 700, { leaks: ({ text }) => text === 'left out' });
  t.is(new Set(texts(choice)).size, choice.passages.length);
  t.false(texts(choice).includes('left out'));
  t.true(choice.left >= 0 && choice.left <= 2, `${choice.left} tokens are left`);
});

test('a passage stands once, however much room there is: an own one, a sibling, a filler', t => {
  const passages = [own(made('s', 5, 'Article'), true), own(made('o', 5), false)];
  const others = [made('sibling', 5, 'Article'), ...manyOthers(9, () => 5)];
  const choice = choose(passages, others, 10_000, { dataset: 'squad' });
  t.deepEqual(texts(choice).sort(), [...passages, ...others].map(({ text }) => text).sort());
});

test('what is left is the room less the tokens of the passages and what stands around them', t => {
  for (let room = 50; room < 400; room += 7) {
    const overhead = (position: number): number => 1 + (position % 3);
    const others = manyOthers(200, i => 20 + ((i * 13) % 41));
    const choice = choose([own(made('s', 30), true)], others, room, { overhead });
    const used = choice.passages.reduce((sum, { tokens }, i) => sum + tokens + overhead(i), 0);
    t.is(choice.left, room - used);
    t.true(choice.left >= 0);
  }
});

test('a filler does not carry the title of a supporting passage, however it is spaced', t => {
  const passages = [own(made('s', 5, 'Old  Mill'), true), own(made('o', 5, 'Bath'), false)];
  const others = [
    made('x', 5, 'Old  Mill'),
    made('y', 5, 'Old Mill'),
    made('z', 5, 'Bath'),
    made('w', 5, 'old mill'),
  ];
  t.deepEqual(texts(choose(passages, others, 100)).sort(), ['o', 's', 'w', 'z']);
});

test('siblings of an article are drawn first, and may carry its title', t => {
  const passages = [own(made('s', 5, 'Article'), true)];
  const siblings = Array.from({ length: 6 }, (_, i) => made(`sib${i}`, 10, 'Article'));
  const others = [...siblings, ...manyOthers(50, () => 10)];
  const choice = choose(passages, others, 94, { dataset: 'squad' });
  t.deepEqual(texts(choice).slice(0, 7), ['s', ...siblings.map(({ text }) => text)]);
  t.is(choice.passages.length, 9);
  const drawn = fillersOf(choice).map(passage => passage.drawn!);
  t.true(Math.max(...drawn.slice(0, 6)) < Math.min(...drawn.slice(6)), 'siblings are drawn first');
});

test('a sibling is not given up for another passage', t => {
  const siblings = Array.from({ length: 6 }, (_, i) => made(`sib${i}`, 40, 'Article'));
  const others = [...siblings, ...manyOthers(400, i => 41 + (i % 30))];
  for (let room = 260; room < 320; room += 3) {
    const choice = choose([own(made('s', 5, 'Article'), true)], others, room, { dataset: 'squad' });
    t.is(fillersOf(choice).filter(({ title }) => title === 'Article').length, 6);
  }
});

test('elsewhere than in articles nobody is a sibling', t => {
  const passages = [own(made('s', 5, 'Article'), true)];
  t.deepEqual(texts(choose(passages, [made('sib', 5, 'Article')], 100)), ['s']);
});

test('a filler that leaks or misleads is not drawn, a leaking own passage is left out', t => {
  const passages = [own(made('s', 5), true), own(made('own leak', 5), false)];
  const others = [made('leak', 5), made('pair', 5), made('fine', 5)];
  const choice = choose(passages, others, 100, {
    leaks: ({ text }) => text.includes('leak'),
    misleads: ({ text }) => text === 'pair',
  });
  t.deepEqual(texts(choice), ['s', 'fine']);
});

test('a supporting passage that leaks is a reject', t => {
  const passages = [own(made('s', 5), true)];
  const error = t.throws(() => choose(passages, [], 100, { leaks: () => true }));
  t.like(error, { code: 'QUESTION_LEAKED' });
});

test('even where all passages are long, little room stays unused', t => {
  const random = keyedRandom('long passages');
  let wellUsed = 0;
  for (let run = 0; run < 100; run++) {
    const others = manyOthers(1000, () => 240 + random.below(80));
    const { left } = choose([own(made('s', 250), true)], others, 4000);
    if (left <= 80) wellUsed++;
  }
  t.true(wellUsed >= 99, `${wellUsed} of 100`);
});

test('a corpus of few passages is used up and no more is asked of it', t => {
  const choice = choose(
    [own(made('s', 5), true)],
    manyOthers(3, () => 10),
    10_000,
  );
  t.is(choice.passages.length, 4);
});
