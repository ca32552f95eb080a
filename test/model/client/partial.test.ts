import test from 'ava';
import { RecordError } from '../../../lib/errors.js';
import type { ChatAnswer } from '../../../lib/model/client/chat-types.js';
import { ask, chatFor, mockFor, texts } from '../../support/model/fixtures.js';
import type { SeenCall } from '../../support/model/mock-server.js';

/** A completion whose choice `at` has that text, or was broken off. */
const completion = (contents: (string | undefined)[], usage?: object) => ({
  choices: contents.map((content, index) => ({
    index,
    message: { role: 'assistant', content: content ?? 'half an ans' },
    finish_reason: content === undefined ? 'abort' : 'stop',
  })),
  ...(usage && { usage }),
});

const usage = { prompt_tokens: 10, completion_tokens: 40 };

test('whole choices of a partly failed answer are kept, and the rest is asked for', async t => {
  const mock = await mockFor(t);
  const asked: number[] = [];
  mock.decide = ({ n }: SeenCall) => {
    asked.push(n);
    const contents = asked.length === 1 ? ['a', undefined, 'c', undefined] : ['x', 'y'];
    return { status: 200, body: completion(contents, usage) };
  };
  const chat = await chatFor(t, { urls: [mock.url] });
  t.deepEqual(texts(await chat.ask(ask('q', 4))), ['a', 'c', 'x', 'y']);
  t.deepEqual(asked, [4, 2]);
  t.like(chat.totals(), { requests: 2, promptTokens: 20, completionTokens: 80 });
});

test('what a reply without a whole choice has used counts as well', async t => {
  const mock = await mockFor(t);
  let calls = 0;
  mock.decide = () =>
    ++calls === 1
      ? { status: 200, body: completion([undefined, undefined], usage) }
      : { status: 200, body: completion(['a', 'b'], usage) };
  const chat = await chatFor(t, { urls: [mock.url] });
  t.deepEqual(texts(await chat.ask(ask('q', 2))), ['a', 'b']);
  t.like(chat.totals(), { requests: 2, promptTokens: 20, completionTokens: 80 });
});

test('choices are taken in the order of their index', async t => {
  const mock = await mockFor(t);
  const body = completion(['0', '1', '2']);
  body.choices.reverse();
  mock.decide = () => ({ status: 200, body });
  const chat = await chatFor(t, { urls: [mock.url] });
  t.deepEqual(texts(await chat.ask(ask('q', 3))), ['0', '1', '2']);
});

test('thoughts are found under each of their names, and a refusal of the model is its answer', async t => {
  const messages = [
    { content: null, reasoning_content: 'one' },
    { content: 'x', reasoning_content: '', reasoning: 'two' },
    { content: 'x', reasoning_content: null, reasoning_details: [{ text: 'three' }] },
    {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'four' }] },
        { type: 'text', text: 'x' },
      ],
    },
    { content: '', refusal: 'I cannot.' },
  ];
  const mock = await mockFor(t);
  mock.decide = () => ({
    status: 200,
    body: {
      choices: messages.map((message, index) => ({ index, message, finish_reason: 'stop' })),
    },
  });
  const chat = await chatFor(t, { urls: [mock.url] });
  const answers = await chat.ask(ask('q', 5));
  if (answers instanceof RecordError) throw answers;
  t.deepEqual(
    answers.map(({ text, reasoning_content = '' }) => [text, reasoning_content]),
    [
      ['', 'one'],
      ['x', 'two'],
      ['x', 'three'],
      ['x', 'four'],
      ['I cannot.', ''],
    ],
  );
});

test('halves of characters become what every reader takes', async t => {
  const text = 'Look \ud83d here \udcaf';
  const message = { content: text, reasoning_content: text };
  const body = JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] });
  const mock = await mockFor(t, { otherwise: { status: 200, body } });
  const chat = await chatFor(t, { urls: [mock.url] });
  const [answer] = (await chat.ask(ask('q'))) as ChatAnswer[];
  t.like(answer, { text: 'Look \ufffd here \ufffd', reasoning_content: 'Look \ufffd here \ufffd' });
});

test('parts of the key in what a server says are blotted out as well', async t => {
  process.env.PART_TEST_KEY = 'sk-field-0123456789abcdefXYZ';
  const message =
    'Incorrect API key provided: sk-field-01234***efXYZ. And sk-field-0123456789abcdefXYZ.';
  const mock = await mockFor(t, { otherwise: { status: 418, body: { error: { message } } } });
  const chat = await chatFor(t, { urls: [mock.url], apiKeyEnv: 'PART_TEST_KEY' });
  const { message: told } = (await chat.ask(ask('q'))) as RecordError;
  t.regex(told, /Incorrect API key provided: \*{3,}/);
  t.notRegex(told, /sk-field|0123/);
});
