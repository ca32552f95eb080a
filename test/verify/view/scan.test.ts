import test from 'ava';
import fc from 'fast-check';
import type { Pair } from '../../../lib/records/sample.js';
import { keyTest } from '../../../lib/verify/view/keys.js';
import { scanPairs, withoutPairs } from '../../../lib/verify/view/scan.js';

const isHex4 = keyTest('hex4')!;

test('any pairs are found again, and taking them out leaves the rest', t => {
  const key = fc.stringMatching(/^[\da-f]{4}$/);
  const filling = fc.stringMatching(/^[a-z .\n]{0,9}$/);
  const piece = fc.tuple(filling, key, fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.array(piece), pieces => {
      const pairs = pieces.map(([, name, value]): Pair => [name, value]);
      const context = pieces.map(([text, name, value]) => {
        return `${text}{"${name}": ${JSON.stringify(value)}}.`;
      });
      const marks = scanPairs(context.join(''), isHex4);
      t.deepEqual(
        marks.map(({ pair }) => pair),
        pairs,
      );
      t.is(withoutPairs(context.join(''), marks), pieces.map(([text]) => text).join(''));
    }),
  );
});

test('other objects are text', t => {
  const texts = ['{"beefy": "x"}', '{"beef": 3}', '{beef: "x"}', '{"BEEF": "x"}', '{"": "beef"}'];
  for (const text of texts) t.deepEqual(scanPairs(text, isHex4), [], text);
});

test('a pair inside another object is found', t => {
  const [mark] = scanPairs('{"a": "{"beef": "x"}."}', isHex4);
  t.deepEqual(mark?.pair, ['beef', 'x']);
});

test('what begins like a pair and is none has no pair', t => {
  for (const text of [
    '{"beef": "a "b" c"}.',
    '{"beef": "a\nb"}.',
    '{"beef": "a\\x"}.',
    '{"beef": "a',
  ]) {
    const marks = scanPairs(`${text} end`, isHex4);
    t.is(marks.length, 1, text);
    t.is(marks[0]!.pair, undefined, text);
  }
});

test('scanning is linear in hostile texts', t => {
  const hostile = ['{"', '{"beef":"', '{"beef":"\\', '{', '{ ', '{"beef": "x'];
  // Anything worse would take hours, however fast the machine.
  t.timeout(240_000);
  for (const text of hostile) t.notThrows(() => scanPairs(text.repeat(200_000), isHex4));
});

test('the key formats', t => {
  const uuid = '0123abcd-0000-4000-8000-0123456789ab';
  t.true(keyTest('uuid')!(uuid));
  t.false(keyTest('uuid')!(uuid.toUpperCase()));
  t.false(keyTest('uuid')!(uuid.replace('-4', '-1')));
  t.true(keyTest('nano5')!('a_-Z9'));
  t.false(keyTest('nano5')!('a_-Z'));
  t.is(keyTest('hex0'), undefined);
  t.true(keyTest('letters3')!('abc'));
  t.false(keyTest('letters3')!('abC'));
  const digits = uuid.replaceAll('-', '');
  for (let length = 1; length <= 32; length++) {
    const isKey = keyTest(`default_${length}`)!;
    t.true(isKey(digits.slice(0, length)));
    t.false(isKey(digits.slice(0, length - 1)));
    t.false(isKey(`${digits}0`.slice(0, length + 1)));
    t.is(isKey('1'.repeat(length)), length < 13);
  }
  for (const none of ['default', 'default_0', 'default_33', 'letters', 'letters0']) {
    t.is(keyTest(none), undefined, none);
  }
  t.is(keyTest('base64'), undefined);
});
