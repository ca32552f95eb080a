import { readFile, writeFile } from 'node:fs/promises';
import test from 'ava';
import { choosePassages } from '../../lib/fill/choose.js';
import { keyedPermutation, keyedRandom } from '../../lib/random.js';
import { storedAs } from '../support/passages.js';

/*
 * Which passages are chosen for a seed, for good, and how many are looked at for it: a change here
 * changes every dataset that is made anew. If it is meant, UPDATE_GOLDEN=1 writes the file again, and the
 * CHANGELOG says so.
 */

const FILE = 'test/golden/choices.jsonl';

interface World {
  /** Tokens of each passage of the corpus; the first ones are the question's own. */
  readonly tokens: readonly number[];
  readonly room: number;
  readonly dataset?: string;
  /** Passages, from the first filler on, of the article of the first passage. */
  readonly siblings?: number;
  /** Of how many passages, by their numbers, one leaks. */
  readonly leaksOfEach?: number;
  /** Whether fillers are of texts, which may be cut to a third and to two. */
  readonly isOfTexts?: boolean;
}

const OWN = [60, 45, 50, 40];

const corpus = (name: string, count: number, min: number, max: number): number[] => {
  const random = keyedRandom('golden choices', name);
  return [...OWN, ...Array.from({ length: count }, () => min + random.below(max - min + 1))];
};

const WORLDS: Record<string, World> = {
  'of all lengths': { tokens: corpus('all', 900, 5, 300), room: 4000 },
  'of all lengths, little room': { tokens: corpus('all', 900, 5, 300), room: 420 },
  'about as long': { tokens: corpus('alike', 900, 240, 320), room: 4000 },
  'hardly different': { tokens: corpus('twins', 5000, 300, 303), room: 2000 },
  'two lengths': {
    tokens: corpus('two', 800, 0, 1).map((each, n) => (n < 4 ? each : 211 + 190 * each)),
    room: 3000,
  },
  'a few, all taken': { tokens: corpus('few', 12, 20, 90), room: 4000 },
  'a few, some too long': { tokens: corpus('few', 70, 150, 700), room: 2200 },
  'only the supporting ones fit': { tokens: corpus('all', 90, 5, 300), room: 112 },
  'siblings first': {
    tokens: corpus('all', 900, 5, 300),
    room: 3000,
    dataset: 'squad',
    siblings: 9,
  },
  'many long siblings': {
    tokens: [
      ...corpus('siblings', 1200, 700, 800),
      ...corpus('rest', 300, 5, 90).slice(OWN.length),
    ],
    room: 600,
    dataset: 'squad',
    siblings: 1200,
  },
  'some leak': { tokens: corpus('all', 900, 5, 300), room: 3000, leaksOfEach: 3 },
  'all leak': { tokens: corpus('leaks', 4600, 20, 60), room: 3000, leaksOfEach: 1 },
  'texts that may be cut': { tokens: corpus('texts', 400, 380, 420), room: 3000, isOfTexts: true },
};

function choiceOf(name: string, world: World) {
  const {
    tokens,
    room,
    dataset = 'made',
    siblings = 0,
    leaksOfEach = Number.POSITIVE_INFINITY,
    isOfTexts,
  } = world;
  let looked = 0;
  const titleOf = (n: number): string =>
    n === 0 || (n >= OWN.length && n < OWN.length + siblings) ? 'An article' : `Title ${n}`;
  const passage = (n: number, length = tokens[n]!, supporting = false) =>
    storedAs({ title: titleOf(n), text: `Text ${n}`, tokens: length, supporting }, n);
  const { passages, left } = choosePassages({
    dataset,
    own: OWN.map((_, n) => passage(n, tokens[n], n < 2)),
    pool: {
      tokens: n => tokens[n]!,
      passage: n => {
        looked++;
        return passage(n);
      },
      siblings: ({ number }) =>
        Array.from({ length: number === 0 ? siblings : 0 }, (_, n) => OWN.length + n),
      draws: keyedPermutation(tokens.length, 'golden choices', name),
    },
    room,
    overhead: position => 3 + (position >= 10 ? 1 : 0),
    leaks: ({ number }) => number! >= OWN.length && number! % leaksOfEach === 0,
    misleads: ({ number }) => number === 77,
    ...(isOfTexts && {
      cut: (n: number, most: number) => {
        const lengths = [2, 1].map(thirds => Math.floor((tokens[n]! * thirds) / 3));
        const length = n < OWN.length ? undefined : lengths.find(each => each <= most);
        return length === undefined ? undefined : passage(n, length);
      },
    }),
  });
  const chosen = passages.map(({ number, drawn, tokens }) => [number, drawn ?? null, tokens]);
  return { name, left, looked, chosen };
}

const linesOf = async (): Promise<string[]> => (await readFile(FILE, 'utf8')).trimEnd().split('\n');

const names = Object.keys(WORLDS);

test.before(async () => {
  if (process.env.UPDATE_GOLDEN !== '1') return;
  const lines = names.map(name => `${JSON.stringify(choiceOf(name, WORLDS[name]!))}\n`);
  await writeFile(FILE, lines.join(''));
});

for (const [n, name] of names.entries()) {
  test(`the same passages are chosen as ever, and as few are looked at: ${name}`, async t => {
    const lines = await linesOf();
    t.is(lines.length, names.length);
    t.deepEqual(choiceOf(name, WORLDS[name]!), JSON.parse(lines[n]!));
  });
}
