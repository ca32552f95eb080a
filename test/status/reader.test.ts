import test from 'ava';
import { openReader } from '../../lib/status/reader.js';

const failing = (code: string) => async (): Promise<string> => {
  throw Object.assign(new Error('it fails'), { code });
};

test('what cannot be read is told once, and is no end of the rest', async t => {
  const warnings: string[] = [];
  const read = openReader(message => warnings.push(message));
  t.is(await read('a.log', failing('EACCES')), undefined);
  t.is(await read('a.log', failing('EACCES')), undefined);
  t.is(await read('b.log', async path => path), 'b.log');
  t.deepEqual(warnings, ['a.log: cannot be read (EACCES); what it says is not told']);
});

test('what is not there, or no more, is nothing to tell', async t => {
  const read = openReader(message => t.fail(message));
  t.is(await read('a.log', failing('ENOENT')), undefined);
  t.is(await read(undefined, failing('EACCES')), undefined);
});
