import test from 'ava';
import { heldValue } from '../../../lib/json/parsing/held-value.js';
import { parseChunks } from '../../datasets/fixtures.js';

test('a value whose bracket is missing fails long before the input ends', t => {
  const held = heldValue({ file: 'f', offset: 100, maxBytes: 1000, firstLook: 50 });
  const piece = Buffer.from('{"id": "a", {"id": "b"}, ');
  const add = () => {
    for (let i = 0; i < 10; i += 1) held.add(piece);
  };
  t.throws(add, { code: 'INPUT_SYNTAX', message: /^f: not valid JSON at byte 112, / });
});

test('a long value that is JSON so far is held until its end', t => {
  const held = heldValue({ file: 'f', offset: 0, maxBytes: 10_000, firstLook: 4 });
  const text = JSON.stringify({ text: 'é🎸\\"'.repeat(100) });
  for (const byte of Buffer.from(text)) held.add(Buffer.from([byte]));
  t.is(held.bytes().toString(), text);
});

test('a missing quote at the start does not take a large input into memory', async t => {
  const record = Buffer.from(`{"id": "a", "passages": "${'x'.repeat(100_000)}"}, `);
  let taken = 0;
  const { error } = await parseChunks(
    (function* () {
      yield Buffer.from('[{"id: "a"}, ');
      for (let i = 0; i < 2000; i += 1) {
        taken = i;
        yield record;
      }
    })() as unknown as Buffer[],
  );
  t.is(error?.code, 'INPUT_SYNTAX');
  t.true(taken < 300, `${taken} records of 0.1 MB were read`);
});
