import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { keyedRandom } from '../../../lib/random.js';
import type { ChildTask } from '../../support/model/ask-child.js';
import { mockFor, scratch } from '../../support/model/fixtures.js';
import { runChild } from '../../support/model/run-child.js';

const QUESTIONS = 300;
const ROLLOUTS = 8;
const KILLS = 20;
/** A call that finished so long before a kill must be in the journal, in ms. */
const SAFE = 250;

test('kill -9 at 20 points, then a resumed run: nothing finished is asked again', async t => {
  // Three choices a call, so that many questions are partly answered when the kill comes.
  const mock = await mockFor(t, { latencyMs: 40, choices: 3 });
  const dir = await scratch(t);
  const out = join(dir, 'answers.jsonl');
  await writeFile(out, '');
  const task: ChildTask = {
    chat: { urls: [mock.url], model: 'm', journal: join(dir, 'journal'), concurrency: 8 },
    questions: { from: 0, count: QUESTIONS },
    rollouts: ROLLOUTS,
    atOnce: 8,
    out,
  };
  const random = keyedRandom('kill points', 1);
  /** Calls that were finished well before the kill of their run. */
  const safe: string[] = [];
  const handedOn = new Map<string, string>();

  for (let kill = 0; kill <= KILLS; kill++) {
    mock.calls.length = 0;
    const last = kill === KILLS;
    let left = 1 + random.below(80);
    let killedAt = Number.POSITIVE_INFINITY;
    const report = await runChild(task, child => {
      mock.onFinish = () => {
        if (last || --left > 0 || killedAt !== Number.POSITIVE_INFINITY) return;
        killedAt = performance.now();
        child.kill('SIGKILL');
      };
    });
    t.is(report !== undefined, last);
    for (const call of mock.calls) {
      t.false(handedOn.has(call.key), `${call.key} was asked again in run ${kill}`);
      const at = call.finished?.at ?? Number.POSITIVE_INFINITY;
      if (at < killedAt - (last ? 0 : SAFE)) {
        safe.push(...call.finished!.texts.map(text => `${call.key}: ${text}`));
      }
    }
    const lines = (await readFile(out, 'utf8')).split('\n').slice(0, -1);
    for (const line of lines) {
      const [name] = JSON.parse(line) as [string, string[]];
      t.is(handedOn.get(name) ?? line, line, 'an answer has changed');
      handedOn.set(name, line);
    }
    t.true(handedOn.size <= QUESTIONS);
  }

  t.is(handedOn.size, QUESTIONS);
  const union = new Set<string>();
  for (const line of handedOn.values()) {
    const [name, answers] = JSON.parse(line) as [string, string[]];
    t.is(answers.length, ROLLOUTS);
    for (const text of answers) union.add(`${name}: ${text}`);
  }
  t.is(union.size, QUESTIONS * ROLLOUTS, 'an answer was used twice');
  const lost = safe.filter(answer => !union.has(answer));
  t.deepEqual(lost, [], 'a finished call was paid and lost');
  t.true(safe.length > (QUESTIONS * ROLLOUTS) / 4, `${safe.length} answers were safe`);
});

test('two processes share a journal', async t => {
  const mock = await mockFor(t, { latencyMs: 2, sameText: true, words: 600 });
  const dir = await scratch(t);
  const chat = { urls: [mock.url], model: 'm', journal: join(dir, 'journal'), concurrency: 16 };
  const part = (from: number): ChildTask => ({
    chat,
    questions: { from, count: 400 },
    rollouts: 4,
    atOnce: 16,
  });
  const reports = await Promise.all([runChild(part(0)), runChild(part(400))]);
  t.is(reports[0]!.totals.requests + reports[1]!.totals.requests, 800);
  const again = await runChild({ ...part(0), questions: { from: 0, count: 800 } });
  t.is(again!.totals.requests, 0);
  t.is(again!.totals.reused, 3200);
});

test('two processes that ask the same hand on the same answers', async t => {
  const mock = await mockFor(t, { latencyMs: 5 });
  const dir = await scratch(t);
  const task = (name: string): ChildTask => ({
    chat: { urls: [mock.url], model: 'm', journal: join(dir, 'journal'), concurrency: 16 },
    questions: { from: 0, count: 200 },
    rollouts: 3,
    atOnce: 32,
    out: join(dir, name),
  });
  await Promise.all([runChild(task('one')), runChild(task('other'))]);
  const linesOf = async (name: string): Promise<string[]> =>
    (await readFile(join(dir, name), 'utf8')).trimEnd().split('\n').sort();
  const one = await linesOf('one');
  t.is(one.length, 200);
  t.deepEqual(await linesOf('other'), one);
});
