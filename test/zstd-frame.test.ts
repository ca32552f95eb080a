import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { openInput } from '../lib/input/open.js';
import { EMPTY_ZSTD_FRAME, ZSTD_LEVELS, zstdFrame, zstdFrameAside } from '../lib/zstd-frame.js';
import { all } from './support/streams.js';
import { tempDir } from './support/temp-dir.js';

/** What is in some frames, one behind the other, by our own reader. */
async function unpacked(t: ExecutionContext, ...frames: Uint8Array[]): Promise<Buffer> {
  const path = join(await tempDir(t), 'frames.zst');
  await writeFile(path, Buffer.concat(frames));
  return Buffer.concat(await all<Buffer>(openInput(path)));
}

test('frames, one behind the other, give the bytes back', async t => {
  const parts = fc.array(fc.string({ unit: 'grapheme', maxLength: 3000 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(parts, fc.integer({ ...ZSTD_LEVELS }), async (texts, level) => {
      const frames = texts.map(text => zstdFrame(Buffer.from(text), level));
      t.is(`${await unpacked(t, ...frames)}`, texts.join(''));
    }),
    { numRuns: 30 },
  );
});

test('the same bytes are packed alike, here and on the thread pool', async t => {
  for (const size of [0, 1, 1 << 14, 1 << 20, 3_000_001]) {
    const bytes = Buffer.from(Array.from({ length: size }, (_, i) => (i * i) % 251));
    const frame = zstdFrame(bytes, 3);
    t.deepEqual(zstdFrame(bytes, 3), frame);
    t.deepEqual(await zstdFrameAside(bytes, 3), frame);
    const shared = new Uint8Array(new SharedArrayBuffer(size + 8), 8);
    shared.set(bytes);
    t.deepEqual(zstdFrame(shared, 3), frame);
  }
});

test('the level counts', t => {
  const text = Array.from({ length: 20_000 }, (_, i) => `${i * i} `).join('');
  const [fast, small] = [ZSTD_LEVELS.min, ZSTD_LEVELS.max].map(level =>
    zstdFrame(Buffer.from(text), level),
  );
  t.true(small!.length < fast!.length);
});

test('an empty frame holds nothing, beside others too', async t => {
  t.is((await unpacked(t, EMPTY_ZSTD_FRAME)).length, 0);
  const frame = zstdFrame(Buffer.from('a'), 3);
  t.is(`${await unpacked(t, frame, EMPTY_ZSTD_FRAME, frame)}`, 'aa');
});
