import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { ensureCorpus } from '../../../lib/corpus/build/ensure.js';
import { openCorpus } from '../../../lib/corpus/open.js';
import { questionsSource } from '../../support/corpus.js';
import { madeQuestions } from '../../support/questions.js';
import { tempDir } from '../../support/temp-dir.js';
import { words } from '../../support/tokenizer.js';

// Two containers that share a volume are both process 1: what tells processes by their numbers, as
// locks in files do, takes one for the other.

/** Starts a command as process 1 of its own; undefined where this user may not. */
const ALONE = ['unshare', ['--user', '--map-root-user', '--pid', '--fork']] as const;
const mayBeAlone = spawnSync(ALONE[0], [...ALONE[1], 'true']).status === 0;

test('reading a corpus leaves nothing in its folder, no lock either', async t => {
  const root = await tempDir(t);
  const dir = join(root, 'corpus');
  const sources = [questionsSource(madeQuestions(3))];
  await ensureCorpus({ sources, tokenizer: words, cacheDir: root, dir });
  const before = await readdir(dir);
  const corpus = await openCorpus(dir, words);
  corpus.question(2);
  t.deepEqual(await readdir(dir), before);
  await corpus.close();
  t.deepEqual(await readdir(dir), before);
  t.false(before.some(name => name.includes('lock')));
});

(mayBeAlone ? test : test.skip)('two processes of one number read a corpus together', async t => {
  const root = await tempDir(t);
  const dir = join(root, 'corpus');
  const sources = [questionsSource(madeQuestions(3))];
  await ensureCorpus({ sources, tokenizer: words, cacheDir: root, dir });
  const modules = ['../../../lib/corpus/open.js', '../../support/tokenizer.js'].map(
    path => pathToFileURL(new URL(path, import.meta.url).pathname).href,
  );
  // Each reads, tells that it does, and goes on until the other does as well.
  const program = `
    const { openCorpus } = await import(${JSON.stringify(modules[0])});
    const { words } = await import(${JSON.stringify(modules[1])});
    const corpus = await openCorpus(${JSON.stringify(dir)}, words);
    console.log(process.pid, corpus.passage(0).title);
    for await (const _ of process.stdin);
    console.log(corpus.passage(11).title);
    await corpus.close();`;
  const readers = [1, 2].map(() =>
    spawn(ALONE[0], [...ALONE[1], process.execPath, '--input-type=module', '-e', program]),
  );
  const said = readers.map(() => '');
  for (const [i, reader] of readers.entries()) {
    reader.stdout.on('data', chunk => {
      said[i] += chunk;
    });
  }
  const closed = readers.map(reader => once(reader, 'close'));
  await Promise.all(readers.map(reader => once(reader.stdout, 'data')));
  for (const reader of readers) reader.stdin.end();
  t.deepEqual(
    (await Promise.all(closed)).map(([code]) => code),
    [0, 0],
  );
  t.deepEqual(said, ['1 Place 0\nPlace 11\n', '1 Place 0\nPlace 11\n']);
});
