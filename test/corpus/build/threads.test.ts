import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { passageMaker } from '../../../lib/corpus/build/passage-maker.js';
import { passageId } from '../../../lib/corpus/store/passage-id.js';
import { loadTokenizer } from '../../../lib/tokenize/load.js';
import { indexDatasets } from '../../../pipelines/index-datasets.js';
import { tempDir } from '../../support/temp-dir.js';
import { worldFile } from '../../support/world.js';

/** More than are read before threads are worth their start. */
const QUESTIONS = 1500;

const digestsIn = async (dir: string): Promise<string[]> => {
  const names = (await readdir(dir)).sort();
  return Promise.all(
    names.map(async name => {
      const bytes = await readFile(join(dir, name));
      return `${name} ${createHash('sha256').update(bytes).digest('hex')}`;
    }),
  );
};

async function startedBy(work: () => Promise<unknown>): Promise<number> {
  let started = 0;
  const count = (): void => {
    started++;
  };
  process.on('worker', count);
  try {
    await work();
    return started;
  } finally {
    process.off('worker', count);
  }
}

const build = async (t: ExecutionContext, file: string, workers: number) => {
  const corpus = await tempDir(t);
  const started = await startedBy(() => indexDatasets({ dataset: [file], corpus, workers }));
  return { started, digests: await digestsIn(corpus) };
};

test.serial(
  'a corpus is the same to the byte, however many threads count its passages',
  async t => {
    const file = await worldFile(t, 'hotpotqa', QUESTIONS);
    const alone = await build(t, file, 1);
    t.is(alone.started, 0);
    for (const workers of [2, 3]) {
      const built = await build(t, file, workers);
      // This one reads and writes.
      t.is(built.started, workers - 1);
      t.deepEqual(built.digests, alone.digests);
    }
  },
);

test.serial('a small corpus starts no thread', async t => {
  t.is((await build(t, await worldFile(t, 'hotpotqa', 200), 3)).started, 0);
});

test.serial('a tokenizer that a thread cannot load is told of as it would be here', async t => {
  const tokenizer = await loadTokenizer({ type: 'openai' });
  const gone = { type: 'hf', path: join(await tempDir(t), 'gone') } as const;
  const maker = passageMaker(tokenizer, { tokenizer: gone, count: 2 });
  const passages = [{ id: passageId('a', 'b'), title: 'a', text: 'b' }];
  const calls = Array.from({ length: 20 }, () => maker.make(passages));
  await t.throwsAsync(Promise.all(calls), { code: 'TOKENIZER_UNUSABLE' });
  await maker.close();
  tokenizer.close();
});
