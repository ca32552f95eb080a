import { closeSync, openSync } from 'node:fs';
import test from 'ava';
import fc from 'fast-check';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import { unsnap, unsnapping } from '../../../../lib/parquet/read/codecs/snappy.js';
import { makeRoom, type Window } from '../../../../lib/parquet/read/codecs/window.js';
import { storedBytes } from '../../../../lib/parquet/read/stored/stored-bytes.js';
import { type StoredPart, storedPart } from '../../../../lib/parquet/read/stored/stored-part.js';
import { fileOf } from '../../../datasets/fixtures.js';

function withPart<T>(bytes: Uint8Array, use: (part: StoredPart) => T): T {
  const file = openSync(fileOf(Buffer.from(bytes)), 'r');
  try {
    return use(storedPart(storedBytes(file), 0, bytes.length));
  } finally {
    closeSync(file);
  }
}

/** Repeats, far and near, and what is nothing of the kind. */
const bytes = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .tuple(fc.nat(255), fc.nat(70_000))
        .map(([byte, count]) => new Uint8Array(count).fill(byte)),
      fc.nat(9).map(i => Buffer.from(`the same words again, of kind ${i}. `.repeat(20))),
    ),
    { maxLength: 12 },
  )
  .map(parts => Buffer.concat(parts));

test('what another has compressed comes out as it was, at once and part by part', t => {
  fc.assert(
    fc.property(bytes, plain => {
      const stored = snappyCompress(plain);
      const target = new Uint8Array(plain.length);
      withPart(stored, part => unsnap(part, target));
      t.true(plain.equals(target));
      const seen: Buffer[] = [];
      withPart(stored, part => {
        const window: Window = { bytes: new Uint8Array(0), base: 0, end: 0 };
        const more = unsnapping(part, plain.length);
        for (let isMore = true; isMore; ) {
          makeRoom(window, 2048);
          isMore = more(window);
          seen.push(Buffer.from(window.bytes.subarray(window.base, window.end)));
          window.base = window.end;
        }
      });
      t.true(plain.equals(Buffer.concat(seen)));
    }),
    { numRuns: 60 },
  );
});

test('less or more than is declared, and copies of what is not there, are errors', t => {
  const stored = snappyCompress(Buffer.from('some text, some text, some text'));
  for (const size of [0, 5, 32]) {
    t.throws(() => withPart(stored, part => unsnap(part, new Uint8Array(size))), {
      name: 'RangeError',
    });
  }
  const bad = [
    [],
    [4],
    [4, 0],
    [4, 0x0c, 1, 2],
    [4, 0x01, 1],
    [4, 0x0d, 0],
    [0xff, 0xff, 0xff, 0xff, 0xff],
  ];
  for (const each of bad) {
    const run = () => withPart(Uint8Array.from(each), part => unsnap(part, new Uint8Array(4)));
    t.throws(run, { name: 'RangeError' });
  }
});
