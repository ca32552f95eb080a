import test from 'ava';
import type { ChatAnswer } from '../../../lib/model/client/chat-types.js';
import { decode, encode, ID_BYTES, type Recorded } from '../../../lib/model/journal/recorded.js';

const ID = '0123456789abcdef'.repeat(4);

const recorded = (text: string, changes: Partial<Recorded> = {}): Recorded => {
  const answer: ChatAnswer = { text, finish_reason: 'stop', usage: null };
  return { limit: 300, generation: 0, rollouts: [2], answers: [answer], ...changes };
};

test('what was given is read back as it was, short or long, with a limit or without', t => {
  for (const text of ['', 'ünï 🎸', 'and so on '.repeat(1000)]) {
    for (const limit of [1, Number.POSITIVE_INFINITY]) {
      const each = recorded(text, { limit, generation: 3, rollouts: [7] });
      t.deepEqual(decode(encode(ID, each)), each);
    }
  }
});

test('a body begins with what was asked, as 32 bytes, then how the rest is stored', t => {
  const short = encode(ID, recorded('a'));
  t.is(ID_BYTES, 32);
  t.is(short.subarray(0, 32).toString('hex'), ID);
  t.is(
    short.subarray(32).toString(),
    '\0{"limit":300,"generation":0,"rollouts":[2],"answers":[{"text":"a","finish_reason":"stop","usage":null}]}',
  );
  t.is(encode('ab', recorded('a')).subarray(0, 32).toString('hex'), 'ab'.padStart(64, '0'));
  const long = encode(ID, recorded('and so on '.repeat(1000)));
  t.is(long[32], 1);
  t.true(long.length < 1000);
});

test('texts from 512 bytes on are deflated', t => {
  const around = encode(ID, recorded('')).length - ID_BYTES - 1;
  for (const [bytes, kind] of [
    [511, 0],
    [512, 1],
  ] as const) {
    const body = encode(ID, recorded('x'.repeat(bytes - around)));
    t.is(body[32], kind, `${bytes} bytes`);
  }
});

test('what is no body is an error', t => {
  const short = encode(ID, recorded('a'));
  t.throws(() => decode(short.subarray(0, -1)));
  const long = encode(ID, recorded('and so on '.repeat(1000)));
  t.throws(() => decode(long.subarray(0, -1)));
  t.throws(() => decode(Buffer.concat([short.subarray(0, 32), Buffer.of(1), short.subarray(33)])));
});
