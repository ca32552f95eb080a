import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { idsIn } from '../../lib/filter/rules/ids-in.js';

const folder = mkdtempSync(join(tmpdir(), 'filter-test-'));
test.after.always(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileOf(content: string | Buffer): string {
  const path = join(folder, `${files++}.ids`);
  writeFileSync(path, content);
  return path;
}

const FORMS: Record<string, string | Buffer> = {
  'an id a line': 'a\n\n  b \r\nlong',
  'JSON lines': '{"id":"a","x":1}\n {"id":"b"}\n{"id":"long"}\n',
  'both, compressed': gzipSync('a\n{"id":"b"}\nlong\n'),
};

for (const [form, content] of Object.entries(FORMS)) {
  test(`${form}: keeps these ids, and samples of these questions`, async t => {
    const rule = await idsIn(fileOf(content));
    t.true(rule.keeps({ id: 'a' }));
    t.true(rule.keeps({ id: 'b' }));
    t.true(rule.keeps({ id: 'hotpotqa/b/4096', meta: { question_id: 'b' } }));
    t.false(rule.keeps({ id: 'c' }));
    t.false(rule.keeps({ id: '' }));
    t.false(rule.keeps({}));
    await rule.close();
    await rule.close();
  });
}

test('more ids than fit into memory at once, and long ones, are all found again', async t => {
  const ids = Array.from({ length: 5000 }, (_, i) =>
    i % 100 ? `id${i}` : `${'x'.repeat(600)}${i}`,
  );
  const rule = await idsIn(fileOf(ids.join('\n')));
  t.true(ids.every(id => rule.keeps({ id })));
  t.false(rule.keeps({ id: 'x'.repeat(600) }));
  await rule.close();
});

const ERRORS: [what: string, content: string | undefined, code: string, message: RegExp][] = [
  ['a missing file', undefined, 'INPUT_MISSING', /no such file/],
  ['a broken record', 'a\n{"id":\n', 'INPUT_SYNTAX', /line 2/],
  ['a record without id', '{"ID":"a"}\n', 'INPUT_FORMAT', /line 1: has no id/],
];

for (const [what, content, code, message] of ERRORS) {
  test(`${what} is ${code}`, async t => {
    const path = content === undefined ? join(folder, 'none') : fileOf(content);
    await t.throwsAsync(idsIn(path), { code, message });
  });
}

test.serial('nothing stays in the temporary folder', async t => {
  const before = process.env.TMPDIR;
  const own = mkdtempSync(join(folder, 'tmp-'));
  process.env.TMPDIR = own;
  try {
    const rule = await idsIn(fileOf('a'));
    t.deepEqual(readdirSync(own), []);
    await rule.close();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});
