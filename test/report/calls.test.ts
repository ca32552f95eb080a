import test from 'ava';
import { type AllCalls, addEvent, isEvent } from '../../lib/report/calls.js';
import { renderPage } from '../../lib/report/page/page.js';
import { summarize } from '../../lib/report/summary.js';

const ROLLED = {
  event: 'summary',
  command: 'rollout',
  model: 'm',
  seconds: 2,
  requests: 10,
  reused: 3,
  prompt_tokens: 1000,
  answer_tokens: 400,
  cost: 0.25,
};

const callsOf = (events: readonly object[], label = 'log') => {
  const all: AllCalls = new Map();
  for (const event of events) addEvent(all, label, { ...event });
  return summarize(new Map(), all).calls;
};

test('a summary tells what calls have cost and how fast they were; the same command goes on', t => {
  const once = {
    ...{ label: 'log', command: 'rollout', model: 'm', requests: 10, reused: 3 },
    ...{ prompt_tokens: 1000, answer_tokens: 400, cost: 0.25, seconds: 2 },
    ...{ requests_per_second: 5, answer_tokens_per_second: 200 },
  };
  t.deepEqual(callsOf([ROLLED]), [once]);
  t.like(callsOf([ROLLED, ROLLED])[0], { requests: 20, cost: 0.5, requests_per_second: 5 });
  t.deepEqual(
    callsOf([ROLLED, { ...ROLLED, model: 'n' }]).map(({ model }) => model),
    ['m', 'n'],
  );
});

test('judged questions of several datasets are the calls of one command', t => {
  const { requests, cost } = ROLLED;
  const datasets = [{ judged: { requests, cost } }, { judged: { requests, cost } }, {}];
  const event = { event: 'summary', command: 'keychain', seconds: 4, datasets };
  t.like(callsOf([event])[0], { command: 'keychain', requests: 20, cost: 0.5, seconds: 4 });
});

test('other events, and what called nobody, tell nothing', t => {
  t.deepEqual(callsOf([{ ...ROLLED, event: 'progress' }]), []);
  t.deepEqual(callsOf([{ event: 'summary', command: 'index', seconds: 1, datasets: [{}] }]), []);
  t.true(isEvent({ event: 'reject', code: 'X', message: 'of a reject, which its file has' }));
  t.false(isEvent({ event: 'the flood', question: 'When?' }));
});

test('values of any kind break nothing, and are text', async t => {
  const hostile = { ...ROLLED, command: '<script>', model: 7, seconds: 'x', cost: -1, reused: [] };
  const [calls] = callsOf([hostile], '<img src=x>');
  t.like(calls, { model: '', seconds: 0, cost: 0, reused: 0, requests_per_second: null });
  const all: AllCalls = new Map();
  addEvent(all, '<img src=x>', hostile);
  const page = await renderPage(summarize(new Map(), all));
  t.notRegex(page, /<script|<img/);
  t.regex(page, /Cost and speed of calls/);
});

test('more commands than can be shown are added up', t => {
  const events = Array.from({ length: 100 }, (_, i) => ({ ...ROLLED, model: `m${i}` }));
  const calls = callsOf(events);
  t.true(calls.length < 50);
  t.is(
    calls.reduce((sum, { requests }) => sum + requests, 0),
    1000,
  );
});
