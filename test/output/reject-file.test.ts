import { existsSync } from 'node:fs';
import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { type RejectFile, rejectFile } from '../../lib/output/reject-file.js';
import type { Reject } from '../../lib/records/reject.js';
import { tempDir } from '../support/temp-dir.js';
import { FULL, filesIn, hasFull } from './files.js';

const REJECTS: Reject[] = [
  { code: 'NO_PASSAGES', message: 'none “at all”', file: 'a.json', record: 3, offset: 99 },
  { code: 'BUDGET_TOO_SMALL', message: 'too small', id: 'q', max_seq_length: 512 },
  { code: 'NO_PASSAGES', message: 'none again' },
];
const LINES = REJECTS.map(reject => `${JSON.stringify(reject)}\n`).join('');

async function finish(rejects: RejectFile): Promise<Record<string, number>> {
  const counts = await rejects.end();
  await rejects.commit();
  return counts;
}

test('without rejects there is no file', async t => {
  const dir = await tempDir(t);
  t.deepEqual(await finish(rejectFile(join(dir, 'out', 'rejects.jsonl.gz'))), {});
  t.deepEqual(await filesIn(dir), []);
});

test('a file of rejects that an earlier run has left goes, and what is no file stays', async t => {
  const dir = await tempDir(t);
  const path = join(dir, 'rejects.jsonl');
  await writeFile(path, LINES);
  const rejects = rejectFile(path);
  await rejects.end();
  t.true(existsSync(path), 'not before the rest is whole');
  await rejects.commit();
  t.false(existsSync(path));
  const link = join(dir, 'link');
  await writeFile(path, LINES);
  await symlink(path, link);
  await finish(rejectFile(link));
  t.deepEqual(await filesIn(dir), ['link']);
  await finish(rejectFile('/dev/null'));
  t.true((await stat('/dev/null')).isCharacterDevice());
});

for (const name of ['rejects.jsonl.gz', 'rejects.jsonl']) {
  test(`${name} holds the rejects, a line each, and they are counted by code`, async t => {
    const dir = await tempDir(t);
    const path = join(dir, 'deep', name);
    const rejects = rejectFile(path);
    for (const reject of REJECTS) {
      await rejects.write(reject);
      t.false(existsSync(path), 'not before it is finished');
    }
    t.deepEqual(await finish(rejects), { NO_PASSAGES: 2, BUDGET_TOO_SMALL: 1 });
    const bytes = await readFile(path);
    t.is((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString(), LINES);
    t.deepEqual(await filesIn(join(dir, 'deep')), [name]);
  });

  test(`an abandoned ${name} leaves nothing behind`, async t => {
    const dir = await tempDir(t);
    const rejects = rejectFile(join(dir, name));
    await rejects.abandon();
    for (const reject of REJECTS) await rejects.write(reject);
    await rejects.abandon();
    t.deepEqual(await filesIn(dir), []);
  });
}

test('what is abandoned takes no more rejects, and says so', async t => {
  const dir = await tempDir(t);
  const rejects = rejectFile(join(dir, 'rejects.jsonl'));
  await rejects.write(REJECTS[0]!);
  await rejects.abandon();
  await t.throwsAsync(rejects.write(REJECTS[1]!));
  await t.throwsAsync(rejects.end());
  t.deepEqual(await filesIn(dir), []);
});

test('rejects may be written without waiting', async t => {
  const path = join(await tempDir(t), 'rejects.jsonl');
  const rejects = rejectFile(path);
  const many = Array.from({ length: 3000 }, (_, i) => ({ ...REJECTS[0]!, record: i }));
  await Promise.all(many.map(reject => rejects.write(reject)));
  t.deepEqual(await finish(rejects), { NO_PASSAGES: 3000 });
  t.is(await readFile(path, 'utf8'), many.map(reject => `${JSON.stringify(reject)}\n`).join(''));
});

test('a place that cannot be written to is an error with a code, and abandoning it is none', async t => {
  const dir = await tempDir(t);
  await writeFile(join(dir, 'file'), '');
  const rejects = rejectFile(join(dir, 'file', 'rejects.jsonl.gz'));
  await t.throwsAsync(rejects.write(REJECTS[0]!), { code: 'OUTPUT_UNWRITABLE' });
  await t.throwsAsync(finish(rejects), { code: 'OUTPUT_UNWRITABLE' });
  await t.notThrowsAsync(rejects.abandon());
});

(hasFull ? test : test.skip)('a full disk is an error of the next write or of the end', async t => {
  const dir = await tempDir(t);
  for (const name of ['r.jsonl', 'r.jsonl.gz']) {
    const path = join(dir, name);
    await symlink(FULL, path);
    const rejects = rejectFile(path);
    await rejects.write(REJECTS[0]!);
    await t.throwsAsync(finish(rejects), { code: 'OUTPUT_UNWRITABLE' });
    await t.throwsAsync(rejects.write(REJECTS[0]!), { code: 'OUTPUT_UNWRITABLE' });
    await rejects.abandon();
  }
  t.deepEqual(await filesIn(dir), ['r.jsonl', 'r.jsonl.gz']);
});
