import { createRequire } from 'node:module';
import test from 'ava';
import {
  BREAK,
  classOf,
  isLetter,
  LETTER,
  LOWER,
  MARK,
  NUMBER,
  SPACE,
  UPPER,
} from '../../../lib/tokenize/splitting/characters.js';

const { Tiktoken } = createRequire(import.meta.url)(
  '@dqbd/tiktoken/lite',
) as typeof import('@dqbd/tiktoken/lite');

/** A tiktoken whose tokens are the single bytes, so that it gives back what its pattern matches. */
function matcher(pattern: string): (text: string) => string {
  const bytes = Array.from({ length: 256 }, (_, byte) => Buffer.from([byte]).toString('base64'));
  const tiktoken = new Tiktoken(`! 0 ${bytes.join(' ')}`, {}, pattern);
  return text => Buffer.from(tiktoken.encode_ordinary(text)).toString('utf8');
}

const classes: [pattern: string, holds: (kind: number) => boolean][] = [
  ['\\p{L}', isLetter],
  ['[\\p{Lm}\\p{Lo}]', kind => kind === LETTER],
  ['[\\p{Lu}\\p{Lt}]', kind => kind === UPPER],
  ['\\p{Ll}', kind => kind === LOWER],
  ['\\p{M}', kind => kind === MARK],
  ['\\p{N}', kind => kind === NUMBER],
  ['\\s', kind => kind === SPACE || kind === BREAK],
  ['[\\r\\n]', kind => kind === BREAK],
];

for (const [pattern, holds] of classes) {
  test(`every code point is in ${pattern} if it is for tiktoken`, t => {
    const match = matcher(pattern);
    for (let from = 0; from < 0x110000; from += 0x10000) {
      let text = '';
      let expected = '';
      for (let codePoint = from; codePoint < from + 0x10000; codePoint++) {
        if (codePoint >= 0xd800 && codePoint < 0xe000) continue;
        const character = String.fromCodePoint(codePoint);
        text += character;
        if (holds(classOf(codePoint))) expected += character;
      }
      t.true(match(text) === expected, `plane ${from >> 16}`);
    }
  });
}
