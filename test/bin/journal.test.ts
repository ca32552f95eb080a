import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { modelServer } from '../support/model/model-server.js';
import { pipe, pipeOutput } from '../support/pipe.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const QUESTIONS = 30;

test('a journal that is moved, cut, filled with anything or gone: the same bytes in the end', async t => {
  const dataset = await worldFile(t, 'musique', QUESTIONS);
  const server = await modelServer(t, dataset);
  const dir = await tempDir(t);
  const file = join(dir, 'questions.jsonl');
  await writeFile(file, await pipeOutput(['parse', dataset, '--quiet']));
  const rollout = (journal: string, more: string[] = []) =>
    pipe(['rollout', file, '--journal', journal, ...server.flags, ...more]);
  const journal = join(dir, 'journal');
  const first = await rollout(journal);
  t.is(server.calls.length, QUESTIONS);

  /** Another folder with the same file, and its path. */
  const copy = async (name: string): Promise<{ folder: string; path: string; size: number }> => {
    const folder = join(dir, name);
    await mkdir(folder);
    await cp(journal, folder, { recursive: true });
    const [only] = await readdir(folder);
    const path = join(folder, only!);
    return { folder, path, size: (await readFile(path)).length };
  };

  const moved = await copy('moved');
  server.calls.length = 0;
  t.is((await rollout(moved.folder)).stdout, first.stdout);
  t.is(server.calls.length, 0);

  for (const part of [0.9, 0.5, 0.01]) {
    const { folder, path, size } = await copy(`cut-${part}`);
    await truncate(path, Math.floor(size * part));
    server.calls.length = 0;
    const again = await rollout(folder);
    t.is(again.code, 0, again.stderr);
    t.is(again.stdout, first.stdout);
    t.true(server.calls.length > 0 && server.calls.length <= QUESTIONS);
    t.regex(again.stderr, /the journal \S+: \d+ bytes of \w+\.answers are damaged; /);
    server.calls.length = 0;
    const third = await rollout(folder);
    t.is(third.stdout, first.stdout);
    t.is(server.calls.length, 0);
    t.notRegex(third.stderr, /damaged/);
  }

  const filled = await copy('filled');
  await writeFile(filled.path, Buffer.alloc(filled.size, 0x5a));
  t.is((await rollout(filled.folder)).stdout, first.stdout);

  const gone = await copy('gone');
  await rm(gone.path);
  const { code, stdout, stderr } = await rollout(gone.folder, ['--journal-only']);
  t.is(code, 3);
  t.is(stdout, '');
  t.regex(stderr, new RegExp(`${QUESTIONS} rejected \\(ANSWER_MISSING\\)`));
});
