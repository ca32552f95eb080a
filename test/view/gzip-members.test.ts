import { openSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import fc from 'fast-check';
import { memberBytes, memberRow, membersOf, NoMembers } from '../../lib/view/gzip-members.js';
import { gzipMembers } from '../support/gzip-members.js';
import { tempDir } from '../support/temp-dir.js';

test('members are found one by one, and any bytes are read out of them, asked ahead or not', async t => {
  const dir = await tempDir(t);
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ maxLength: 300 }), { minLength: 1, maxLength: 12 }),
      fc.nat(1500),
      fc.nat(700),
      fc.boolean(),
      async (texts, offset, length, isAhead) => {
        const path = join(dir, `${runs++}.gz`);
        await writeFile(path, Buffer.concat(texts.map(text => gzipSync(text))));
        const table = openSync(`${path}.members`, 'w');
        const found: Buffer[] = [];
        let at = 0;
        for (const { from, bytes } of membersOf(path)) {
          writeSync(table, memberRow(at, from));
          at += bytes.length;
          found.push(bytes);
        }
        t.deepEqual(
          found.map(each => `${each}`),
          texts,
        );
        const lines = memberBytes(path, `${path}.members`);
        const all = Buffer.from(texts.join(''));
        if (isAhead) await lines.ahead!(offset, length);
        t.deepEqual(Buffer.from(lines.read(offset, length)), all.subarray(offset, offset + length));
        lines.close();
      },
    ),
    { numRuns: 60 },
  );
});

test('members larger than a window of the file are found', async t => {
  const path = join(await tempDir(t), 'a.gz');
  // Nothing that can be packed.
  const random = fc.sample(fc.uint8Array({ minLength: 1 << 20, maxLength: 1 << 20, size: 'max' }), {
    numRuns: 1,
    seed: 7,
  })[0]!;
  const large = Buffer.concat([random, Buffer.from(random).reverse(), random]);
  const file = Buffer.concat([gzipSync('a\n'), gzipSync(large), gzipSync('b\n')]);
  await writeFile(path, file);
  t.deepEqual(
    [...membersOf(path)].map(({ bytes }) => bytes.length),
    gzipMembers(file).map(({ length }) => length),
  );
});

test('a file of one large member, or with headers of others, is to be unpacked as a whole', async t => {
  const dir = await tempDir(t);
  const [zeros, named] = [join(dir, 'zeros.gz'), join(dir, 'named.gz')];
  await writeFile(zeros, gzipSync(Buffer.alloc(80 << 20)));
  const withName = gzipSync('a\n');
  withName[3] = 8;
  await writeFile(named, withName);
  for (const path of [zeros, named])
    t.throws(() => [...membersOf(path)], { instanceOf: NoMembers });
});

test('a member that is damaged or cut is told with its place', async t => {
  const path = join(await tempDir(t), 'a.gz');
  const [first, second] = [gzipSync('first\n'), gzipSync('second\n')];
  const flipped = Buffer.from(second);
  flipped[flipped.length - 6]! ^= 1;
  for (const end of [flipped, second.subarray(0, -3), second.subarray(0, 12)]) {
    await writeFile(path, Buffer.concat([first, end]));
    const error = t.throws(() => [...membersOf(path)], { code: 'INPUT_COMPRESSION' });
    t.regex(error!.message, new RegExp(`byte ${first.length} is damaged`));
  }
});
