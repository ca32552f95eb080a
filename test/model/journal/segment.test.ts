import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { frameOf, HEAD } from '../../../lib/model/journal/frame.js';
import {
  type Found,
  readBody,
  type Scanned,
  scanSegment,
  sizeOf,
} from '../../../lib/model/journal/segment.js';
import { scratch } from '../../support/model/fixtures.js';

/** What a scan reads at once. */
const WINDOW = 1 << 20;

/** A frame of so many bytes; its id is all of one byte. */
const frame = (byte: number, length = 100): Buffer =>
  frameOf(Buffer.concat([Buffer.alloc(32, byte), Buffer.alloc(length - HEAD - 32, 'x')]));

const rubbish = (length: number): Buffer => Buffer.alloc(length, 'rubbish');

/** A file of some pieces, and where each of them begins. */
async function fileOf(
  t: ExecutionContext,
  pieces: readonly Buffer[],
): Promise<{ path: string; starts: number[] }> {
  const path = join(await scratch(t), 'segment');
  await writeFile(path, Buffer.concat(pieces));
  const starts = pieces.map((_, n) => Buffer.concat(pieces.slice(0, n)).length);
  return { path, starts };
}

interface Scan extends Scanned {
  frames: [byte: number, offset: number, length: number][];
}

function scan(path: string, from = 0): Scan {
  const found: Found[] = [];
  const scanned = scanSegment(path, from, each => found.push(each));
  const frames = found.map(({ id, offset, length }): Scan['frames'][number] => [
    id[0]!,
    offset,
    length,
  ]);
  return { ...scanned, frames };
}

test('all frames of a file are told, with what was asked and where they lie', async t => {
  const { path } = await fileOf(t, [frame(1), frame(2, 60), frame(3)]);
  const frames: Scan['frames'] = [
    [1, 0, 100],
    [2, 100, 60],
    [3, 160, 100],
  ];
  t.deepEqual(scan(path), { frames, end: 260, damaged: 0, rest: 0 });
  t.deepEqual(scan(path, 100), { frames: frames.slice(1), end: 260, damaged: 0, rest: 0 });
});

test('where nothing is there is nothing to read', async t => {
  const { path } = await fileOf(t, [frame(1)]);
  const none = join(await scratch(t), 'none');
  t.is(sizeOf(path), 100);
  t.is(sizeOf(none), 0);
  t.deepEqual(scan(path, 100), { frames: [], end: 100, damaged: 0, rest: 0 });
  t.deepEqual(scan(none), { frames: [], end: 0, damaged: 0, rest: 0 });
});

test('what is no frame counts as damage before a frame, and as a rest behind the last one', async t => {
  const cut = frame(9, 80).subarray(0, 70);
  const changed = frame(9, 80).fill('y', 79);
  // No more than what was asked.
  const empty = frameOf(Buffer.alloc(32, 9));
  for (const damage of [rubbish(1), rubbish(50), cut, changed, empty, frame(9).subarray(0, 5)]) {
    const { length } = damage;
    const { path } = await fileOf(t, [damage, frame(1), damage, damage, frame(2), damage]);
    t.deepEqual(scan(path), {
      frames: [
        [1, length, 100],
        [2, 100 + 3 * length, 100],
      ],
      end: 200 + 3 * length,
      damaged: 3 * length,
      rest: length,
    });
    const { path: alone } = await fileOf(t, [damage]);
    t.deepEqual(scan(alone), { frames: [], end: 0, damaged: 0, rest: length });
  }
});

test('frames are found wherever what is read at once ends, within a frame or behind damage', async t => {
  // The second piece ends just there, or some bytes before or behind.
  for (let beyond = -1; beyond <= HEAD + 33; beyond++) {
    const long = WINDOW - 100 + beyond;
    for (const isFrame of [true, false]) {
      const second = isFrame ? frame(2, long) : rubbish(long);
      const { path, starts } = await fileOf(t, [frame(1), second, frame(3), frame(4)]);
      const { frames, ...scanned } = scan(path);
      t.deepEqual(
        frames,
        [
          [1, 0, 100],
          ...(isFrame ? [[2, 100, long]] : []),
          [3, starts[2], 100],
          [4, starts[3], 100],
        ],
        `${beyond} bytes beyond`,
      );
      t.deepEqual(scanned, {
        end: starts[3]! + 100,
        damaged: isFrame ? 0 : long,
        rest: 0,
      });
    }
  }
});

test('frames and damage longer than what is read at once', async t => {
  const pieces = [frame(1), frame(2, 3 * WINDOW), rubbish(2 * WINDOW + 5), frame(3, WINDOW)];
  const { path, starts } = await fileOf(t, [...pieces, frame(4), rubbish(3 * WINDOW)]);
  t.deepEqual(scan(path), {
    frames: [
      [1, 0, 100],
      [2, 100, 3 * WINDOW],
      [3, starts[3]!, WINDOW],
      [4, starts[4]!, 100],
    ],
    end: starts[5]!,
    damaged: 2 * WINDOW + 5,
    rest: 3 * WINDOW,
  });
});

test('a scan goes on where the last one ended, once a frame is whole', async t => {
  const { path } = await fileOf(t, [frame(1), frame(2).subarray(0, 40)]);
  const first = scan(path);
  t.deepEqual(first, { frames: [[1, 0, 100]], end: 100, damaged: 0, rest: 40 });
  await appendFile(path, Buffer.concat([frame(2).subarray(40), frame(3)]));
  t.deepEqual(scan(path, first.end), {
    frames: [
      [2, 100, 100],
      [3, 200, 100],
    ],
    end: 300,
    damaged: 0,
    rest: 0,
  });
});

test('the body of a frame is read from its place, if it is whole', async t => {
  const { path } = await fileOf(t, [frame(1), frame(2, 60), rubbish(60)]);
  t.deepEqual(readBody(path, { offset: 100, length: 60 }), frame(2, 60).subarray(HEAD));
  t.is(readBody(path, { offset: 100, length: 59 }), undefined);
  t.is(readBody(path, { offset: 160, length: 60 }), undefined);
  t.is(readBody(path, { offset: 200, length: 60 }), undefined, 'behind the end');
});
