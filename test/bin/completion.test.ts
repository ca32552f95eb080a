import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { complete } from '../../bin/cli/completion/complete.js';
import { COMMANDS } from '../../bin/commands.js';
import { commandOutput } from '../support/command.js';
import { tempDir } from '../support/temp-dir.js';

/** Candidates at the end of a line, as zsh would ask for them. */
function candidates(line: string): string[] {
  const words = line.split(' ');
  const env = { SHELL: 'zsh', COMP_CWORD: `${words.length - 1}` };
  return complete(['--', ...words], env, COMMANDS)
    .split('\n')
    .filter(each => each !== '')
    .map(each => each.split(':')[0]!);
}

const FILES = ['__tabtab_complete_files__'];

test('commands, options, words of choices, groups of help and files are completed', t => {
  t.deepEqual(candidates('pipe ke'), ['keychain']);
  t.true(candidates('pipe ').length > COMMANDS.length);
  t.deepEqual(candidates('pipe keychain --max-s'), ['--max-seq-length']);
  t.deepEqual(candidates('pipe parse --max-s'), []);
  t.deepEqual(candidates('pipe keychain --hop-order '), ['random', 'forward', 'backward']);
  t.deepEqual(candidates('pipe keychain --hop_order b'), ['backward']);
  t.deepEqual(candidates('pipe keychain --hop-order=f'), ['--hop-order=forward']);
  t.deepEqual(candidates('pipe keychain --preset '), ['loongrl', 'paper']);
  t.deepEqual(candidates('pipe keychain --help ch'), ['chains']);
  t.deepEqual(candidates('pipe keychain --help=ch'), ['--help=chains']);
  t.deepEqual(candidates('pipe keychain --hops '), []);
  t.deepEqual(candidates('pipe keychain --save-dir '), FILES);
  t.deepEqual(candidates('pipe keychain --config='), FILES);
  t.deepEqual(candidates('pipe keychain da'), FILES);
  t.deepEqual(candidates('pipe keychain --shuffle-qa da'), FILES);
  t.deepEqual(candidates('pipe completion '), ['bash', 'zsh', 'fish']);
  t.deepEqual(candidates('pipe nothing '), []);
  t.deepEqual(candidates('pipe launch s'), ['slurm']);
  t.deepEqual(candidates('pipe launch slurm -- '), [
    'keychain',
    'synth',
    'relevant-only',
    'needle',
  ]);
  t.deepEqual(candidates('pipe launch slurm -- keychain --max-s'), ['--max-seq-length']);
});

test('fish says by the cursor whether a word has begun', t => {
  const ask = (point: number) =>
    complete(
      ['--', 'pipe', 'keychain', '--hop-order'],
      { SHELL: 'fish', COMP_LINE: 'pipe keychain --hop-order ', COMP_POINT: `${point}` },
      COMMANDS,
    );
  t.regex(ask(25), /^--hop-order\t/);
  t.is(ask(26), 'random\nforward\nbackward\n');
});

async function scripts(t: ExecutionContext, shell: string) {
  const dir = await tempDir(t);
  await mkdir(join(dir, 'data'));
  await writeFile(join(dir, 'data', 'hotpot.json'), '');
  const script = join(dir, `script.${shell}`);
  // A program of its own on the path, as an installed one is.
  const bin = join(dir, 'keychain-pipe');
  await writeFile(bin, `#!/bin/sh\nexec "${resolve('bin/pipe')}" "$@"\n`, { mode: 0o755 });
  await writeFile(script, await commandOutput(['completion', shell]));
  return { dir, script, env: { ...process.env, PATH: `${dir}:${process.env.PATH}`, HOME: dir } };
}

const isThere = (shell: string): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

const inShell = isThere('bash') ? test : test.skip;

inShell('a real bash completes by the script', async t => {
  const { dir, script, env } = await scripts(t, 'bash');
  const asked = (words: string[], point = words.join(' ').length) => `
COMP_WORDS=(${words.map(word => `'${word}'`).join(' ')})
COMP_CWORD=${words.length - 1}
COMP_LINE='${words.join(' ')}'
COMP_POINT=${point}
COMPREPLY=()
_keychain-pipe_completion
echo "\${COMPREPLY[*]}"
`;
  const { stdout, stderr } = spawnSync(
    'bash',
    [
      '--norc',
      '-c',
      `source ${script}
complete -p keychain-pipe
${asked(['keychain-pipe', 're'])}
${asked(['keychain-pipe', 'keychain', '--hop-order', 'b'])}
${asked(['keychain-pipe', 'keychain', '--hop-order', '=', 'b'])}
${asked(['keychain-pipe', 'keychain', '--help', ''])}
${asked(['keychain-pipe', 'keychain', 'data/h'])}`,
    ],
    { cwd: dir, env, encoding: 'utf8' },
  );
  t.is(stderr, '');
  const [registered, command, value, inline, groups, files] = stdout.split('\n');
  t.regex(registered!, /-o default -F _keychain-pipe_completion keychain-pipe/);
  t.is(command, 'relevant-only reasoning report');
  t.is(value, 'backward');
  t.is(inline, 'backward');
  t.true(groups!.split(' ').includes('chains'));
  t.is(files, '', 'bash looks for files itself where it is told nothing');
});

const inFish = isThere('fish') ? test : test.skip;

inFish('a real fish completes by the script', async t => {
  const { dir, script, env } = await scripts(t, 'fish');
  const lines = [
    ...[
      'keychain-pipe re',
      'keychain-pipe keychain --hop-order f',
      'keychain-pipe keychain --max-s',
    ],
    ...['keychain-pipe keychain --hop-order=b', 'keychain-pipe keychain data/h'],
  ];
  const asked = lines.map(line => `complete -C '${line}'; echo ==`).join('\n');
  const { stdout } = spawnSync('fish', ['--no-config', '-c', `source ${script}\n${asked}`], {
    cwd: dir,
    env,
    encoding: 'utf8',
  });
  const blocks = stdout.split('==\n').map(block =>
    block
      .split('\n')
      .filter(line => line !== '')
      .map(line => line.split('\t')[0]),
  );
  t.deepEqual(blocks[0]?.sort(), ['reasoning', 'relevant-only', 'report']);
  t.deepEqual(blocks[1], ['forward']);
  t.deepEqual(blocks[2], ['--max-seq-length']);
  t.deepEqual(blocks[3], ['--hop-order=backward']);
  t.deepEqual(blocks[4], ['data/hotpot.json']);
});

const inZsh = isThere('zsh') ? test : test.skip;

inZsh('a real zsh completes by the script', async t => {
  const { dir, script, env } = await scripts(t, 'zsh');
  // Completion needs an interactive line, so one is typed into a terminal that zsh itself holds.
  const typed = `
zmodload zsh/zpty
zpty z zsh -f
zpty -w z 'PS1=; autoload -U compinit; compinit -u; source ${script}; bindkey "^I" complete-word; print rea""dy'
zpty -r z out '*ready*'
zpty -w -n z $'keychain-pipe keychain --hop-order ba\\t'
zpty -r z out '*backward*'
print -r -- "$out"
zpty -d z
exit
`;
  const { stdout } = spawnSync('zsh', ['-f'], {
    cwd: dir,
    env: { ...env, TERM: 'dumb' },
    input: typed,
    encoding: 'utf8',
    // Reached only where nothing is completed.
    timeout: 120_000,
    killSignal: 'SIGKILL',
  });
  t.true(stdout.includes('--hop-order backward'), stdout);
});
