import { execFileSync, spawn } from 'node:child_process';
import { appendFile, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { MAKING } from '../../lib/settings/commands.js';
import { worldRecords } from '../../lib/world/index.js';
import { command, commandOutput } from '../support/command.js';
import { pipe } from '../support/pipe.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const onLinux = process.platform === 'linux' ? test : test.skip;

/** A dataset, of which a record may be broken. */
async function dataset(dir: string, { isBroken }: { isBroken: boolean }): Promise<string> {
  const file = join(dir, 'data.json');
  const records = [...worldRecords('hotpotqa', { questions: 4, seed: 1 })] as object[];
  if (isBroken) records[1] = { ...records[1], question: 7 };
  await writeFile(file, JSON.stringify(records));
  return file;
}

for (const name of MAKING) {
  test(`${name}: the rejects beside the samples are this run's`, async t => {
    const dir = await tempDir(t);
    const made = async (isBroken: boolean, code: number): Promise<string[]> => {
      const file = await dataset(dir, { isBroken });
      const options = ['--max-seq-length', '1k', '--save-dir', join(dir, 'out'), '--fresh'];
      t.is((await command([name, file, ...options])).code, code);
      return (await readdir(join(dir, 'out', 'data'))).map(each => each.replace(/^[^.]*/, ''));
    };
    const clean = ['.jsonl.gz', '.manifest.json'];
    t.deepEqual(await made(false, 0), clean);
    t.deepEqual(await made(true, 3), [...clean, '.rejects.jsonl.gz']);
    t.deepEqual(await made(false, 0), clean);
  });
}

test("a stage's rejects are this run's, and those of a stream", async t => {
  const dir = await tempDir(t);
  const rejects = join(dir, 'rejects.jsonl');
  const out = join(dir, 'out.jsonl');
  const lines = ['parse', '--out', out];
  const stream = ['relevant-only', '--out', '-'];
  for (const [name, ...options] of [lines, stream]) {
    const run = async (isBroken: boolean): Promise<boolean> => {
      await command([name!, await dataset(dir, { isBroken }), ...options, '--rejects', rejects]);
      return (await readdir(dir)).includes('rejects.jsonl');
    };
    t.true(await run(true), name);
    t.false(await run(false), name);
  }
});

test("what a stage of one's own prints does not stand among the samples", async t => {
  const dir = await tempDir(t);
  const stage = join(dir, 'stage.mjs');
  const code = "export const stage = sample => { console.log('noise'); return sample; };";
  await writeFile(stage, code);
  const file = await dataset(dir, { isBroken: false });
  const args = ['synth', file, '--max-seq-length', '1k', '--out', '-', '--stage', stage];
  const { stdout, stderr } = await pipe([...args, '--workers', '1']);
  t.deepEqual(
    stdout.split('\n').map(line => line.slice(0, 6)),
    ['{"id":', '{"id":', '{"id":', '{"id":', ''],
  );
  t.regex(stderr, /noise/);
});

onLinux('a device, a named pipe and a descriptor are written to', async t => {
  const dir = await tempDir(t);
  const file = await worldFile(t, 'hotpotqa', 2);
  const lines = await commandOutput(['parse', file]);
  const fifo = join(dir, 'fifo');
  execFileSync('mkfifo', [fifo]);
  const content = readFile(fifo, 'utf8');
  await commandOutput(['parse', file, '--out', fifo]);
  t.is(await content, lines);
  t.true((await stat(fifo)).isFIFO());
  const piped = '"$0" parse "$1" --out /dev/stdout | cat';
  t.is(`${execFileSync('sh', ['-c', piped, 'bin/pipe', file], { stdio: 'pipe' })}`, lines);
  await commandOutput(['parse', file, '--out', '/dev/null', '--rejects', '/dev/null']);
  t.true((await stat('/dev/null')).isCharacterDevice());
  const full = await command(['parse', file, '--out', '/dev/full']);
  t.is(full.code, 1);
  t.regex(full.stderr, /^error: OUTPUT_UNWRITABLE: \/dev\/full: .*\n$/);
  t.true((await stat('/dev/full')).isCharacterDevice());
});

onLinux('what is appended to keeps what it has', async t => {
  const dir = await tempDir(t);
  const file = await worldFile(t, 'hotpotqa', 2);
  const log = join(dir, 'log');
  await appendFile(log, 'first\n');
  const script = 'exec "$0" "$@" >> "$LOG"';
  execFileSync('sh', ['-c', script, 'bin/pipe', 'parse', file, '--out', '/dev/stdout'], {
    env: { ...process.env, LOG: log },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  t.is(await readFile(log, 'utf8'), `first\n${await commandOutput(['parse', file])}`);
});

test('a link stays a link, and its target is what was made', async t => {
  const dir = await tempDir(t);
  const file = await worldFile(t, 'hotpotqa', 2);
  await symlink('target', join(dir, 'link'));
  await commandOutput(['parse', file, '--out', join(dir, 'link')]);
  t.is(await readFile(join(dir, 'target'), 'utf8'), await commandOutput(['parse', file]));
  t.deepEqual((await readdir(dir)).sort(), ['link', 'target']);
});

onLinux('a run that waits for a slow reader of a named pipe can be interrupted', async t => {
  const { fifo, file } = await fifoAndData(t);
  const child = spawn('bin/pipe', ['parse', file, '--out', fifo], { stdio: 'pipe' });
  const ended = new Promise<number | null>(done => child.once('exit', done));
  const reader = spawn('sh', ['-c', 'exec 3< "$0"; echo open; exec sleep 600', fifo]);
  t.teardown(() => reader.kill('SIGKILL'));
  await new Promise(done => reader.stdout.once('data', done));
  child.kill('SIGINT');
  t.is(await ended, 130);
});

async function fifoAndData(t: ExecutionContext): Promise<{ fifo: string; file: string }> {
  const fifo = join(await tempDir(t), 'fifo');
  execFileSync('mkfifo', [fifo]);
  return { fifo, file: await worldFile(t, 'hotpotqa', 200) };
}

test('what is read of standard input has one name, that of its folder', async t => {
  const dir = await tempDir(t);
  const input = await readFile(await dataset(dir, { isBroken: false }));
  const args = ['synth', '-', '--max-seq-length', '1k', '--save-dir', dir];
  const { code, stderr } = await pipe(args, { input });
  t.is(code, 0, stderr);
  const named = stderr.split('\n').filter(line => /^(index )?(-|stdin)\b/.test(line));
  t.is(named.length, 4, stderr);
  t.true(
    named.every(line => line.includes('stdin') && !line.includes('-:')),
    stderr,
  );
  t.true((await readdir(dir)).includes('stdin'));
});

onLinux('no place below /proc keeps a run', async t => {
  const file = await worldFile(t, 'hotpotqa', 2);
  for (const args of [
    ['parse', file, '--out', '/proc/nope/x'],
    ['synth', file, '--max-seq-length', '1k', '--save-dir', '/proc/nope'],
    ['demo', '--save-dir', '/proc/nope/x'],
  ]) {
    const { code, stderr } = await command(args);
    t.is(code, 1, stderr);
    t.regex(stderr, /^error: OUTPUT_UNWRITABLE: \/proc\/nope.*\n$/m);
  }
});
