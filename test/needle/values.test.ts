import test from 'ava';
import { VALUE_KINDS } from '../../lib/needle/values.js';
import { ADJECTIVES, NOUNS, WORD_PAIRS } from '../../lib/needle/words.js';
import { keyedRandom } from '../../lib/random.js';

test('no pair of words stands in another one', t => {
  for (const each of ADJECTIVES) {
    t.deepEqual(
      ADJECTIVES.filter(other => other.endsWith(each)),
      [each],
    );
  }
  for (const each of NOUNS)
    t.deepEqual(
      NOUNS.filter(other => other.startsWith(each)),
      [each],
    );
  t.true([...ADJECTIVES, ...NOUNS].every(each => /^[a-z]+$/.test(each)));
  t.is(WORD_PAIRS, ADJECTIVES.length * NOUNS.length);
});

const LOOKS = {
  words: /^[a-z]+-[a-z]+$/,
  numbers: /^[1-9]\d{6}$/,
  uuid: /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
};

for (const [name, pattern] of Object.entries(LOOKS)) {
  test(`values of the kind ${name} look like it`, t => {
    const random = keyedRandom(name);
    for (let i = 0; i < 1000; i++) t.regex(VALUE_KINDS[name as 'uuid'].make(random), pattern);
  });
}

test('mixed values are of all kinds, and no number stands in a UUID', t => {
  const random = keyedRandom('mixed');
  const made = Array.from({ length: 3000 }, () => VALUE_KINDS.mixed.make(random));
  for (const pattern of Object.values(LOOKS)) {
    const share = made.filter(value => pattern.test(value)).length / made.length;
    t.true(share > 0.28 && share < 0.39, `${share}`);
  }
  t.false(made.some(value => value.includes('-') && /\d{7}/.test(value)));
});
