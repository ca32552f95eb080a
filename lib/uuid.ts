import type { Random } from './random.js';

/** A UUID under way: its dashes and its version stand where they belong. */
const uuid = Buffer.from('00000000-0000-4000-0000-000000000000');
const HEX_DIGITS = Buffer.from('0123456789abcdef');
/** Where the digits stand that are drawn, eight of them from each 32 bits; one tells the variant. */
const DRAWN_AT = [...uuid.keys()].filter(at => uuid[at] === HEX_DIGITS[0]);
const VARIANT_AT = 19;

/** A UUID of version 4 (RFC 9562), in lower case. */
export function makeUuid(random: Random): string {
  let bits = 0;
  for (let i = 0; i < DRAWN_AT.length; i++) {
    const at = DRAWN_AT[i]!;
    bits = i % 8 === 0 ? random.bits() : bits >>> 4;
    uuid[at] = HEX_DIGITS[at === VARIANT_AT ? 8 | (bits & 3) : bits & 15]!;
  }
  return uuid.toString('latin1');
}
