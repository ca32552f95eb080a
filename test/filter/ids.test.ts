import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('keeps these ids, and samples of these questions', async t => {
  const rule = await idsIn(fileOf('a\nb\n17\n'));
  t.true(rule.keeps({ id: 'a' }));
  t.true(rule.keeps({ id: 'hotpotqa/b/4096', meta: { question_id: 'b' } }));
  t.true(rule.keeps({ id: 17 }));
  t.true(rule.keeps({ _id: 'a' }), 'as HotpotQA has it');
  t.false(rule.keeps({ id: 'c' }));
  t.false(rule.keeps({ id: '' }));
  t.false(rule.keeps({}));
  await rule.close();
  await rule.close();
});

test('what no record has is told in the end, and that nothing was found is an error', async t => {
  const path = fileOf('a\nb\nc\n');
  const rule = await idsIn(path);
  const warnings: string[] = [];
  const end = () => rule.end(message => warnings.push(message));
  t.throws(end, { code: 'IDS_UNMATCHED', message: /: 3 of 3 ids match no record, such as "a";/ });
  rule.keeps({ id: 'a' });
  rule.keeps({ id: 'x', meta: { question_id: 'c' } });
  end();
  t.deepEqual(warnings, [`${path}: 1 of 3 ids match no record, such as "b"`]);
  await rule.close();
});

test('more ids than fit into memory at once, and long ones, are all found again', async t => {
  const ids = Array.from({ length: 5000 }, (_, i) =>
    i % 100 ? `id${i}` : `${'x'.repeat(600)}${i}`,
  );
  const rule = await idsIn(fileOf(ids.join('\n')));
  t.true(ids.every(id => rule.keeps({ id })));
  t.false(rule.keeps({ id: 'x'.repeat(600) }));
  await rule.close();
});

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
