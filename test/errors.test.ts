import test from 'ava';
import fc from 'fast-check';
import { inShort, KeychainError, RecordError } from '../lib/errors.js';

test('of a message that repeats a long value its beginning and its end are kept', t => {
  const value = '😀'.repeat(100_000);
  for (const error of [
    new KeychainError('IDS_UNMATCHED', `ids.txt: no id, such as ${value}; give others`),
    new RecordError('RECORD_INVALID', `ids.txt: no id, such as ${value}; give others`),
  ]) {
    t.true(error.message.length < 1_600);
    t.regex(error.message, /^ids\.txt: no id, .* \.\.\. .*; give others$/u);
    t.true(error.message.isWellFormed());
  }
});

test('a message that somebody reads is left as it is', t => {
  fc.assert(
    fc.property(fc.string({ maxLength: 1_500 }), message => {
      t.is(inShort(message), message);
    }),
  );
});
