import { join } from 'node:path';
import test from 'ava';
import { commandOutput } from '../../support/command.js';
import { tempDir } from '../../support/temp-dir.js';
import { worldFile } from '../../support/world.js';
import { answersOf, journaled, markOf, ROLLOUTS, startModel } from './model.js';
import { paidTwice } from './trial.js';

test('what a journal has is known, and asking for it once more is seen', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 5);
  const model = await startModel(await answersOf(dataset));
  t.teardown(() => model.close());
  const dir = await tempDir(t);
  const questions = join(dir, 'questions.jsonl');
  await commandOutput(['parse', dataset, '--out', questions]);
  const journal = join(dir, 'shards', '1');
  t.is(journaled(dir).size, 0);
  await commandOutput([
    ...['rollout', questions, '--llm-url', model.url, '--model', 'm', '--n', `${ROLLOUTS}`],
    ...['--journal', journal, '--out', join(dir, 'out.jsonl')],
  ]);
  const had = journaled(dir);
  t.deepEqual([...had.keys()].sort(), model.calls.map(({ key }) => markOf(key)).sort());
  for (const rollouts of had.values()) t.is(rollouts.size, ROLLOUTS);
  t.is(paidTwice(model.calls, had).length, 4);
  t.deepEqual(paidTwice(model.calls, new Map()), []);
});
