import { closeSync, mkdtempSync, readdirSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'ava';
import { spool } from '../../lib/disk/spool.js';
import { removeTemporary } from '../../lib/disk/temporary.js';

/** Temporary files of this test file alone. */
const folder = mkdtempSync(join(tmpdir(), 'keychain-test-'));
process.env.TMPDIR = folder;
test.after.always(() => rmSync(folder, { recursive: true }));

test.serial('a spool has no name before it has a byte, and holds what was written', t => {
  const copy = spool();
  t.deepEqual(readdirSync(folder), []);
  copy.write(Buffer.from('one '));
  copy.write(Buffer.from('two'));
  const file = copy.take();
  copy.close();
  const bytes = Buffer.alloc(16);
  t.is(bytes.toString('utf8', 0, readSync(file, bytes, 0, 16, 0)), 'one two');
  closeSync(file);
  copy.close();
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
  copy.close();
});

test.serial('a spool that cannot be made leaves nothing and says so', t => {
  process.env.TMPDIR = join(folder, 'missing');
  t.throws(spool, { code: 'OUTPUT_UNWRITABLE', message: /set TMPDIR/ });
  process.env.TMPDIR = folder;
  t.deepEqual(readdirSync(dirname(join(folder, 'missing'))), []);
});
