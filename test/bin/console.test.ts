import { Writable } from 'node:stream';
import test from 'ava';
import { type ConsoleOptions, openConsole } from '../../bin/cli/console/console.js';
import { atInterrupt } from '../../bin/cli/ending.js';
import type { Reject } from '../../lib/records/reject.js';

/** A console over a made-up stream and clock. */
async function opened(options: Partial<ConsoleOptions> = {}, isTTY = false, columns = 120) {
  let text = '';
  let time = 1000;
  const stderr = Object.assign(
    new Writable({
      write(chunk: Buffer, _, done) {
        text += chunk.toString();
        done();
      },
    }),
    { isTTY, columns },
  );
  const io = { stderr, now: () => time };
  return {
    console: await openConsole(io, { json: false, quiet: false, ...options }),
    wait: (seconds: number) => {
      time += seconds * 1000;
    },
    text: () => text,
    lines: () => text.split('\n').filter(line => line !== ''),
    /** What a terminal shows in the end, a row a line. */
    rows: () =>
      text
        // biome-ignore lint/suspicious/noControlCharactersInRegex: those of a terminal
        .replace(/\x1b\[[\d;?]*[A-Za-z]/g, '\r')
        .split('\n')
        .map(row => row.split('\r').filter(Boolean).at(-1) ?? '')
        .filter(row => row !== ''),
  };
}

const reject = (code: string, record: number): Reject => ({
  code,
  message: 'it is bad',
  file: 'a.json',
  record,
  offset: record * 10,
});

test.serial('a bar stands only where a whole is known', async t => {
  const { console, rows } = await opened({}, true);
  console.progress('index a.json', { done: 25_000_000, total: 100_000_000, unit: 'bytes' });
  console.progress('judge a', { done: 7, unit: 'questions', note: 'cost 0.3' });
  console.progress('empty', { done: 0, total: 0, unit: 'questions' });
  console.close();
  const [bar = '', counter, empty] = rows().slice(-3);
  t.regex(bar, /^index a\.json \|.{40}\| 25\.0 of 100\.0 MB$/);
  t.is([...bar].filter(sign => sign === '\u25A0').length, 10, bar);
  t.is(counter, 'judge a: 7 questions, cost 0.3');
  t.is(empty, 'empty: 0 questions');
});

for (const columns of [20, 30, 40, 60, 80, 200]) {
  test.serial(`${columns} columns hold how far something is`, async t => {
    const { console, rows } = await opened({}, true, columns);
    const name = 'a-dataset-of-a-long-name 131072';
    console.progress(name, { done: 25, total: 1000, unit: 'calls' });
    console.progress('short', { done: 25, total: 1000, unit: 'calls' });
    console.progress(`${name} again`, { done: 25, unit: 'calls' });
    console.close();
    const shown = rows().slice(-3);
    for (const row of shown) t.true([...row].length < columns, row);
    for (const row of shown.slice(0, 2)) t.regex(row, /25 of 1000 calls$/);
    t.regex(shown[2]!, /25 calls$/);
    if (columns >= 40) t.regex(shown[1]!, /^short \|.{5,40}\| 25 of/);
  });
}

test.serial(
  'an interrupt gives the terminal back, and what is said then has a line of its own',
  async t => {
    const before = new Set(atInterrupt);
    const { console, text } = await opened({}, true);
    console.progress('a', { done: 1, total: 4, unit: 'questions' });
    t.true(text().includes('\x1b[?25l'));
    const [act] = [...atInterrupt].filter(each => !before.has(each));
    act!();
    t.true(text().lastIndexOf('\x1b[?25h') > text().lastIndexOf('\x1b[?25l'));
    t.true(text().endsWith('\n'));
    console.close();
    t.false(atInterrupt.has(act!));
  },
);

test.serial('a total may become known later', async t => {
  const { console, rows } = await opened({}, true);
  console.progress('a', { done: 1, unit: 'questions' });
  console.progress('a', { done: 2, total: 4, unit: 'questions' });
  console.close();
  t.regex(rows().at(-1)!, /^a \|.{40}\| 2 of 4 questions$/);
});

test.serial(
  'rates and the time left are those of what is under way, not of the process',
  async t => {
    const { console, wait, lines } = await opened();
    wait(3600);
    console.progress('index', { done: 100, total: 1000, unit: 'questions' });
    wait(10);
    console.progress('index', { done: 200, total: 1000, unit: 'questions' });
    t.deepEqual(lines(), ['index: 200 of 1000 questions, 10.0/s, 1:20 left']);
  },
);

test.serial('rates are those of recent work', async t => {
  const { console, wait, lines } = await opened();
  console.progress('a', { done: 0, total: 10_000, unit: 'calls' });
  for (let second = 1; second <= 100; second++) {
    wait(1);
    console.progress('a', { done: second, total: 10_000, unit: 'calls' });
  }
  for (let second = 1; second <= 20; second++) {
    wait(1);
    console.progress('a', { done: 100 + second * 50, total: 10_000, unit: 'calls' });
  }
  t.regex(lines().at(-1)!, /, 50\.0\/s, /);
});

test.serial('a bar shows how a rate falls while nothing comes', async t => {
  const { console, wait, rows } = await opened({}, true);
  console.progress('a', { done: 0, total: 100, unit: 'calls' });
  wait(1);
  console.progress('a', { done: 10, total: 100, unit: 'calls' });
  wait(9);
  console.warn('slow');
  console.close();
  // At the end, the rate of the whole of it, up to its last word.
  t.regex(rows().at(-1)!, /10 of 100 calls, 10\.0\/s$/);
  t.true(rows().includes('warning: slow'));
});

test.serial(
  'where stderr is no terminal there is a line a phase, and one more every 10 s',
  async t => {
    const { console, wait, lines } = await opened();
    console.progress('index a', { done: 1, unit: 'questions' });
    wait(1);
    console.progress('index a', { done: 60, unit: 'questions' });
    console.step('a: 60 questions');
    for (const done of [1, 2, 3]) {
      wait(4);
      console.progress('a 4096', { done, total: 4, unit: 'questions' });
    }
    wait(4);
    console.progress('a 4096', { done: 4, total: 4, unit: 'questions' });
    console.progress('verify', { done: 1, unit: 'files' });
    console.close();
    console.close();
    t.deepEqual(lines(), [
      'index a: 60 questions, 59.0/s',
      'a: 60 questions',
      'a 4096: 4 of 4 questions, 0.3/s',
      'verify: 1 files',
    ]);
  },
);

test.serial('a message is not lost before the first bar, nor after the last', async t => {
  const { console, text } = await opened({}, true);
  console.warn('before');
  t.is(text(), 'warning: before\n');
  console.progress('a', { done: 1, total: 2, unit: 'questions' });
  console.step('after');
  console.close();
  t.true(text().includes('after\n'));
});

test.serial('one message a kind of reject is shown at the end', async t => {
  for (const isTTY of [true, false]) {
    const { console, lines } = await opened({}, isTTY);
    for (const record of [3, 4, 5]) console.reject(reject('NO_SUPPORT', record));
    console.reject(reject('NO_ANSWER', 6));
    t.is(console.rejected(), 4);
    console.close();
    t.deepEqual(lines(), [
      '3 rejected (NO_SUPPORT), the first: a.json, record 3, byte 30: it is bad',
      '1 rejected (NO_ANSWER): a.json, record 6, byte 60: it is bad',
    ]);
  }
});

test.serial('--json gives events, a second apart, and the last state of everything', async t => {
  const { console, wait, lines } = await opened({ json: true });
  for (const done of [1, 2, 3]) console.progress('a', { done, unit: 'calls', note: 'n' });
  wait(1.5);
  console.progress('a', { done: 4, unit: 'calls' });
  console.progress('a', { done: 5, unit: 'calls' });
  console.step('s');
  console.warn('w');
  console.progress('b', { done: 2, total: 2, unit: 'bytes' });
  console.reject(reject('NO_ANSWER', 0));
  console.close();
  t.deepEqual(
    lines().map(line => JSON.parse(line)),
    [
      { event: 'progress', name: 'a', done: 1, unit: 'calls', note: 'n' },
      { event: 'progress', name: 'a', done: 4, unit: 'calls' },
      { event: 'progress', name: 'a', done: 5, unit: 'calls' },
      { event: 'step', message: 's' },
      { event: 'warning', message: 'w' },
      { event: 'progress', name: 'b', done: 2, total: 2, unit: 'bytes' },
      { event: 'reject', ...reject('NO_ANSWER', 0) },
      { event: 'rejects', code: 'NO_ANSWER', count: 1, first: reject('NO_ANSWER', 0) },
    ],
  );
});

test.serial('--quiet tells nothing', async t => {
  const { console, text } = await opened({ quiet: true }, true);
  console.warn('w');
  console.step('s');
  console.progress('a', { done: 1, total: 2, unit: 'calls' });
  console.reject(reject('NO_ANSWER', 0));
  console.close();
  t.is(text(), '');
  t.is(console.rejected(), 1);
});
