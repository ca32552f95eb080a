import { keyedPermutation } from '../../random.js';
import { ADJECTIVES, NOUNS } from '../wording/lexicon.js';

const SHORT = ADJECTIVES.length * NOUNS.length;
const LONG = SHORT * NOUNS.length;

type Pattern = (adjective: string, noun: string, other: string) => string;
const PATTERNS: readonly Pattern[] = [
  (adjective, noun, other) => `The ${adjective} ${noun} and the ${other}`,
  (adjective, noun, other) => `${a(other)} for the ${adjective} ${noun}`,
  (adjective, noun, other) => `The ${other} of the ${adjective} ${noun}`,
];

/** Titles of works for indices without end, all different, each a pure function of the index. */
export function makeTitles(seed: number): (index: number) => string {
  const short = keyedPermutation(SHORT, 'world titles', seed);
  const long = PATTERNS.map((_, at) => keyedPermutation(LONG, 'world titles', seed, at));
  const words = (slot: number): [adjective: string, noun: string] => [
    ADJECTIVES[slot % ADJECTIVES.length]!,
    NOUNS[Math.floor(slot / ADJECTIVES.length) % NOUNS.length]!,
  ];
  return index => {
    const quarter = index / 4;
    if (Number.isInteger(quarter) && quarter < SHORT) {
      return `The ${words(short.at(quarter)).join(' ')}`;
    }
    const at = index % PATTERNS.length;
    const slot = long[at]!.at(index % LONG);
    const title = PATTERNS[at]!(...words(slot), NOUNS[Math.floor(slot / SHORT)]!);
    const turn = Math.floor(index / LONG);
    return turn === 0 ? title : `${title}, Part ${turn + 1}`;
  };
}

function a(noun: string): string {
  return `${/^[AEIO]/u.test(noun) ? 'An' : 'A'} ${noun}`;
}
