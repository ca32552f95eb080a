import test from 'ava';
import fc from 'fast-check';
import { told } from '../../lib/network/told.js';
import { unreachable } from '../../lib/network/unreachable.js';

const SECRET = 'hf_AbcdefghijklmnopqrstuvwxyZ01234567';

test('of what somebody else says, no secret is handed on, wherever it stands and the text is cut', t => {
  const text = fc.string({ maxLength: 400 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const said = told(`${before}${SECRET}${after}`, [SECRET]);
      t.false(said.includes(SECRET.slice(0, 8)) && !before.includes(SECRET.slice(0, 8)));
      t.true(said.length <= 300);
      t.notRegex(said, /[\n\r\t]/);
    }),
  );
  t.is(told('no such\n  host'), 'no such host');
  t.is(told('GET https://ann:pw@h/x?token=abc failed'), 'GET https://h/x?token=*** failed');
});

test('a connection that fails for a reason nobody knows is told without what was sent', t => {
  const error = new Error(`invalid header: Bearer ${SECRET}`);
  const { message } = unreachable(new URL('https://h/x'), error, [SECRET]);
  t.is(message, 'h: invalid header: Bearer ***');
});
