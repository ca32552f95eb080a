import { cp, mkdir, readdir, readFile, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { ensureCorpus } from '../../../lib/corpus/build/ensure.js';
import { checkPlace, putInPlace } from '../../../lib/corpus/build/put-in-place.js';
import { openCorpus } from '../../../lib/corpus/open.js';
import {
  dataFileOf,
  INFO_FILE,
  REJECTS_FILE,
  rejectsFileOf,
} from '../../../lib/corpus/store/info.js';
import { DATA_FILE } from '../../../lib/corpus/store/layout.js';
import { questionsSource } from '../../support/corpus.js';
import { madeQuestion } from '../../support/questions.js';
import { tempDir } from '../../support/temp-dir.js';
import { words } from '../../support/tokenizer.js';

/** A corpus of one question, in a folder of its own. */
async function corpusIn(dir: string, number: number) {
  const sources = [questionsSource([madeQuestion(number)])];
  const cacheDir = join(dir, '..', 'cache');
  return (await ensureCorpus({ sources, tokenizer: words, cacheDir, dir })).info;
}

/** The same files as they are before a corpus is put in place. */
async function finished(t: ExecutionContext, number: number): Promise<[dir: string, key: string]> {
  const dir = join(await tempDir(t), 'finished');
  const { key } = await corpusIn(dir, number);
  await rename(join(dir, dataFileOf(key)), join(dir, DATA_FILE));
  await rename(join(dir, rejectsFileOf(key)), join(dir, REJECTS_FILE));
  return [dir, key];
}

async function questionIn(dir: string): Promise<string> {
  const corpus = await openCorpus(dir, words);
  try {
    return corpus.questionText(0);
  } finally {
    await corpus.close();
  }
}

/** Renames so many files; then the process is gone. */
function killedAfter(moves: number): typeof rename {
  let left = moves;
  return async (from, to) => {
    if (left-- === 0) throw new Error('killed');
    await rename(from, to);
  };
}

for (const moves of [0, 1, 2, 3]) {
  test(`killed after ${moves} of 3 renames, a folder holds one corpus whole, and a user's files`, async t => {
    const place = join(await tempDir(t), 'place');
    await corpusIn(place, 1);
    await writeFile(join(place, 'NOTES.txt'), 'my notes');
    await mkdir(join(place, 'out'));
    const [dir, key] = await finished(t, 2);
    const placing = putInPlace(dir, place, key, killedAfter(moves));
    if (moves < 3) await t.throwsAsync(placing, { code: 'OUTPUT_UNWRITABLE' });
    else await placing;
    t.is(await questionIn(place), madeQuestion(moves < 3 ? 1 : 2).question);
    t.is(await readFile(join(place, 'NOTES.txt'), 'utf8'), 'my notes');
    t.true((await readdir(place)).includes('out'));

    await checkPlace(place);
    await corpusIn(place, 3);
    t.is(await questionIn(place), madeQuestion(3).question, 'the next run goes on');
    t.is(await readFile(join(place, 'NOTES.txt'), 'utf8'), 'my notes');
  });

  test(`killed after ${moves} of 3 renames, a place that was empty is one for a corpus still`, async t => {
    const place = await tempDir(t);
    const [dir, key] = await finished(t, 2);
    const placing = putInPlace(dir, place, key, killedAfter(moves));
    if (moves < 3) await t.throwsAsync(placing);
    else await placing;
    await checkPlace(place);
    await corpusIn(place, 3);
    t.is(await questionIn(place), madeQuestion(3).question);
  });
}

test('the files of a corpus that was replaced go, and so do those that were left long ago', async t => {
  const place = join(await tempDir(t), 'place');
  const { key: replaced } = await corpusIn(place, 1);
  const [left, fresh] = ['0'.repeat(32), '1'.repeat(32)];
  for (const key of [left, fresh]) {
    await cp(join(place, dataFileOf(replaced)), join(place, dataFileOf(key)));
  }
  await utimes(join(place, dataFileOf(left)), 1, 1);
  await writeFile(join(place, 'lock.mdb'), 'of an earlier version');
  await utimes(join(place, 'lock.mdb'), 1, 1);
  const { key } = await corpusIn(place, 2);
  t.deepEqual(
    await readdir(place).then(names => names.sort()),
    [dataFileOf(fresh), dataFileOf(key), INFO_FILE, rejectsFileOf(key)].sort(),
    'another process may just be putting the fresh one there',
  );
});

test('a corpus replaced again and again is never seen as broken', async t => {
  const root = await tempDir(t);
  const place = join(root, 'place');
  await corpusIn(place, 0);
  let isOver = false;
  const replacing = (async () => {
    for (let number = 1; number <= 20; number++) await corpusIn(place, number % 2);
    isOver = true;
  })();
  const seen = new Set<string>();
  while (!isOver) seen.add(await questionIn(place));
  await replacing;
  for (const question of seen) {
    t.true(
      [0, 1].some(number => madeQuestion(number).question === question),
      question,
    );
  }
});
