import { pipeline } from 'node:stream/promises';
import test from 'ava';
import fc from 'fast-check';
import { decompress } from '../../lib/input/decompress.js';
import { zstd } from '../../lib/input/zstd.js';
import { zstdFrames } from '../../lib/input/zstd-frames.js';
import { zstdPortable } from '../../lib/input/zstd-portable.js';
import { bytesOf, cut, errorOf, skippableFrameOf, zstdFrameOf } from '../datasets/fixtures.js';

/** `zstd -19` of the text below, with a checksum. */
const COMPRESSED = Buffer.from(
  `KLUv/WQPDF0WALZ9dBPApdABzQCW/xdIuZNMMrFCmMMCbwBtAG0AoR3Gy4mYxjDcskNK0Qaf7D2Nji9Fu0wU74H1
    OZ/hYYlJIgxSTsYR0hIUCVb4okRUCE1VU6BWQ+jD3+mnD+NWR2pyS5uNcJSXoivEogZ+ek47fNGsU2izZMngSCqf
    yuHy6ZwucckNYgEFiwEQCAwENbZWUasJ0Wo+rXbTalRakVZrhdEcwmifMFpJGDWMNhFGI/poDR/t85E/mvuFUXxh
    rVlYCLPwWVjwLKwyCyPOwhyzUF7Yg/f13kf2vhHv9b4K73vJPpPsa5D9so8sm11kM1c2E8pmMnNWPRVUmW3LUVTx
    cMqnwc4luGzxGS2JGPEwWSk7ilQP4eVPS5xPuejiujwDGVEhpF8moSrP8ECffh7EVQ7FRKXPCEfJ0yy3qOjh408r
    nFe5HsSessIIlkGSqPxT2eHST4Ock1xxcbiMMiK4oFotXquFawGMl6MlVEHh9KdBMpe73CDiU0lmBC9RZEPZMkL1
    Cq/5tJb5kIssLkXKB0Y4iHRUynSqCiU81Kefh4a4WmKa0q0yoiKQn3JLpSIKn/m0ofMi10fsvmWLEY+T1Gn5ReWH
    i3wa7pzBFRYHpWUQIyaGjIGOqBFAvZluB7EnKaQxEVAFtuADse4FJdEaGX7IF+c7kkaGH/KOtIocecekkeHDvCNB
    /ZE0MvyQd6RV5II+ohlJo4ZPZ2/QB5oxaWT4FIFmJB0ZPkFL1JXTkeETtER7SKtNJA9qe0FfpNEg2Ic0MvwEfZtK
    yTFzzmgaigqSciQZBG5E06iokJRTkgFwYzQNRYVJOZIMAjeiaVRUSMopyQC4MZrGJaMEMJylYyOaBkWFpJySDhvA
    WTvQEr1CXgl9SKQljtBLMVozTC8F01oPxVgzP9DMKBQKCoVCUaFQKCoUCkWFNpDUhB8ECSOsZWAMkDCcoMktvwqH
    R95l`,
  'base64',
);
const TEXT = Array.from({ length: 200 }, (_, i) => `line ${i} of ${i * i}`).join('\n');

const DECODERS = { 'of this Node': zstd, portable: zstdPortable };

for (const [name, make] of Object.entries(DECODERS)) {
  test(`the zstd decoder ${name} gives the bytes back, whatever the chunks`, async t => {
    for (const size of [1, 7, 100, 10_000]) {
      const decoder = make();
      const chunks: Buffer[] = [];
      for (let at = 0; at < COMPRESSED.length; at += size) {
        chunks.push(COMPRESSED.subarray(at, at + size));
      }
      const [bytes] = await Promise.all([bytesOf(decoder), pipeline(chunks, decoder)]);
      t.is(bytes.toString(), TEXT);
    }
  });

  test(`the zstd decoder ${name} reads frame after frame`, async t => {
    const decoder = make();
    const frames = [COMPRESSED, zstdFrameOf('abc'), zstdFrameOf(''), COMPRESSED];
    const [bytes] = await Promise.all([bytesOf(decoder), pipeline(frames, decoder)]);
    t.is(bytes.toString(), `${TEXT}abc${TEXT}`);
  });

  test(`the zstd decoder ${name} fails on damaged data`, async t => {
    const damaged = Buffer.from(COMPRESSED);
    damaged.fill(0xff, 30, 60);
    const decoder = make();
    decoder.end(damaged);
    await t.throwsAsync(bytesOf(decoder));
  });
}

