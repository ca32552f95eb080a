import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { COMMAND_NAMES, type CommandName } from '../../../lib/settings/commands.js';
import type { PipeResult } from '../../support/pipe.js';
import { tempDir } from '../../support/temp-dir.js';
import { type Ground, makeGround } from '../options/ground.js';
import { type Line, lines } from './commands.js';

// What may happen to a machine, over all commands: each says so in one line, and nothing half-written
// has a final name.

const onLinux = process.platform === 'linux' ? test.serial : test.serial.skip;
const EXECUTABLE = resolve('bin/pipe');

let ground: Ground;
test.before(async () => {
  ground = await makeGround();
});
test.after.always(() => ground.close());

interface Day extends PipeResult {
  /** Files in the folder that it was to write to. */
  written: string[];
  /** Temporary files and folders that it has left. */
  left: string[];
}

interface Weather {
  /** Said to the shell before the command. */
  before?: string;
  /** Instead of a folder that can be written to. */
  out?: string;
  change?: (line: Line, root: string) => readonly string[];
  /** Closes standard output at once. */
  isUnread?: boolean;
}

/** Runs a command in folders of its own. */
async function spend(t: ExecutionContext, name: CommandName, weather: Weather): Promise<Day> {
  const root = await tempDir(t);
  for (const each of ['out', 'tmp', 'cache']) mkdirSync(join(root, each));
  const line = lines(ground, weather.out ?? join(root, 'out'))[name];
  const args = weather.change?.(line, root) ?? line.args;
  const script = `${weather.before ?? ''}\nexec "$@"`;
  const child = spawn('sh', ['-c', script, 'sh', EXECUTABLE, ...args], {
    env: { ...process.env, TMPDIR: join(root, 'tmp'), XDG_CACHE_HOME: join(root, 'cache') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', chunk => {
    stdout += chunk;
  });
  if (weather.isUnread) child.stdout.destroy();
  child.stderr.on('data', chunk => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr, written: filesIn(root, 'out'), left: filesIn(root, 'tmp') };
}

const filesIn = (root: string, name: string): string[] =>
  readdirSync(join(root, name), { recursive: true, encoding: 'utf8' });

/** What the next run goes on with, whole files of several that belong together, and folders. */
const GOES_ON = /(\.part|\.part\.log|\.answers|\/launch|\/(index|shards|merge)\.sh|^[\w-]+)$/;

function isTold(t: ExecutionContext, name: CommandName, day: Day, codes: RegExp): void {
  t.is(day.code, 1, `${name}: ${day.stdout}${day.stderr}`);
  const errors = day.stderr.match(/^error: .*$/gm) ?? [];
  t.is(errors.length, 1, `${name}: ${day.stderr}`);
  t.regex(errors[0]!, codes, name);
  t.notRegex(day.stderr, /^ {4}at /m, name);
  t.deepEqual(
    day.written.filter(each => !GOES_ON.test(each)),
    [],
    name,
  );
  t.deepEqual(day.left, [], name);
}

/** What fails of a thing that cannot be written. */
const UNWRITABLE = /^error: (OUTPUT_UNWRITABLE|JOURNAL_UNUSABLE): /;
const WRITING = COMMAND_NAMES.filter(
  name => !['status', 'verify', 'view', 'completion'].includes(name),
);

for (const name of WRITING) {
  onLinux(`${name}: a disk that is full is one line, and nothing gets its name`, async t => {
    // A limit on the size of files stands for it: 512 bytes.
    const day = await spend(t, name, { before: 'ulimit -f 1' });
    isTold(t, name, day, UNWRITABLE);
  });

  onLinux(`${name}: a place where nothing can be made is one line`, async t => {
    const day = await spend(t, name, { out: '/proc/self/nowhere' });
    isTold(t, name, day, UNWRITABLE);
  });
}

/** Cuts what a command reads in the middle of a record, as if its writer had ended. */
function cut({ args, reads = '' }: Line, root: string): readonly string[] {
  const bytes = readFileSync(reads);
  const path = join(root, basename(reads));
  writeFileSync(path, bytes.subarray(0, bytes.length * 0.7));
  return args.map(arg => (arg === reads ? path : arg));
}

for (const name of COMMAND_NAMES) {
  test.serial(`${name}: what it reads may be cut`, async t => {
    if (lines(ground, '')[name].reads === undefined) return t.pass('it reads no records');
    return isTold(t, name, await spend(t, name, { change: cut }), /^error: INPUT_[A-Z]+: /);
  });

  onLinux(`${name}: too few open files are one line, or enough`, async t => {
    const day = await spend(t, name, { before: 'ulimit -n 64' });
    if (day.code === 0) return t.deepEqual(day.left, []);
    return isTold(t, name, day, /^error: SYSTEM_LIMIT: .*ulimit -n 1024$/);
  });

  test.serial(`${name}: little memory is enough`, async t => {
    const day = await spend(t, name, { before: 'export NODE_OPTIONS=--max-old-space-size=64' });
    t.is(day.code, 0, day.stderr);
    t.deepEqual(day.left, []);
  });

  test.serial(`${name}: whoever reads nothing of it is no failure`, async t => {
    const toStdout = ({ args }: Line): readonly string[] => {
      // Of a report standard output is not the default.
      if (name === 'report') return [...args.slice(0, -1), '-'];
      return args.includes('--out') ? args.slice(0, -2) : args;
    };
    const day = await spend(t, name, { isUnread: true, change: toStdout });
    t.is(day.code, 0, day.stderr);
    t.notRegex(day.stderr, /error|EPIPE/);
    t.deepEqual(day.left, []);
  });
}
