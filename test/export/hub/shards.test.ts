import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { linesFile } from '../../../lib/export/files/lines.js';
import { arrowBytes } from '../../../lib/export/hub/arrow-bytes.js';
import { shards } from '../../../lib/export/hub/shards.js';
import { tempDir } from '../../support/temp-dir.js';

const COLUMNS = { n: 'whole' } as const;

test('rows fill one file after the other, in order, none above its size but with one row', async t => {
  const dir = await tempDir(t);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 60 }),
      async (sizes, most) => {
        const name = `${sizes.join('-')}x${most}`.slice(0, 100);
        const into = shards(
          join(dir, `${name}.jsonl`),
          async path => linesFile(path, COLUMNS),
          most,
        );
        for (const [n, bytes] of sizes.entries()) await into.write({ n }, bytes);
        await into.end();
        const files = into.files();
        t.is(
          files.reduce((sum, { rows }) => sum + rows, 0),
          sizes.length,
        );
        await into.commit();
        let n = 0;
        for (const [i, { path, rows }] of files.entries()) {
          const part = `${i}`.padStart(5, '0');
          const of = `${files.length}`.padStart(5, '0');
          t.is(basename(path), `${name}-${part}-of-${of}.jsonl`);
          const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
          t.deepEqual(
            lines,
            Array.from({ length: rows }, (_, j) => `{"n":${n + j}}`),
          );
          const bytes = sizes.slice(n, n + rows).reduce((sum, size) => sum + size, 0);
          t.true(rows === 1 || bytes <= most);
          n += rows;
        }
        t.is(
          into.counts().arrowBytes,
          sizes.reduce((sum, size) => sum + size, 0),
        );
      },
    ),
    { numRuns: 15 },
  );
  t.deepEqual(
    (await readdir(dir)).filter(name => !/-of-\d{5}\.jsonl$/.test(name)),
    [],
  );
});

test('an export that is given up leaves no file', async t => {
  const dir = await tempDir(t);
  const into = shards(join(dir, 'train.jsonl'), async path => linesFile(path, COLUMNS), 2);
  for (let n = 0; n < 5; n++) await into.write({ n }, 1);
  await into.abandon();
  t.deepEqual(await readdir(dir), []);
});

test('bytes are those of arrow: offsets, numbers, bits', t => {
  t.is(arrowBytes('é!', 'text'), 4 + 3);
  t.is(arrowBytes(null, 'text'), 4);
  t.is(arrowBytes(7, 'whole') + arrowBytes(0.5, 'fraction'), 16);
  t.is(arrowBytes([true, false], ['flag']), 4 + 2 / 8);
  t.is(arrowBytes({ a: [['x']] }, { a: [['text']], b: 'whole' }), 4 + 4 + (4 + 1) + 8);
});
