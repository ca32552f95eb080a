import test from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { readApiKey } from '../../../lib/model/client/api-key.js';
import { classify } from '../../../lib/model/faults/classify.js';
import type { Fault } from '../../../lib/model/faults/fault.js';
import { ownWords } from '../../../lib/model/faults/own-words.js';
import { FakeClock } from '../../support/model/fake-clock.js';
import { ask, chatFor, mockFor } from '../../support/model/fixtures.js';

/** Questions that speak of what servers speak of, one for each way in which a server says no. */
const QUESTION =
  'Passage 1: You exceeded your current quota, please check your plan and billing details. ' +
  'Passage 2: the account was overdue and the credit balance is too low to recharge. ' +
  'Passage 3: an invalid API key, unauthorized; the model `m` does not exist. ' +
  'Passage 4: too many concurrent requests, try again in 3 days. ' +
  'Passage 5: temperature is not supported, n must be 1, only streaming is allowed. ' +
  'Passage 6: flagged by moderation. The prompt is too long. "Why?" asked Zoë.\nSo?';

function faultOf(status: number, body: unknown, choices = 1): Fault {
  const sent = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: QUESTION }] });
  const result = classify(
    { status, header: () => undefined, body: JSON.stringify(body) },
    {
      endpoint: 'http://server/v1',
      asked: { choices, stream: false },
      sent,
      hasAnswered: true,
      givesMany: true,
      key: readApiKey({}),
      clock: new FakeClock(),
    },
  );
  if ('answers' in result) throw new Error('an answer');
  return result;
}

const ECHOES: [string, (text: string) => unknown][] = [
  ['as it was', text => ({ error: { message: `Bad request: ${text}` } })],
  ['as a list', text => ({ detail: [{ loc: ['body'], msg: 'Bad', input: text }] })],
  [
    'in an object',
    text => ({ detail: [{ loc: ['body'], msg: 'Bad', input: { messages: text } }] }),
  ],
  ['as Python does', text => ({ message: `1 error: [{'msg': 'Bad', 'input': '${text}'}]` })],
  ['as JSON in a text', text => ({ error: { message: `Bad: ${JSON.stringify({ text })}` } })],
  ['cut', text => ({ error: { message: `Bad request: ${text.slice(40, 300)}...` } })],
  ['as plain text', text => `Bad request: ${text}`],
];
for (const [name, echo] of ECHOES) {
  test(`a server that repeats the question ${name} says nothing with it`, t => {
    const said = (status: number, choices = 1) => faultOf(status, echo(QUESTION), choices).fault;
    t.is(said(400), 'refused');
    t.is(said(400, 8), 'refused');
    t.is(said(422, 8), 'refused');
    t.is(said(403), 'not-there');
    t.is(said(429), 'busy');
    t.is(said(500), 'server-error');
    t.is(faultOf(429, echo(QUESTION)).retryAfterMs, undefined);
  });
}

test('what a server says itself counts beside what it repeats', t => {
  const message = `Insufficient balance. You sent: ${QUESTION}`;
  t.is(faultOf(403, { error: { message } }).fault, 'quota-spent');
  t.regex(
    faultOf(403, { error: { message } }).message,
    /Insufficient balance. You sent: Passage 1/,
  );
});

test('words stay, runs of the request go', t => {
  const said = { text: 'Your request is too long', code: '', type: '', param: '' };
  t.is(ownWords(said, JSON.stringify(QUESTION)), said);
  t.is(ownWords(said, undefined), said);
  const run = 'all that was sent, word for word';
  const { text } = ownWords({ ...said, text: `before <${run}> after` }, `x ${run} y`);
  t.is(text, 'before < > after');
});

test('looking takes no longer than reading, whatever both are', t => {
  const said = (text: string) => ({ text, code: '', type: '', param: '' });
  const before = process.cpuUsage().user;
  t.is(ownWords(said('a'.repeat(4000)), 'ab'.repeat(50) + 'a'.repeat(2_000_000)).text, ' ');
  const own = Array.from({ length: 800 }, (_, i) => `w${i}`).join(' ');
  t.is(ownWords(said(own), 'x y z '.repeat(500_000)).text, own);
  // Tens of seconds where each place in one is compared with each in the other.
  t.true(process.cpuUsage().user - before < 4e6);
});

test('a record that a server refuses while repeating it is a reject, and the others go on', async t => {
  const mock = await mockFor(t);
  mock.decide = ({ key }) =>
    key === QUESTION ? { status: 400, body: { error: { message: `Bad: ${key}` } } } : undefined;
  const chat = await chatFor(t, { urls: [mock.url] });
  t.false((await chat.ask(ask('a', 2))) instanceof RecordError);
  const result = await chat.ask(ask(QUESTION, 2));
  t.is((result as RecordError).code as string, 'MODEL_REFUSED');
  t.false((await chat.ask(ask('b', 2))) instanceof RecordError);
  t.is(mock.calls.length, 3);
});