const FILE = Buffer.concat([
  skippableFrameOf('hello'),
  zstdFrameOf('first '.repeat(300), 500),
  skippableFrameOf(''),
  zstdFrameOf(''),
  COMPRESSED,
  zstdFrameOf('last'),
]);
const PLAIN = `${'first '.repeat(300)}${TEXT}last`;

test('a zstd file of several frames is read whole, wherever its chunks are cut', async t => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(FILE.length), { maxLength: 20 }), async places => {
      const stream = decompress({ file: 'f' });
      for (const chunk of cut(FILE, places)) stream.write(chunk);
      stream.end();
      t.is((await bytesOf(stream)).toString(), PLAIN);
    }),
    { numRuns: 60 },
  );
});

test('frames are cut apart, the skippable ones left out', t => {
  const frames = zstdFrames('f');
  const pieces = frames.split(FILE);
  frames.end();
  t.is(pieces.filter(piece => piece.readUInt32LE(0) === 0xfd2fb528).length, 4);
  t.false(Buffer.concat(pieces).includes('hello'));
});

test('a zstd file that ends anywhere but between frames is truncated', async t => {
  const one = skippableFrameOf('hi').length;
  const two = one + COMPRESSED.length;
  const file = Buffer.concat([skippableFrameOf('hi'), COMPRESSED, COMPRESSED]);
  for (let length = 4; length < file.length; length += 1) {
    const stream = decompress({ file: 'x.zst' });
    stream.end(file.subarray(0, length));
    if (length === one || length === two) {
      t.is((await bytesOf(stream)).length, length === one ? 0 : TEXT.length);
      continue;
    }
    const error = await errorOf(stream);
    t.is(error.code, 'INPUT_TRUNCATED', `${length}: ${error.message}`);
    t.regex(error.message, new RegExp(`^x\\.zst: .*byte ${length} `));
  }
});

test('garbage after a frame, a reserved block and a wrong checksum are INPUT_COMPRESSION', async t => {
  const reserved = zstdFrameOf('abc');
  reserved[9] = 0b110;
  const cases = [Buffer.concat([COMPRESSED, Buffer.from('garbage')]), reserved];
  for (const bytes of cases) {
    const stream = decompress({ file: 'x.zst' });
    stream.end(bytes);
    const error = await errorOf(stream);
    t.is(error.code, 'INPUT_COMPRESSION');
    t.notRegex(error.message, /\n/);
  }
});

test('a stream of other bytes passes as it is', async t => {
  const stream = decompress({ file: 'f' });
  stream.end('(µ');
  t.is((await bytesOf(stream)).toString(), '(µ');
});

/** Headers of frames (RFC 8878, 3.1.1.1) and whether what they ask for is given. */
const WINDOWS: [string, number[], boolean][] = [
  ['a window of 128 MB', [0x00, 17 << 3], true],
  ['a window of 144 MB', [0x00, (17 << 3) | 1], false],
  ['a window of 3.75 TB', [0x00, 0xff], false],
  ['a single segment of 1.7 GB', [0xa0, 0x2b, 0x05, 0x01, 0x68], false],
  ['a single segment of 300 bytes', [0x60, 44, 0], true],
  [
    'a single segment of 8 bytes of size, behind a dictionary id',
    [0xe1, 7, 0, 0, 0, 0, 0, 0, 0, 1],
    false,
  ],
];
for (const [name, header, isTaken] of WINDOWS) {
  for (const size of [1, 100]) {
    test(`a zstd frame with ${name} is ${isTaken ? 'taken' : 'refused'}, ${size} bytes a chunk`, t => {
      const frames = zstdFrames('f.zst');
      const bytes = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...header]);
      const all = (): void => {
        for (let at = 0; at < bytes.length; at += size) frames.split(bytes.subarray(at, at + size));
      };
      if (isTaken) t.notThrows(all);
      else
        t.throws(all, { code: 'INPUT_TOO_LARGE', message: /^f\.zst: its zstd data needs \d+ MB/ });
    });
  }
}
