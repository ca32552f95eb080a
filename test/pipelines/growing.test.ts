import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { GivenTo } from '../../lib/settings/values.js';
import { worldRecords } from '../../lib/world/index.js';
import { fill } from '../../pipelines/fill.js';
import { indexDatasets } from '../../pipelines/index-datasets.js';
import { keychain } from '../../pipelines/keychain.js';
import { mergeShards } from '../../pipelines/merge-shards.js';
import { synth } from '../../pipelines/synth.js';
import { command } from '../support/command.js';
import { modelServer } from '../support/model/model-server.js';
import '../support/own-cache.js';
import { madeQuestions } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';
import { listening, type Output, outputAt, recordsIn } from './made.js';

type Given = GivenTo<'keychain'>;

async function make(t: ExecutionContext, given: Given): Promise<Output & { file: string }> {
  const saveDir = await tempDir(t);
  const [summary] = await keychain({ workers: 1, saveDir, ...given });
  const { file } = summary!.outputs[0]!;
  return { ...(await outputAt(file)), file };
}

/** A world in which some questions have no answer, and some do not fit into a short context. */
async function ground(t: ExecutionContext): Promise<Given> {
  const dir = await tempDir(t);
  const records = [...worldRecords('musique', { questions: 200, seed: 5 })].map((record, i) => ({
    ...(record as { id: string }),
    ...(i % 9 === 4 && { answerable: false }),
  }));
  const file = join(dir, 'world.jsonl');
  await writeFile(file, records.map(record => `${JSON.stringify(record)}\n`).join(''));
  return {
    dataset: [file],
    corpus: join(dir, 'corpus'),
    maxSeqLength: [700],
    shuffleQa: true,
  };
}

const withoutIndex = ({ samples }: Pick<Output, 'samples'>) =>
  samples.map(({ index: _, ...rest }) => rest);

test('what is grown in two runs is what one run gives, but for the index', async t => {
  const given = await ground(t);
  const whole = await make(t, { ...given, numSamples: 100 });
  t.true(whole.rejects.length > 0, 'some that do not fit have to be among them');
  const first = await make(t, { ...given, numSamples: 40 });
  t.true(first.rejects.length > 0);
  const second = await make(t, { ...given, numSamples: 60, exclude: [first.file] });
  t.deepEqual(withoutIndex(whole), [...withoutIndex(first), ...withoutIndex(second)]);
  t.is(second.manifest.counts.excluded, 40, 'with those that were rejected');
  t.is(first.manifest.counts.excluded, undefined);
  // Each file that was read is named, the rejects beside the output, too.
  t.deepEqual(
    second.manifest.files.map(({ setting }) => setting),
    ['exclude', 'exclude'],
  );
  t.deepEqual(
    second.manifest.plan.settings.exclude,
    second.manifest.files.map(({ sha256 }) => sha256),
  );

  // The same is made again of its manifest, and found if the files have gone elsewhere.
  const { file: beside } = first;
  const inputs = [given.dataset![0]!, beside, beside.replace('.jsonl.gz', '.rejects.jsonl.gz')];
  const again = await command([
    ...['run', second.file.replace('.jsonl.gz', '.manifest.json')],
    ...inputs.flatMap(each => ['--input', each]),
  ]);
  t.is(again.code, 0, again.stderr);
});

test('with a model, what is grown is what one run keeps, and nobody is asked twice', async t => {
  const given = await ground(t);
  const server = await modelServer(t, given.dataset![0]!);
  const journal = await tempDir(t);
  const model = { ...given, maxSeqLength: [2048], llmUrl: [server.url], model: 'm', journal };
  const whole = await make(t, { ...model, numSamples: 30 });
  const { length: calls } = server.calls;
  const first = await make(t, { ...model, numSamples: 12 });
  const second = await make(t, { ...model, numSamples: 18, exclude: [first.file] });
  t.deepEqual(withoutIndex(whole), [...withoutIndex(first), ...withoutIndex(second)]);
  t.is(withoutIndex(whole).length, 30);
  // Those that were judged out are judged out again, by the same answers.
  t.is(server.calls.length, calls);
});

test('shards of what is grown are merged to what a run makes at once', async t => {
  const given = { ...(await ground(t)), maxSeqLength: [900] };
  const first = await make(t, { ...given, numSamples: 20 });
  const grown = { ...given, exclude: [first.file], saveName: 'w' };
  const whole = await make(t, grown);
  const saveDir = await tempDir(t);
  for (const index of [0, 1]) {
    await keychain({ ...grown, saveDir, workers: 1, shard: { index, of: 2 } });
  }
  await mergeShards({ records: [saveDir] });
  const merged = await outputAt(whole.file.replace(/^.*(?=\/w\/)/, saveDir));
  t.deepEqual(merged, { ...(await outputAt(whole.file)) });
});

test('the unix form leaves out the same; what matches nothing is said', async t => {
  const dir = await tempDir(t);
  const dataset = join(dir, 'q.jsonl');
  const questions = madeQuestions(8);
  const write = async (name: string, records: readonly unknown[]): Promise<string> => {
    await writeFile(join(dir, name), records.map(each => `${JSON.stringify(each)}\n`).join(''));
    return join(dir, name);
  };
  await write('q.jsonl', questions);
  const corpus = join(dir, 'corpus');
  await indexDatasets({ dataset: [dataset], corpus });
  const exclude = [await write('asked.jsonl', questions.slice(2, 5))];
  const { run, written } = listening();
  const { figures } = await fill(
    { dataset: [dataset], corpus, maxSeqLength: [1000], chains: { fixed: 0 }, exclude },
    run,
  );
  t.is(figures.excluded, 3);
  const filled = recordsIn<{ index: number; input: string }>(await written());
  const saved = { dataset: [dataset], corpus, maxSeqLength: [1000], saveDir: join(dir, 'out') };
  const [summary] = await synth({ ...saved, workers: 1, exclude });
  t.is(summary!.excluded, 3);
  const made = (await outputAt(summary!.outputs[0]!.file)).samples;
  t.deepEqual(
    filled.map(({ index, input }) => [index, input]),
    made.map(({ index, input }) => [index, input]),
  );
  t.deepEqual(
    made.map(({ input }) => input),
    [...questions.slice(0, 2), ...questions.slice(5)].map(({ question }) => question),
  );
  const { run: other, warnings } = listening();
  await synth(
    { ...saved, workers: 1, saveName: 'x', exclude: [await write('n', [{ id: 'no' }])] },
    other,
  );
  t.regex(warnings.join('\n'), /--exclude .*n: no question of the datasets was asked before/);
});
