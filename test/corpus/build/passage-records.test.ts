import test from 'ava';
import fc from 'fast-check';
import { apart, together } from '../../../lib/corpus/build/passage-bytes.js';
import {
  countedText,
  type NewPassage,
  passageRecords,
} from '../../../lib/corpus/build/passage-records.js';
import { StoredPassage } from '../../../lib/corpus/store/codec.js';
import { passageId } from '../../../lib/corpus/store/passage-id.js';
import type { Tokenizer } from '../../../lib/tokenize/tokenizer.js';
import { words } from '../../support/tokenizer.js';

const passageOf = (title: string): NewPassage => {
  const text = `${title} is wide. It is deep.`;
  return { id: passageId(title, text), title, text };
};
const PASSAGES = ['The sea', 'The hill'].map(passageOf);
const TEXTS = PASSAGES.map(({ title, text }) => countedText(title, text));

/** The words, and what was asked of it. */
function listening(): { tokenizer: Tokenizer; calls: (string | readonly string[])[] } {
  const calls: (string | readonly string[])[] = [];
  const tokenizer: Tokenizer = {
    ...words,
    count: text => {
      calls.push(text);
      return words.count(text);
    },
    countAll: texts => {
      calls.push(texts);
      return texts.map(text => words.count(text));
    },
  };
  return { tokenizer, calls };
}

test('what is stored of a passage is itself, counted, with the ends of its sentences', t => {
  for (const [i, bytes] of passageRecords(PASSAGES, words).entries()) {
    const { id, title, text, tokens, bounds } = new StoredPassage(bytes, false);
    t.like({ id, title, text }, PASSAGES[i]!);
    t.is(tokens, words.count(TEXTS[i]!));
    t.deepEqual([...bounds], [text.indexOf(' It')]);
  }
});

test('passages are counted in one call, where a call costs much, and else one by one', t => {
  const { tokenizer, calls } = listening();
  passageRecords(PASSAGES, tokenizer);
  t.deepEqual(calls, [TEXTS]);
  passageRecords(PASSAGES, { ...tokenizer, countAll: undefined });
  t.deepEqual(calls.slice(1), TEXTS);
});

test('records are handed over together, and are the same when they are taken apart', t => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), arrays => {
      const records = arrays.map(each => Buffer.from(each));
      const { bytes, lengths } = together(records);
      t.is(bytes.buffer.byteLength, bytes.length);
      t.deepEqual(apart({ bytes, lengths }), records);
    }),
  );
});
