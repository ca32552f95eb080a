import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { ChatAnswer } from '../../../lib/model/client/chat-types.js';
import { openJournal } from '../../../lib/model/journal/journal.js';
import { keyedRandom } from '../../../lib/random.js';
import { ask, chatFor, mockFor, scratch } from '../../support/model/fixtures.js';

const QUESTIONS = 40;
const ROLLOUTS = 4;
/** Places at which a file is damaged, for each kind of damage. */
const ROUNDS = 25;

const idOf = (question: number): string => question.toString(16).padStart(64, 'a');
const textOf = (question: number, rollout: number): string =>
  `answer ${rollout} to ${question} ${'and so on '.repeat(question % 30)}`;
const answersTo = (question: number): ChatAnswer[] =>
  Array.from({ length: ROLLOUTS }, (_, rollout) => ({
    text: textOf(question, rollout),
    finish_reason: 'stop',
    usage: null,
  }));
const numbers = Array.from({ length: ROLLOUTS }, (_, rollout) => rollout);

/** A journal of some answers, and its only file. */
async function recorded(t: ExecutionContext): Promise<{ dir: string; file: string }> {
  const dir = await scratch(t);
  const journal = openJournal(dir);
  for (let question = 0; question < QUESTIONS; question++) {
    await journal.record(idOf(question), numbers, answersTo(question));
  }
  await journal.close();
  const [name] = await readdir(dir);
  return { dir, file: join(dir, name!) };
}

/** Uses a journal as a run does: what is missing is recorded again. */
async function use(dir: string): Promise<{ missing: number; wrong: number; notices: string[] }> {
  const notices: string[] = [];
  const journal = openJournal(dir, { onNotice: line => notices.push(line) });
  const recording: Promise<unknown>[] = [];
  let wrong = 0;
  for (let question = 0; question < QUESTIONS; question++) {
    const found = journal.find(idOf(question), ROLLOUTS);
    if (found.size === 0) {
      recording.push(journal.record(idOf(question), numbers, answersTo(question)));
    } else {
      for (const rollout of numbers) {
        if (found.get(rollout)?.text !== textOf(question, rollout)) wrong++;
      }
    }
  }
  await Promise.all(recording);
  await journal.close();
  return { missing: recording.length, wrong, notices };
}

const random = keyedRandom('damage', 1);

/** Ways in which a file is damaged at a place. */
const DAMAGE: Record<string, (bytes: Buffer, at: number) => Buffer> = {
  'is cut': (bytes, at) => bytes.subarray(0, at),
  'has a flipped bit': (bytes, at) => {
    bytes[at]! ^= 1 << random.below(8);
    return bytes;
  },
  'has 64 bytes of 0xff': (bytes, at) => bytes.fill(0xff, at, Math.min(at + 64, bytes.length)),
  'has a page of zeros': (bytes, at) => bytes.fill(0, at, Math.min(at + 4096, bytes.length)),
  'has lost some bytes': (bytes, at) =>
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(50))]),
  'has some bytes twice': (bytes, at) =>
    Buffer.concat([bytes.subarray(0, at + 700), bytes.subarray(at)]),
};

for (const [name, damage] of Object.entries(DAMAGE)) {
  test.serial(
    `a journal that ${name} anywhere: the rest is used, and it is whole again`,
    async t => {
      const { dir, file } = await recorded(t);
      const whole = await readFile(file);
      for (let round = 0; round < ROUNDS; round++) {
        const at = random.below(whole.length);
        await writeFile(file, damage(Buffer.from(whole), at));
        const first = await use(dir);
        t.is(first.wrong, 0, `at ${at}`);
        // A cut loses what is behind it, anything else what it touches.
        const most = name === 'is cut' ? QUESTIONS : 40;
        t.true(first.missing <= most, `${first.missing} are missing at ${at}`);
        t.true(first.notices.length <= 1);
        if (first.missing > 0 && name !== 'is cut') {
          t.regex(
            first.notices[0]!,
            /^the journal \S+: \d+ bytes of \w+\.answers are damaged; [^\n]+$/,
          );
        }
        const second = await use(dir);
        t.is(second.missing + second.wrong, 0, `at ${at}`);
        t.deepEqual(second.notices, [], 'it is told once');
        await rm(`${file}.damaged`, { force: true });
      }
    },
  );
}

test('one flipped bit costs the answers of one call', async t => {
  const { dir, file } = await recorded(t);
  const whole = await readFile(file);
  for (let round = 0; round < ROUNDS; round++) {
    await writeFile(
      file,
      DAMAGE['has a flipped bit']!(Buffer.from(whole), random.below(whole.length)),
    );
    const { missing, notices } = await use(dir);
    t.is(missing, 1);
    t.is(notices.length, 1);
    await rm(`${file}.damaged`);
  }
});

