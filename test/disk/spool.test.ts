import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'ava';
import { spool } from '../../lib/disk/spool.js';
import { removeTemporary } from '../../lib/disk/temporary.js';

/** Temporary files of this test file alone. */
const folder = mkdtempSync(join(tmpdir(), 'keychain-test-'));
process.env.TMPDIR = folder;
test.after.always(() => rmSync(folder, { recursive: true }));

test.serial('a spool holds what was written until it is removed', t => {
  const copy = spool();
  copy.write(Buffer.from('one '));
  copy.write(Buffer.from('two'));
  copy.close();
  t.is(readFileSync(copy.path, 'utf8'), 'one two');
  copy.remove();
  copy.remove();
  t.deepEqual(readdirSync(folder), []);
});

test.serial('a spool goes with everything else that is temporary', t => {
  const copy = spool();
  copy.write(Buffer.from('one'));
  removeTemporary();
  t.deepEqual(readdirSync(folder), []);
  // A chunk that was on its way does not bring it back.
  copy.write(Buffer.from('two'));
  t.deepEqual(readdirSync(folder), []);
  copy.remove();
});

test.serial('a spool that cannot be made leaves nothing and says so', t => {
  process.env.TMPDIR = join(folder, 'missing');
  t.throws(spool, { code: 'OUTPUT_UNWRITABLE', message: /set TMPDIR/ });
  process.env.TMPDIR = folder;
  t.deepEqual(readdirSync(dirname(join(folder, 'missing'))), []);
});
