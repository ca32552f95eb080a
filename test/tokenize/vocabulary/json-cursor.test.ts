import test from 'ava';
import fc from 'fast-check';
import { JsonCursor } from '../../../lib/tokenize/vocabulary/json-cursor.js';

test('stepping over a value ends where it ends, whatever its strings hold', t => {
  fc.assert(
    fc.property(
      fc.json({ stringUnit: 'binary' }),
      fc.constantFrom('', ' ', '\n\t'),
      (json, white) => {
        const bytes = Buffer.from(`${white}${json}`);
        for (const end of [',', '}', ']', '']) {
          const cursor = new JsonCursor(Buffer.from(`${white}${json}${end}"]`));
          if (end === '') cursor.bytes.fill(0x20, bytes.length);
          cursor.skip();
          t.is(cursor.bytes.toString('utf8', 0, cursor.at).trim(), json.trim());
        }
      },
    ),
  );
});

for (const json of ['[', '{"a": "]}"', '"a', '"a\\"', '[["a"]', '["\\']) {
  test(`a value that does not end: ${json}`, t => {
    t.throws(() => new JsonCursor(Buffer.from(json)).skip(), { instanceOf: SyntaxError });
  });
}
