import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import type { ChatAnswer } from '../../../lib/model/client/chat-types.js';
import { frameOf } from '../../../lib/model/journal/frame.js';
import { type Journal, openJournal } from '../../../lib/model/journal/journal.js';
import { encode } from '../../../lib/model/journal/recorded.js';
import { ownSegment } from '../../../lib/model/journal/segments.js';
import { scratch } from '../../support/model/fixtures.js';

const idOf = (n: number): string => n.toString(16).padStart(64, '0');

const said = (...texts: string[]): ChatAnswer[] =>
  texts.map(text => ({ text, finish_reason: 'stop', usage: null }));

const frame = (n: number, text = `answer to ${n}`): Buffer => {
  const recorded = { limit: Number.POSITIVE_INFINITY, generation: 0, rollouts: [0] };
  return frameOf(encode(idOf(n), { ...recorded, answers: said(text) }));
};

const foundIn = (journal: Journal, n: number): string | undefined =>
  journal.find(idOf(n), 1).get(0)?.text;

/** A journal whose notices are kept. */
function listening(dir: string, readOnly = false): { journal: Journal; notices: string[] } {
  const notices: string[] = [];
  const onNotice = (line: string): void => {
    notices.push(line);
  };
  return { journal: openJournal(dir, { readOnly, onNotice }), notices };
}

test('each of many thousands of calls is found', async t => {
  const dir = await scratch(t);
  const frames = Array.from({ length: 9000 }, (_, n) => frame(n));
  await writeFile(join(dir, '0.answers'), Buffer.concat(frames));
  const journal = openJournal(dir, { readOnly: true });
  // They go into the index by 4,096.
  for (const n of [0, 1, 4094, 4095, 4096, 4097, 8190, 8191, 8192, 8193, 8999]) {
    t.is(foundIn(journal, n), `answer to ${n}`);
  }
  t.is(foundIn(journal, 9000), undefined);
  await journal.close();
});

test('what becomes unreadable while it is used is told once and counts as missing', async t => {
  const dir = await scratch(t);
  const path = join(dir, '0.answers');
  const whole = Buffer.concat([frame(0), frame(1), frame(2, 'another length')]);
  await writeFile(path, whole);
  const { journal, notices } = listening(dir);
  await writeFile(path, Buffer.from(whole).fill(0xff, frame(0).length + 40, whole.length - 5));
  t.is(foundIn(journal, 0), 'answer to 0');
  t.is(foundIn(journal, 1), undefined);
  t.is(foundIn(journal, 2), undefined);
  t.is(notices.length, 1);
  t.regex(notices[0]!, new RegExp(`: ${frame(1).length} bytes of 0\\.answers are damaged; `));
  await journal.record(idOf(1), [0], said('again'));
  t.is(foundIn(journal, 1), 'again');
  await journal.close();
});

test('a frame that is whole and holds no answers is told and counts as missing', async t => {
  const dir = await scratch(t);
  const id = Buffer.from(idOf(1), 'hex');
  const strange = frameOf(Buffer.concat([id, Buffer.from('\0no JSON')]));
  await writeFile(join(dir, '0.answers'), Buffer.concat([frame(0), strange]));
  const { journal, notices } = listening(dir);
  t.is(foundIn(journal, 0), 'answer to 0');
  t.deepEqual(notices, []);
  t.is(foundIn(journal, 1), undefined);
  t.is(notices.length, 1);
  await journal.close();
});

test('damage that another run has told is told again where it has grown', async t => {
  const dir = await scratch(t);
  const path = join(dir, '0.answers');
  const told = async (bytes: Buffer): Promise<(string | undefined)[]> => {
    await writeFile(path, bytes);
    const { journal, notices } = listening(dir);
    await journal.close();
    return notices.map(line => /: (\d+) bytes/.exec(line)?.[1]);
  };
  const rubbish = Buffer.from('rubbish');
  t.deepEqual(await told(Buffer.concat([rubbish, frame(0)])), ['7']);
  t.is(await readFile(`${path}.damaged`, 'utf8'), '7\n');
  t.deepEqual(await told(Buffer.concat([rubbish, frame(0)])), []);
  t.deepEqual(await told(Buffer.concat([rubbish, frame(0), rubbish, frame(1)])), ['14']);
  t.deepEqual(await told(Buffer.concat([rubbish, frame(0), rubbish, frame(1), rubbish])), ['21']);
  t.deepEqual(await told(frame(0)), []);
});

test('a file of a journal that cannot be read is told as that', async t => {
  const dir = await scratch(t);
  await mkdir(join(dir, '0.answers', 'inside'), { recursive: true });
  t.throws(() => openJournal(dir), {
    code: 'JOURNAL_UNUSABLE',
    message: /^the journal \S+: EISDIR[^;]*; name another folder with --journal$/,
  });
});

test('the file of this machine is read once, be it there before or not', async t => {
  const dir = await scratch(t);
  await writeFile(ownSegment(dir), frame(0));
  const journal = openJournal(dir);
  // The one that is there stays the first.
  t.deepEqual(await journal.record(idOf(0), [0], said('late')), said('answer to 0'));
  t.deepEqual(await journal.record(idOf(1), [0], said('new')), said('new'));
  t.is(foundIn(journal, 0), 'answer to 0');
  t.is(foundIn(journal, 1), 'new');
  await journal.close();
  const again = openJournal(dir, { readOnly: true });
  t.is(foundIn(again, 1), 'new');
  await again.close();
});

test('what is asked again takes the place of what was stale, and of nothing else', async t => {
  const dir = await scratch(t);
  const first = openJournal(dir);
  await first.record(idOf(0), [0, 1], said('', 'kept'));
  await first.close();
  const second = openJournal(dir, { askAgain: ['empty'] });
  t.deepEqual([...second.find(idOf(0), 3).keys()], [1]);
  const asked = said('again', 'new');
  t.deepEqual(await second.record(idOf(0), [0, 2], asked), asked);
  t.deepEqual(await second.record(idOf(5), [0], said('other')), said('other'));
  await second.close();
  const third = openJournal(dir, { readOnly: true });
  t.deepEqual(
    [0, 1, 2].map(rollout => third.find(idOf(0), 3).get(rollout)?.text),
    ['again', 'kept', 'new'],
  );
  await third.close();
});
