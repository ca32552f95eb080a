import { existsSync, statSync } from 'node:fs';
import { appendFile, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { RecordError } from '../../../lib/errors.js';
import type { ChatAnswer } from '../../../lib/model/client/chat-types.js';
import { openJournal } from '../../../lib/model/journal/journal.js';
import { ownSegment } from '../../../lib/model/journal/segments.js';
import { ask, chatFor, mockFor, scratch, texts } from '../../support/model/fixtures.js';

test('a second run asks nothing again and hands on the same answers', async t => {
  const mock = await mockFor(t);
  const journal = await scratch(t);
  const first = await chatFor(t, { urls: [mock.url], journal });
  const before = await first.ask(ask('q \ud800', 8));
  await first.close();
  const other = await mockFor(t);
  const second = await chatFor(t, { urls: [other.url], journal, concurrency: 3, maxRequests: 0 });
  t.deepEqual(await second.ask(ask('q \ud800', 8)), before);
  t.deepEqual(await second.ask(ask('q \ud800', 3)), (before as ChatAnswer[]).slice(0, 3));
  t.is(other.calls.length, 0);
  t.is(second.totals().reused, 11);
  t.is(second.totals().requests, 0);
});

test('only the missing rollouts are asked for', async t => {
  const mock = await mockFor(t);
  const chat = await chatFor(t, { urls: [mock.url] });
  const five = texts(await chat.ask(ask('q', 5)));
  const eight = texts(await chat.ask(ask('q', 8)));
  t.deepEqual(eight.slice(0, 5), five);
  t.deepEqual(
    mock.calls.map(({ n }) => n),
    [5, 3],
  );
});

test('what a rejected request was given is kept', async t => {
  const script = { q: ['answer' as const, { status: 400 }] };
  const mock = await mockFor(t, { script, choices: 5 });
  const chat = await chatFor(t, { urls: [mock.url] });
  t.true((await chat.ask(ask('q', 8))) instanceof RecordError);
  t.is(texts(await chat.ask(ask('q', 8))).length, 8);
  t.deepEqual(
    mock.calls.map(({ n }) => n),
    [8, 3, 3],
  );
});

test('another model, message or parameter is another question; the order of fields is not', async t => {
  const mock = await mockFor(t);
  const journal = await scratch(t);
  const variants = [
    {},
    { temperature: 0.5 },
    { temperature: 'default' as const },
    { topP: 0.9 },
    { systemPrompt: 'Be brief.' },
    { modelVersion: 'step 200' },
    { parameters: { seed: 1, stop: ['a', 'b'] } },
    { parameters: { seed: 1, stop: ['b', 'a'] } },
  ];
  for (const variant of variants) {
    const chat = await chatFor(t, { urls: [mock.url], journal, ...variant });
    await chat.ask(ask('q'));
    await chat.close();
  }
  t.is(mock.calls.length, variants.length);
  const parameters = { stop: ['a', 'b'], seed: 1 };
  const chat = await chatFor(t, { urls: [mock.url], journal, parameters });
  await chat.ask(ask('q'));
  t.is(mock.calls.length, variants.length);
  await chat.ask({ messages: [{ role: 'system', content: 'q' }], rollouts: 1 });
  t.is(mock.calls.length, variants.length + 1);
});

test('how a model is reached is no part of what was asked', async t => {
  const mock = await mockFor(t);
  const journal = await scratch(t);
  const variants = [{}, { headers: { 'x-team': 'a' } }, { concurrency: 1 }, { timeoutMs: 5000 }];
  for (const variant of variants) {
    const chat = await chatFor(t, { urls: [mock.url], journal, ...variant });
    await chat.ask(ask('q', 2));
    await chat.close();
  }
  t.is(mock.calls.length, 1);
});

test('equal requests at the same time are asked once', async t => {
  const mock = await mockFor(t, { latencyMs: 10 });
  const chat = await chatFor(t, { urls: [mock.url] });
  const results = await Promise.all([1, 2, 3].map(() => chat.ask(ask('q', 4))));
  t.is(mock.calls.length, 1);
  t.deepEqual(results[1], results[0]);
  t.deepEqual(results[2], results[0]);
});

test('who comes first has its answer kept, and everybody hands on that one', async t => {
  const journal = openJournal(await scratch(t));
  const id = 'ab'.repeat(32);
  const answer = (text: string): ChatAnswer => ({ text, finish_reason: 'stop', usage: null });
  const kept = await Promise.all([
    journal.record(id, [0, 1], [answer('a0'), answer('a1')]),
    journal.record(id, [1, 2], [answer('b1'), answer('b2')]),
  ]);
  t.deepEqual(
    kept.map(answers => answers.map(({ text }) => text)),
    [
      ['a0', 'a1'],
      ['a1', 'b2'],
    ],
  );
  t.deepEqual([...journal.find(id, 9).keys()], [0, 1, 2]);
  await journal.close();
});

test('a folder that cannot be a journal is refused in one line', async t => {
  const dir = await scratch(t);
  const file = join(dir, 'file');
  await writeFile(file, '');
  t.throws(() => openJournal(file), { code: 'JOURNAL_UNUSABLE', message: /^the journal .*[^\n]$/ });
  t.throws(() => openJournal(join(file, 'below')), { code: 'JOURNAL_UNUSABLE' });
  // A folder that nobody can make, which Node's own way would try for ever.
  for (const place of ['/proc/none', '/proc/none/below']) {
    t.throws(() => openJournal(place), { code: 'JOURNAL_UNUSABLE', message: /--journal$/ });
  }
  await writeFile(join(dir, 'data.mdb'), 'x'.repeat(20_000));
  t.throws(() => openJournal(dir), { code: 'JOURNAL_UNUSABLE', message: /data\.mdb.*remove it$/ });
});

test('two that use one folder in one process share what it holds', async t => {
  const dir = await scratch(t);
  const id = 'ab'.repeat(32);
  const one = openJournal(dir, { limit: 10 });
  const other = openJournal(dir, { limit: 20 });
  await one.record(id, [0], [{ text: 'a', finish_reason: 'stop', usage: null }]);
  t.is(other.find(id, 1).get(0)?.text, 'a');
  await one.close();
  await one.close();
  await other.record(id, [1], [{ text: 'b', finish_reason: 'stop', usage: null }]);
  await other.close();
  const again = openJournal(dir, { limit: 20 });
  t.is(again.find(id, 2).size, 2);
  await again.close();
});

/** The same folder under another name, as another process would use it. */
async function twin(t: ExecutionContext, dir: string): Promise<string> {
  const link = join(await scratch(t), 'link');
  await symlink(dir, link);
  return link;
}

const said = (...texts: string[]): ChatAnswer[] =>
  texts.map(text => ({ text, finish_reason: 'stop', usage: null }));

test('what another process records meanwhile is found, and the first answer is that of both', async t => {
  const dir = await scratch(t);
  const [one, other] = [openJournal(dir), openJournal(await twin(t, dir))];
  const ids = ['ab', 'cd', 'ef'].map(each => each.repeat(32));
  t.is(one.find(ids[0]!, 1).size, 0);
  t.deepEqual(await other.record(ids[0]!, [0], said('other')), said('other'));
  t.deepEqual([...one.find(ids[0]!, 1).values()], said('other'));
  t.deepEqual(await one.record(ids[0]!, [0, 1], said('late', 'one')), said('other', 'one'));
  t.deepEqual([...other.find(ids[0]!, 2).values()], said('other', 'one'));
  // Without looking first.
  await other.record(ids[1]!, [0], said('b'));
  t.deepEqual(await one.record(ids[1]!, [0], said('c')), said('b'));
  t.deepEqual(await one.record(ids[2]!, [0], said('d')), said('d'));
  t.deepEqual([...other.find(ids[2]!, 1).values()], said('d'));
  await Promise.all([one.close(), other.close()]);
});

test('what was read before it was known to be written is not mixed up with what others write', async t => {
  const dir = await scratch(t);
  const [one, other] = [openJournal(dir), openJournal(await twin(t, dir))];
  const [mine, theirs] = [said('one'), said('two')];
  const [first, second] = ['ab', 'cd'].map(each => each.repeat(32)) as [string, string];
  // Makes the file.
  one.find(first, 1);
  const sizeNow = (): number => statSync(ownSegment(dir)).size;
  // Without a pause, so that this process cannot hear of its own write meanwhile.
  const growsBeyond = (size: number): number => {
    while (sizeNow() === size) {}
    return sizeNow();
  };
  const recorded = [one.record(first, [0], mine)];
  const size = growsBeyond(0);
  t.deepEqual([...one.find(first, 1).values()], mine);
  recorded.push(other.record(second, [0], theirs));
  t.is(growsBeyond(size), 2 * size, 'as long as the first one');
  t.deepEqual(await Promise.all(recorded), [mine, theirs]);
  t.deepEqual(await one.record(second, [0], said('six')), theirs);
  t.deepEqual([...one.find(first, 1).values()], mine);
  await Promise.all([one.close(), other.close()]);
});

test('who may only read is told of damage, takes up nothing, and writes nothing', async t => {
  const dir = await scratch(t);
  const id = 'ab'.repeat(32);
  const writer = openJournal(dir);
  await writer.record(id, [0], said('kept'));
  const notices: string[] = [];
  const onNotice = (line: string): void => {
    notices.push(line);
  };
  const reader = openJournal(await twin(t, dir), { readOnly: true, onNotice });
  await writer.record(id, [1], said('later'));
  t.deepEqual([...reader.find(id, 2).values()], said('kept'));
  await Promise.all([reader.close(), writer.close()]);
  const [name = ''] = await readdir(dir);
  await appendFile(join(dir, name), 'rubbish');
  for (let run = 0; run < 2; run++) {
    const again = openJournal(dir, { readOnly: true, onNotice });
    t.deepEqual([...again.find(id, 2).values()], said('kept', 'later'));
    await again.close();
  }
  const line = `the journal ${dir}: 7 bytes of ${name} are damaged; what they held counts as missing. If there is a copy of the file, put it back`;
  t.deepEqual(notices, [line, line]);
  t.deepEqual(await readdir(dir), [name]);
});

test('whatever order a call has its rollouts in, each has its own answer', async t => {
  const dir = await scratch(t);
  const id = '0f'.repeat(32);
  const journal = openJournal(dir);
  await journal.record(id, [5, 2], said('five', 'two'), 300);
  t.deepEqual(
    [...journal.find(id, 6)],
    [
      [5, said('five')[0]],
      [2, said('two')[0]],
    ],
  );
  t.deepEqual([...journal.find(id, 5).keys()], [2]);
  await journal.close();
  // Asked with no limit, as the server decides; 300 were allowed.
  const limited = openJournal(dir, { limit: 299 });
  t.is(limited.find(id, 6).size, 0);
  await limited.close();
});

const hasFull = existsSync('/dev/full');

(hasFull ? test : test.skip)('a full disk is told with what to do about it', async t => {
  const dir = await scratch(t);
  await symlink('/dev/full', ownSegment(dir));
  const journal = openJournal(dir);
  await t.throwsAsync(journal.record('ab'.repeat(32), [0], said('a')), {
    code: 'JOURNAL_UNUSABLE',
    message:
      /^the journal \S+: ENOSPC[^;\n]*; make room, then run the same command again: what is answered is kept$/,
  });
  await journal.close();
});

test('it is for this user alone, and nothing is made where nothing is recorded', async t => {
  const dir = join(await scratch(t), 'a', 'b');
  const read = openJournal(dir, { readOnly: true });
  t.is(read.find('ab'.repeat(32), 1).size, 0);
  await read.close();
  t.false(existsSync(dir));
  const journal = openJournal(dir);
  t.is((await stat(dir)).mode & 0o777, 0o700);
  await journal.record('ab'.repeat(32), [0], [{ text: 'a', finish_reason: null, usage: null }]);
  await journal.close();
  const [name, ...more] = await readdir(dir);
  t.is(more.length, 0);
  t.is((await stat(join(dir, name!))).mode & 0o777, 0o600);
});

test('answers from the journal alone: nothing is called, and what is missing is a reject', async t => {
  const mock = await mockFor(t);
  const journal = await scratch(t);
  const live = await chatFor(t, { urls: [mock.url], journal });
  const before = await live.ask(ask('q', 3));
  await live.close();
  const chat = await chatFor(t, { urls: [], journal, journalOnly: true });
  t.deepEqual(await chat.ask(ask('q', 3)), before);
  t.deepEqual(await chat.ask(ask('q', 2)), (before as ChatAnswer[]).slice(0, 2));
  t.deepEqual(chat.totals(), {
    requests: 0,
    promptTokens: 0,
    completionTokens: 0,
    cost: 0,
    reused: 5,
  });
  const missing = (await chat.ask(ask('q', 8))) as RecordError;
  t.is(missing.code, 'ANSWER_MISSING');
  t.is(
    missing.message,
    'the journal has 3 of 8 answers; run without --journal-only to ask for the rest',
  );
  const stopped = AbortSignal.abort(new Error('enough'));
  await t.throwsAsync(chat.ask(ask('q', 3), stopped), { message: 'enough' });
  t.is(mock.calls.length, 1);
});

test('a client that never calls and was closed leaves nothing behind for the next one', async t => {
  const mock = await mockFor(t);
  const dir = await scratch(t);
  const settings = { urls: [], journal: dir, journalOnly: true };
  const before = await chatFor(t, settings);
  t.true((await before.ask(ask('q'))) instanceof RecordError);
  await before.close();
  const live = await chatFor(t, { urls: [mock.url], journal: await twin(t, dir) });
  const answers = await live.ask(ask('q'));
  await live.close();
  const after = await chatFor(t, settings);
  t.deepEqual(await after.ask(ask('q')), answers);
});
