import type { Random } from '../../../../lib/random.js';

/** Changes bytes, whatever they mean. Never changes its argument. */
type Change = (bytes: Buffer, random: Random) => Buffer;

const place = (bytes: Buffer, random: Random): number => random.below(bytes.length + 1);

const insert = (bytes: Buffer, at: number, more: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);

const INSERTED: readonly Buffer[] = [
  Buffer.from('\n'),
  Buffer.from('\r\n\r\n'),
  Buffer.from(' '.repeat(5000)),
  Buffer.from('['.repeat(3000)),
  Buffer.from('"'),
  Buffer.from('\\'),
  Buffer.from('}'),
  Buffer.from(','),
  Buffer.from('NaN'),
  Buffer.from('\u2028'),
  Buffer.from('\ufeff'),
  Buffer.from([0]),
  Buffer.from([0xff, 0xfe]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0x1f, 0x8b, 8, 0]),
  Buffer.from('\\ud800'),
];

/** Where containers say what is in them: a directory of a zip, the foot of a Parquet file. */
const FOOT = 400;

/** Large numbers as formats write them: four and eight bytes, and of variable length. */
const NUMBERS: readonly Buffer[] = [
  Buffer.from([0xff, 0xff, 0xff, 0x7f]),
  Buffer.from([0xff, 0xff, 0xff, 0xff]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
  Buffer.from([0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
];

const CHANGES: Record<string, Change> = {
  'flip a bit': (bytes, random) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[random.below(changed.length)]! ^= 1 << random.below(8);
    return changed;
  },
  'flip bits in the first bytes': (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let left = 3; left > 0 && changed.length > 0; left--) {
      changed[random.below(Math.min(64, changed.length))]! = random.below(256);
    }
    return changed;
  },
  'flip bits in the last bytes': (bytes, random) => {
    const changed = Buffer.from(bytes);
    for (let left = 3; left > 0 && changed.length > 0; left--) {
      const back = 1 + random.below(Math.min(FOOT, changed.length));
      changed[changed.length - back]! = random.below(256);
    }
    return changed;
  },
  'put a large number over it': (bytes, random) => {
    const changed = Buffer.from(bytes);
    NUMBERS[random.below(NUMBERS.length)]!.copy(changed, place(bytes, random));
    return changed;
  },
  'cut off': (bytes, random) => bytes.subarray(0, place(bytes, random)),
  'cut off the head': (bytes, random) => bytes.subarray(place(bytes, random)),
  'take out': (bytes, random) => {
    const at = place(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.below(300))]);
  },
  'put in': (bytes, random) =>
    insert(bytes, place(bytes, random), INSERTED[random.below(INSERTED.length)]!),
  'put in front': (bytes, random) =>
    Buffer.concat([INSERTED[random.below(INSERTED.length)]!, bytes]),
  'put behind': (bytes, random) => Buffer.concat([bytes, INSERTED[random.below(INSERTED.length)]!]),
  repeat: (bytes, random) => {
    const at = place(bytes, random);
    return insert(bytes, at, bytes.subarray(at, at + random.below(2000)));
  },
  'twice one after the other': bytes => Buffer.concat([bytes, bytes]),
  'end lines with CRLF': bytes =>
    Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1'),
  'without line ends': bytes => Buffer.from(bytes.filter(byte => byte !== 10)),
  'as UTF-16': bytes => Buffer.from(`\ufeff${bytes.toString()}`, 'utf16le'),
  nothing: () => Buffer.alloc(0),
};
const NAMES = Object.keys(CHANGES);

/** Changes bytes in one to three ways, and says how. */
export function editBytes(bytes: Buffer, random: Random): { bytes: Buffer; said: string } {
  const said: string[] = [];
  let changed = bytes;
  // Mostly one: several changes soon leave nothing but noise.
  for (let left = 1 + Math.floor(random.below(8) / 6); left > 0; left--) {
    const name = NAMES[random.below(NAMES.length)]!;
    changed = CHANGES[name]!(changed, random);
    said.push(name);
  }
  return { bytes: changed, said: said.join(', ') };
}
