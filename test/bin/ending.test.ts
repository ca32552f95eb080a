import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { describeFailure } from '../../bin/cli/failure.js';
import { KeychainError } from '../../lib/errors.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const onLinux = process.platform === 'linux' ? test : test.skip;

interface Ended {
  code: number | string | null | undefined;
  stdout: string;
  stderr: string;
}

/** Runs a line of the shell in which `pipe` is the program, in a folder with a cache of its own. */
function shell(line: string, dir: string): Promise<Ended> {
  const script = `pipe() { "${process.cwd()}/bin/pipe" "$@"; }\n${line}`;
  const env = { ...process.env, XDG_CACHE_HOME: join(dir, 'cache') };
  return new Promise(done => {
    execFile('bash', ['-c', script], { cwd: dir, env }, (error, stdout, stderr) =>
      done({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}

for (const command of ['--help', 'parse data.json', 'relevant-only data.json --out - --quiet']) {
  onLinux(`${command}: standard output on a full disk is an error with a code`, async t => {
    const dir = await tempDir(t);
    const data = await worldFile(t, 'hotpotqa', 3);
    const line = command.replace('data.json', data);
    const { code, stderr } = await shell(`pipe ${line} > /dev/full`, dir);
    t.is(code, 1);
    t.regex(stderr, /^error: OUTPUT_UNWRITABLE: standard output: ENOSPC[^\n]*\n$/m);
  });
}

const UNHEARD: [who: string, redirection: string][] = [
  ['a full disk', '2> /dev/full'],
  ['a reader that goes away', '2> >(head -c 20 > /dev/null)'],
  ['nobody', '2>&-'],
];

for (const [who, redirection] of UNHEARD) {
  for (const options of ['', '--json']) {
    onLinux(`a run goes on if ${who} has its messages, ${options}`, async t => {
      const dir = await tempDir(t);
      const data = await worldFile(t, 'hotpotqa', 3);
      const run = `pipe keychain ${data} --max-seq-length 1k --save-dir out --save-name x`;
      t.is((await shell(`${run} ${options} ${redirection}`, dir)).code, 0);
      t.is((await readdir(join(dir, 'out', 'x'))).length, 2);
    });
  }
}

test('a reader of standard output that has seen enough is no failure', async t => {
  const dir = await tempDir(t);
  const data = await worldFile(t, 'hotpotqa', 200);
  const line = `pipe parse ${data} --quiet | head -c 5; exit \${PIPESTATUS[0]}`;
  const { code, stdout, stderr } = await shell(line, dir);
  t.is(code, 0);
  t.is(stdout, '{"id"');
  t.is(stderr, '');
});

for (const files of [24, 32, 48]) {
  onLinux(`${files} open files are too few, or enough, in one line`, async t => {
    const dir = await tempDir(t);
    const data = await worldFile(t, 'hotpotqa', 3);
    const { code, stderr } = await shell(`ulimit -n ${files}; pipe parse ${data} --quiet`, dir);
    if (code === 0) return t.is(stderr, '');
    t.is(code, 1);
    return t.regex(stderr, /^error: SYSTEM_LIMIT: too few files [^\n]*ulimit -n 1024\n$/);
  });
}

onLinux('commands that ask no model start in little address space', async t => {
  const dir = await tempDir(t);
  const data = await worldFile(t, 'hotpotqa', 3);
  t.is((await shell(`ulimit -v 4000000; pipe parse ${data} --quiet`, dir)).code, 0);
});

onLinux('a file that may not get so large is an error with a code', async t => {
  const dir = await tempDir(t);
  const data = await worldFile(t, 'hotpotqa', 20);
  const line = `ulimit -f 1; pipe parse ${data} --out big --quiet`;
  const { code, stderr } = await shell(line, dir);
  t.is(code, 1);
  t.regex(stderr, /^error: OUTPUT_UNWRITABLE: big: EFBIG[^\n]*\n$/);
  t.false((await readdir(dir)).some(name => name.startsWith('big')));
});

const system = (code: string, path?: string): Error =>
  Object.assign(new Error(`${code}: something, write`), { code, path });

const FAILURES: [what: string, error: Error, line: RegExp][] = [
  ...['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO', 'EROFS'].map((code): [string, Error, RegExp] => [
    code,
    system(code, '/a/file'),
    /^error: OUTPUT_UNWRITABLE: \/a\/file: .*make room.*\n$/,
  ]),
  [
    'a database that has spoken of it already',
    new Error('No space left on device: Attempting to write page at position 3'),
    /^\nerror: OUTPUT_UNWRITABLE: \//,
  ],
  ['a full database', new Error('No space left on device'), /^error: OUTPUT_UNWRITABLE: \//],
  ...['EMFILE', 'ENFILE'].map((code): [string, Error, RegExp] => [
    code,
    system(code, '/a/file'),
    /^error: SYSTEM_LIMIT: .*ulimit -n/,
  ]),
  [
    'an input that cannot be opened for that',
    new KeychainError('INPUT_MISSING', 'x', { cause: system('EMFILE') }),
    /^error: SYSTEM_LIMIT: /,
  ],
  [
    'a package that is there, and whose description could not be read',
    new Error(
      `Cannot find package '${resolve('node_modules/cli-progress/index.js')}' imported from ${fileURLToPath(import.meta.url)}`,
    ),
    /^error: SYSTEM_LIMIT: too few files .*ulimit -n 1024\n$/,
  ],
  [
    'a package that is there, and could not be opened',
    new Error(`Cannot find package 'ava' imported from ${fileURLToPath(import.meta.url)}`),
    /^error: SYSTEM_LIMIT: too few files/,
  ],
  [
    'a module that is not there',
    new Error(`Cannot find module '/no/where.js' imported from ${fileURLToPath(import.meta.url)}`),
    /^error: Cannot find module/,
  ],
  [
    'WebAssembly without room',
    new RangeError('WebAssembly.instantiate(): Out of memory: Cannot allocate Wasm memory'),
    /^error: SYSTEM_LIMIT: .*ulimit -v/,
  ],
  [
    'a thread that cannot be started',
    Object.assign(new Error('Worker initialization failure: EAGAIN'), {
      code: 'ERR_WORKER_INIT_FAILED',
    }),
    /^error: SYSTEM_LIMIT: .*--workers/,
  ],
  ['an error of ours', new KeychainError('USAGE', 'no'), /^error: USAGE: no\n$/],
  ['anything else', new TypeError('odd'), /^error: odd\n$/],
];

for (const [what, error, line] of FAILURES) {
  test(`what is told of ${what}`, t => {
    t.regex(describeFailure(error, false).text, line);
  });
}