test('a file of anything is told, and nothing of it is used', async t => {
  const { dir, file } = await recorded(t);
  for (const bytes of [Buffer.from('x'), Buffer.alloc(3 << 20), Buffer.alloc(100_000, 0xf7)]) {
    await writeFile(file, bytes);
    const { missing, notices } = await use(dir);
    t.is(missing, QUESTIONS);
    t.is(notices.length, 1);
    await rm(`${file}.damaged`);
    t.is((await use(dir)).missing, 0);
  }
});

test('answers longer than what is read at once, and frames across its bounds', async t => {
  const dir = await scratch(t);
  const long = (question: number): ChatAnswer[] => [
    // Of changing words, so that it stays long.
    { text: digits(question, 300_000 * (question % 4)), finish_reason: 'stop', usage: null },
  ];
  const journal = openJournal(dir);
  for (let question = 0; question < 12; question++) {
    await journal.record(idOf(question), [0], long(question));
  }
  await journal.close();
  const again = openJournal(dir);
  for (let question = 0; question < 12; question++) {
    t.deepEqual([...again.find(idOf(question), 1).values()], long(question));
  }
  await again.close();
});

function digits(seed: number, count: number): string {
  const drawn = keyedRandom('digits', seed);
  let text = '';
  while (text.length < count) text += drawn.below(2 ** 31).toString(36);
  return text;
}

test('a file that is removed while it is used ends the run', async t => {
  const { dir, file } = await recorded(t);
  const journal = openJournal(dir);
  await writeFile(file, '');
  const error = t.throws(() => journal.find(idOf(99), 1), { code: 'JOURNAL_UNUSABLE' });
  t.regex(error!.message, /got shorter/);
  await journal.close();
});

test('files of other machines are read, and each machine appends to its own', async t => {
  const { dir, file } = await recorded(t);
  const other = join(dir, '00000000ffffffff.answers');
  await writeFile(other, await readFile(file));
  await writeFile(file, '');
  t.is((await use(dir)).missing, 0);
  t.is((await readFile(file)).length, 0);
});

test('answers that a run asks again are kept in place of the former ones', async t => {
  const mock = await mockFor(t);
  const journal = await scratch(t);
  const run = async (askAgain: ('empty' | 'cut')[], text: string): Promise<string[]> => {
    mock.own = { text: (_, at) => (at === 0 ? text : `${text} `) };
    const chat = await chatFor(t, { urls: [mock.url], journal, askAgain });
    const first = (await chat.ask(ask('q', 2))) as ChatAnswer[];
    // The same request in the same run is not asked again.
    t.deepEqual(await chat.ask(ask('q', 2)), first);
    await chat.close();
    return first.map(({ text }) => text);
  };
  t.deepEqual(await run([], ''), ['', ' ']);
  t.deepEqual(await run([], 'a'), ['', ' ']);
  t.deepEqual(await run(['empty'], ''), ['', ' ']);
  t.deepEqual(await run(['empty'], 'b'), ['b', 'b ']);
  t.deepEqual(await run(['empty'], 'c'), ['b', 'b ']);
  t.deepEqual(await run([], 'c'), ['b', 'b ']);
  t.is(mock.calls.length, 3);
});

test('a longer limit uses what ended by itself and asks for the rest', async t => {
  const mock = await mockFor(t, {
    sameText: true,
    script: {
      q: [
        {
          status: 200,
          body: {
            choices: ['stop', 'length'].map((finish_reason, index) => ({
              index,
              message: { content: finish_reason },
              finish_reason,
            })),
          },
        },
      ],
    },
  });
  const journal = await scratch(t);
  const run = async (maxTokens: number | 'none'): Promise<string[]> => {
    const chat = await chatFor(t, { urls: [mock.url], journal, maxTokens });
    const answers = (await chat.ask(ask('q', 2))) as ChatAnswer[];
    await chat.close();
    return answers.map(({ text }) => text);
  };
  t.deepEqual(await run(10), ['stop', 'length']);
  t.deepEqual(await run(20), ['stop', 'the answer to q']);
  t.deepEqual(await run('none'), ['stop', 'the answer to q']);
  t.deepEqual(await run(10), ['stop', 'length']);
  t.deepEqual(
    mock.calls.map(({ n }) => n),
    [2, 1],
  );
  await run(5);
  t.is(mock.calls.length, 3);
});
