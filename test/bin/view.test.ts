import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { command } from '../support/command.js';
import { tempDir } from '../support/temp-dir.js';

/** Starts a view as a user would, and waits for its address. */
async function started(t: ExecutionContext, args: readonly string[], temporary: string) {
  const child = spawn(resolve('bin/pipe'), ['view', ...args], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const closed = once(child, 'close');
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, closed, said: said.toString() };
}

async function samples(t: ExecutionContext): Promise<string> {
  const path = join(await tempDir(t), 'a.jsonl');
  await writeFile(path, '{"id": "a", "input": "What?"}\n{"id": "b"}\n');
  return path;
}

test('it says where the page is in one line, serves it, and leaves nothing when it is interrupted', async t => {
  const temporary = await tempDir(t);
  const { child, closed, said } = await started(t, [await samples(t)], temporary);
  t.regex(said, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/\n$/);
  const page = await fetch(said.trim());
  t.is(page.status, 200);
  const files = (await (await fetch(`${said.trim()}api/files`)).json()) as { name: string }[];
  t.deepEqual(
    files.map(({ name }) => name),
    ['a.jsonl'],
  );
  child.kill('SIGINT');
  t.deepEqual(await closed, [130, null]);
  t.deepEqual(await readdir(temporary), []);
});

test('for programs the address is JSON', async t => {
  const { code, stdout } = await command(['view', await samples(t), '--idle', '0.1', '--json']);
  t.is(code, 0);
  t.regex((JSON.parse(stdout) as { url: string }).url, /^http:/);
});

test('what is not there is said in one line', async t => {
  const { code, stderr } = await command(['view', join(await tempDir(t), 'nothing.jsonl')]);
  t.is(code, 1);
  t.regex(stderr, /^error: INPUT_MISSING: [^\n]+\n$/);
  t.is((await command(['view'])).code, 2);
});

test('a folder is viewed with all its files of samples', async t => {
  const path = await samples(t);
  const { stderr } = await command(['view', join(path, '..'), '--idle', '0.1']);
  t.regex(stderr, /2 samples were shown/);
});
