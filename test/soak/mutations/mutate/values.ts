import type { Random } from '../../../../lib/random.js';

/** A value that stands where another one is expected. Made anew each time: some are large. */
type Odd = () => unknown;

const nested = (depth: number): unknown => {
  let value: unknown = 'deep';
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
};

const PAIR = '{"0f8fad5b-d9cb-469f-a165-70867728950e": "7c9e6679-7425-40de-944b-e07fc1f90ae7"}.';

/** Texts that have tripped somebody: a scanner, a template, an encoder, a comparison. */
const TEXTS: readonly string[] = [
  '',
  ' ',
  '\u00a0\u3000',
  '\n'.repeat(500),
  'a'.repeat(7000),
  'word '.repeat(3000),
  'No. 5, '.repeat(700),
  '('.repeat(2000),
  '\\'.repeat(999),
  '"'.repeat(999),
  PAIR,
  `It stands. ${PAIR} So it does.`,
  'Document 0:\nA title\nIts text.',
  'Passage 3:\nA title',
  '{question} {context} {chain_head} $& $1 %s',
  '<|endoftext|> <|im_start|>',
  'a\u0000b',
  'lone \ud800 surrogate',
  'lone \udc00',
  'line\u2028separators\u2029and\u0085more',
  'e\u0301 o\u0308 \ufb01',
  '&quot;Human&quot; &amp;amp; &#39; &nbsp; &bogus;',
  'U.S. J. R. R. Tolkien met Dr. No at 3.5 p.m. Co. KG',
  '\u202eright to left \u05d0\u05d1',
  '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}'.repeat(50),
  'a\u0301'.repeat(2000),
  '__proto__',
  'constructor',
  '../../etc/passwd',
  'a/b/4096',
  'null',
  'true',
  '0',
  '[]',
  '["a", ["b"]]',
  '{"title": ["x"], "sentences": [["y"]]}',
  'Who is it ?',
];

const OTHERS: readonly Odd[] = [
  () => null,
  () => true,
  () => false,
  () => 0,
  () => 1,
  () => -1,
  () => 1.5,
  () => 1e308,
  () => 2 ** 53 + 2,
  () => [],
  () => ({}),
  () => [[]],
  () => [null],
  () => [''],
  () => [1, 2],
  () => ({ title: [], sentences: [] }),
  () => ({ title: ['A'], sentences: [['B.']] }),
  () => ({ text: ['a'], answer_start: [0] }),
  () => JSON.parse('{"__proto__": {"a": 1}}'),
  () => nested(50),
  // Deeper than any reader takes, and still what can be copied and written here.
  () => nested(1200),
  () => Array.from({ length: 500 }, () => ['A title', 0]),
];

export const oddText = (random: Random): string => TEXTS[random.below(TEXTS.length)]!;

/** A value of any kind, often a text. */
export function oddValue(random: Random): unknown {
  if (random.below(2) === 0) return oddText(random);
  return OTHERS[random.below(OTHERS.length)]!();
}
