import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Question } from '../../lib/records/question.js';
import type { GivenTo } from '../../lib/settings/values.js';
import { chain } from '../../pipelines/chain.js';
import { fill } from '../../pipelines/fill.js';
import { indexDatasets } from '../../pipelines/index-datasets.js';
import { keychain } from '../../pipelines/keychain.js';
import { mergeShards } from '../../pipelines/merge-shards.js';
import '../support/own-cache.js';
import { madeQuestions } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';
import { listening, outputAt, recordsIn } from './made.js';

const LONG =
  'Of all the keepers of the seven lights on this coast, who was the first to row out alone at night?';

/** Questions of which four stand in evaluation sets: as they are, with another face, in part; one has no answer. */
async function ground(t: ExecutionContext) {
  const dir = await tempDir(t);
  const write = async (name: string, records: readonly unknown[]): Promise<string> => {
    await writeFile(join(dir, name), records.map(each => `${JSON.stringify(each)}\n`).join(''));
    return join(dir, name);
  };
  const questions: Question[] = madeQuestions(140);
  questions[70] = { ...questions[70]!, question: LONG };
  questions[90] = { ...questions[90]!, answerable: false, answers: [] };
  const text = (i: number): string => questions[i]!.question;
  const exact = await write('exact.jsonl', [{ id: 'e1', question: text(3) }]);
  const other = await write('other.jsonl', [
    { prompt: [{ role: 'user', content: `Question: ${text(5).toUpperCase()}!!` }] },
    { input: `Tell me ${LONG.split(' ').slice(2, 17).join('  ')}, please.` },
    { input: text(90) },
  ]);
  const given: GivenTo<'keychain'> = {
    dataset: [await write('q.jsonl', questions)],
    corpus: join(dir, 'corpus'),
    maxSeqLength: [1500],
    chains: { fixed: 6 },
    hops: 2,
    workers: 1,
    decontaminate: [exact, other],
  };
  return { given, questions, files: [exact, other], contaminated: [3, 5, 70] };
}

test('what stands in an evaluation set is neither asked nor a distractor, and each is told', async t => {
  const { given, questions, files, contaminated } = await ground(t);
  const [summary] = await keychain({ ...given, saveDir: await tempDir(t) });
  const { samples, rejects, manifest } = await outputAt(summary!.outputs[0]!.file);
  t.deepEqual(
    samples.map(({ meta }) => meta.question_id),
    questions.filter((_, i) => ![...contaminated, 90].includes(i)).map(({ id }) => id),
  );
  t.deepEqual(
    samples.map(({ index }) => index),
    [...samples.keys()],
  );
  const told = rejects.map(({ code, id, message }) => [code, id, message]);
  t.deepEqual(told, [
    ['CONTAMINATED', 'q3', `the question stands in ${files[0]}, record 0 (id "e1")`],
    ['CONTAMINATED', 'q5', `the question stands in ${files[1]}, record 0`],
    ['CONTAMINATED', 'q70', `the question shares 13 words in a row with ${files[1]}, record 1`],
  ]);
  t.is(summary!.contaminated, 3);
  t.deepEqual(manifest.counts.rejects, { CONTAMINATED: 3 });
  t.like(manifest.counts, { read: 140, samples: 136, unanswerable: 1, not_asked: 0 });
  t.is((manifest.plan.settings.decontaminate as string[]).length, 2);
  const leaked = new Set([...contaminated, 90].map(i => questions[i]!.question));
  t.false(samples.some(each => each.distract_questions.some(text => leaked.has(text))));

  // Shards, and the unix form, give the same.
  const saveDir = await tempDir(t);
  for (const index of [0, 1]) await keychain({ ...given, saveDir, shard: { index, of: 2 } });
  const whole = summary!.outputs[0]!.file;
  await mergeShards({ records: [saveDir] });
  const merged = await outputAt(whole.replace(/^.*(?=\/q\/)/, saveDir));
  t.deepEqual(merged, await outputAt(whole));

  const { dataset, corpus, maxSeqLength, chains, hops, decontaminate } = given;
  const shared = { corpus: corpus!, maxSeqLength: maxSeqLength!, chains, hops, decontaminate };
  await indexDatasets({ dataset, corpus });
  const filled = listening();
  const out = join(await tempDir(t), 'filled.jsonl');
  await fill({ ...shared, dataset, out }, filled.run);
  t.deepEqual(
    filled.rejects.map(({ code, id, message }) => [code, id, message]),
    told,
  );
  const chained = listening();
  await chain({ ...shared, dataset: [out] }, chained.run);
  t.deepEqual(recordsIn(await chained.written()), samples);
});

test('what was asked before is counted as that alone', async t => {
  const { given } = await ground(t);
  const [exact] = given.decontaminate!;
  const [summary] = await keychain({ ...given, exclude: [exact!], saveDir: await tempDir(t) });
  t.like(summary, { excluded: 1, contaminated: 2 });
  const { manifest } = await outputAt(summary!.outputs[0]!.file);
  t.like(manifest.counts, { samples: 136, excluded: 1, rejects: { CONTAMINATED: 2 } });
});
