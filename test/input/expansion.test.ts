import { gzipSync } from 'node:zlib';
import test from 'ava';
import { openInput } from '../../lib/input/open.js';
import { bytesOf, errorOf, fileOf, zipOf } from '../datasets/fixtures.js';

const MEGABYTE = 1 << 20;
const blanks = Buffer.alloc(40 * MEGABYTE, ' ');
const limits = { maxRecordBytes: MEGABYTE, maxExpansion: 200 };

const BOMBS: Record<string, Buffer> = {
  gzip: gzipSync(blanks),
  zip: zipOf([{ name: 'a.json', data: blanks }]),
};

for (const [name, bomb] of Object.entries(BOMBS)) {
  test(`${name}: what becomes much larger than it is stored is INPUT_TOO_LARGE`, async t => {
    const path = fileOf(bomb);
    const stream = openInput(path, { limits });
    let bytes = 0;
    stream.on('data', chunk => (bytes += chunk.length));
    const error = await errorOf(stream);
    t.is(error.code, 'INPUT_TOO_LARGE');
    t.regex(error.message, /more than 200 times its size.*--max-expansion/);
    t.true(bytes < 20 * MEGABYTE, `${bytes} bytes came out`);
    const all = await bytesOf(openInput(path, { limits: { ...limits, maxExpansion: 2000 } }));
    t.is(all.length, blanks.length);
  });

  test(`${name}: a lower limit is kept, and a little does no harm`, async t => {
    const few = { ...limits, maxExpansion: 2 };
    t.is((await errorOf(openInput(fileOf(bomb), { limits: few }))).code, 'INPUT_TOO_LARGE');
    const little = fileOf(gzipSync(Buffer.alloc(100_000, ' ')));
    t.is((await bytesOf(openInput(little, { limits: few }))).length, 100_000);
  });
}

test('what is not compressed may be of any size', async t => {
  const stream = openInput(fileOf(blanks), { limits: { ...limits, maxExpansion: 1 } });
  t.is((await bytesOf(stream)).length, blanks.length);
});
