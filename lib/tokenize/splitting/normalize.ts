import { classOf, MARK } from './characters.js';

/**
 * Code points that got a part in composition or ordering after Unicode 9.0 (as of 17.0). The Rust
 * `tokenizers` 0.23 normalizes by 9.0, from its crate unicode-normalization-alignments: there they
 * are characters like any other, and nothing composes with them or moves across them.
 */
const LATER = new RegExp(
  [
    '[',
    String.raw`\u07fd\u0897-\u089f\u08ca-\u08d3\u09fe\u0c3c\u0d3b-\u0d3c\u0eba\u1715\u1abf-\u1add`,
    String.raw`\u1ae0-\u1aeb\u1df6-\u1dfa\ua82c\u{105c9}\u{105d2}\u{105da}\u{105e4}\u{10d24}-\u{10d27}`,
    String.raw`\u{10d69}-\u{10d6d}\u{10eab}-\u{10eac}\u{10efa}-\u{10efb}\u{10efd}-\u{10eff}`,
    String.raw`\u{10f46}-\u{10f50}\u{10f82}-\u{10f85}\u{11070}\u{1133b}\u{11382}-\u{11385}\u{1138b}`,
    String.raw`\u{1138e}\u{11390}-\u{11391}\u{113b8}\u{113bb}\u{113c2}\u{113c5}\u{113c7}-\u{113c9}`,
    String.raw`\u{113ce}-\u{113d0}\u{1145e}\u{11839}-\u{1183a}\u{11930}\u{11935}\u{11938}`,
    String.raw`\u{1193d}-\u{1193e}\u{11943}\u{119e0}\u{11a34}\u{11a47}\u{11a99}\u{11d42}`,
    String.raw`\u{11d44}-\u{11d45}\u{11d97}\u{11f41}-\u{11f42}\u{1611e}-\u{16129}\u{1612f}\u{16d63}`,
    String.raw`\u{16d67}-\u{16d6a}\u{16ff0}-\u{16ff1}\u{1e08f}\u{1e130}-\u{1e136}\u{1e2ae}`,
    String.raw`\u{1e2ec}-\u{1e2ef}\u{1e4ec}-\u{1e4ef}\u{1e5ee}-\u{1e5ef}\u{1e6e3}\u{1e6e6}`,
    String.raw`\u{1e6ee}-\u{1e6ef}\u{1e6f5}`,
    ']',
  ].join(''),
  'u',
);

const LATER_PARTS = new RegExp(`(${LATER.source})`, 'u');

/** The first character that normalization can join with its neighbours, or move, or replace. */
const FIRST_UNSTABLE = 0x300;
const UNSTABLE = /[\u0300-\uffff]/;

/** Normalization form C as the Rust `tokenizers` has it. */
export function nfc(text: string): string {
  if (!UNSTABLE.test(text)) return text;
  if (!LATER.test(text)) return text.normalize('NFC');
  return text
    .split(LATER_PARTS)
    .map((part, i) => (i % 2 === 0 ? part.normalize('NFC') : part))
    .join('');
}

/**
 * Whether a character is left as it is, whatever stands before it, and is itself never changed by
 * what stands before: so says the standard of starters that are their own normal form and never the
 * second of a composition (https://unicode.org/reports/tr15/#Concatenation). Only marks and Hangul
 * vowels and finals are ever second.
 */
export function isStable(codePoint: number): boolean {
  if (codePoint < FIRST_UNSTABLE) return true;
  if (classOf(codePoint) === MARK || (codePoint >= 0x1160 && codePoint <= 0x11ff)) return false;
  if (codePoint >= 0xd800 && codePoint < 0xe000) return false;
  const character = String.fromCodePoint(codePoint);
  return character.normalize('NFC') === character;
}
