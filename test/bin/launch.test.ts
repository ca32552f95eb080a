import { existsSync } from 'node:fs';
import { readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { command, commandOutput } from '../support/command.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

/** A dataset, and where its samples go. */
async function ground(t: ExecutionContext): Promise<{ dataset: string; dir: string }> {
  return { dataset: await worldFile(t, 'hotpotqa', 30), dir: join(await tempDir(t), 'out') };
}

const WRONG: Readonly<Record<string, [args: string, code: number, message: RegExp]>> = {
  'an engine that nobody has': ['slrm -- keychain FILE', 2, /no such engine; did you mean slurm\?/],
  'no number of shards': ['slurm -- keychain FILE --max-seq-length 2k', 2, /--shards N is needed/],
  'no command': ['slurm --shards 2', 2, /name the command to launch behind --/],
  'a command that makes no samples': [
    'slurm --shards 2 -- verify x',
    2,
    /verify cannot be launched/,
  ],
  'an option that the command lacks': ['slurm --shards 2 -- synth FILE --hops 2', 2, /--hops/],
  'an option that it needs': ['slurm --shards 2 -- synth FILE', 2, /--max-seq-length .* is needed/],
  'a value that means nothing alone': [
    ...(['slurm --shards 2 -- synth FILE --max-seq-length 2k --model m', 2] as const),
    /--model means nothing without --llm-url/,
  ],
  'a template that cannot be': [
    ...(['slurm --shards 2 -- synth FILE --max-seq-length 2k --template x', 2] as const),
    /\{context\}/,
  ],
  'a file that is not there': ['slurm --shards 2 -- relevant-only no-such', 1, /INPUT_MISSING/],
  'a tokenizer that is none': [
    ...([
      'slurm --shards 2 -- relevant-only FILE --tokenizer-type hf --tokenizer-path /no',
      1,
    ] as const),
    /TOKENIZER_UNUSABLE/,
  ],
  'a command that nothing parts from the options of launch': [
    'slurm --shards 2 synth FILE --max-seq-length 2k',
    2,
    /put -- between .*: launch slurm --shards 2 -- synth$/m,
  ],
  'a shard': ['slurm --shards 2 -- relevant-only FILE --shard 0/2', 2, /--shard cannot be/],
  'a fresh start': ['slurm --shards 2 -- relevant-only FILE --fresh', 2, /--fresh cannot be/],
  'a number of samples that no shard can know': [
    'slurm --shards 2 -- synth FILE --max-seq-length 2k --num-samples 9 --llm-url http://x --model m',
    2,
    /no shard knows how many questions the others keep/,
  ],
  'standard input': ['slurm --shards 2 -- relevant-only -', 2, /standard input cannot be launched/],
  'standard output': ['slurm --shards 2 -- relevant-only FILE --out -', 2, /--out cannot be/],
  'a dry run': ['slurm --shards 2 -- relevant-only FILE --dry-run', 2, /--dry-run cannot be/],
  'help of the command': ['slurm --shards 2 -- synth --help', 2, /see synth --help/],
  'words for sbatch': ['slurm --shards 2 --sbatch cpu -- synth FILE', 2, /--sbatch cpu: must be/],
};

for (const [what, [args, code, message]] of Object.entries(WRONG)) {
  test.serial(`what is wrong is told before anything is written: ${what}`, async t => {
    const { dataset, dir } = await ground(t);
    const words = args.split(' ').map(each => (each === 'FILE' ? dataset : each));
    const save = words.includes('--') ? ['--save-dir', dir] : [];
    const result = await command(['launch', ...words, ...save]);
    t.is(result.code, code, result.stderr);
    t.regex(result.stderr, message);
    t.false(existsSync(dir));
  });
}

const SUBMITTING: Readonly<Record<string, [commands: Record<string, string>, message: RegExp]>> = {
  'Slurm is not there': [
    {},
    /squeue ENOENT; launch where Slurm's commands are, or without --submit/,
  ],
  'nobody answers': [
    { squeue: 'echo "squeue: error: no controller" >&2; exit 1' },
    /SUBMIT_FAILED: squeue: error: no controller; launch where/,
  ],
  'a job is not taken': [
    {
      squeue: '',
      // The index is taken, the array is not.
      sbatch: 'case "$*" in *array*) echo "sbatch: error: no account" >&2; exit 1;; esac; echo 7',
    },
    /SUBMIT_FAILED: sbatch: error: no account \(handed over before: index 7\); .* launch again/,
  ],
};

for (const [what, [commands, message]] of Object.entries(SUBMITTING)) {
  test.serial(`what the engine does not take is told in one line: ${what}`, async t => {
    const { dataset, dir } = await ground(t);
    const bin = await tempDir(t);
    for (const name of ['sh', 'mkdir']) await symlink(`/bin/${name}`, join(bin, name));
    for (const [name, does] of Object.entries(commands)) {
      await writeFile(join(bin, name), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
    }
    const { PATH } = process.env;
    process.env.PATH = bin;
    t.teardown(() => {
      process.env.PATH = PATH;
    });
    const words = ['relevant-only', dataset, '--save-dir', dir];
    const result = await command(['launch', 'slurm', '--shards', '2', '--submit', '--', ...words]);
    t.is(result.code, 1);
    t.regex(result.stderr, message);
    t.is(result.stderr.trimEnd().split('\n').length, 1);
  });
}

test.serial('a command is launched as it was given, config and all', async t => {
  const { dataset, dir } = await ground(t);
  const config = join(await tempDir(t), 'run.yaml');
  await writeFile(config, `dataset: ${dataset}\nmax-seq-length: 2k\ndataset-format: hotpotqa\n`);
  const words = ['synth', '--config', config, '--workers', '3', '--save-dir', dir];
  await commandOutput(['launch', 'slurm', '--shards', '3', '--', ...words]);
  const [folder = ''] = await readdir(dir);
  const script = (name: string) => readFile(join(dir, folder, 'launch', `${name}.sh`), 'utf8');
  const shards = await script('shards');
  t.true(
    shards.includes(` synth --shard=auto --shards=3 --allow-rejects ${words.slice(1).join(' ')}`),
  );
  // The index is read and counted as the samples will be.
  t.regex(
    await script('index'),
    / index --dataset-format=hotpotqa --workers=3 --allow-rejects --dataset=\/.*json$/m,
  );
});

test.serial(
  'each dataset has an index and a folder of its own, below that of the launch',
  async t => {
    const { dataset, dir } = await ground(t);
    const other = await worldFile(t, 'musique', 30);
    const corpus = join(await tempDir(t), 'corpus');
    const words = ['relevant-only', dataset, other, '--corpus', corpus, '--save-dir', dir];
    await commandOutput(['launch', 'slurm', '--shards', '3', '--', ...words]);
    const index = await readFile(join(dir, 'launch/index.sh'), 'utf8');
    t.is(index.match(new RegExp(` --corpus=${corpus}/world-\\w+ `, 'g'))?.length, 2);
    t.is(index.match(/^exec /gm)?.length, 1);
    const merge = await readFile(join(dir, 'launch/merge.sh'), 'utf8');
    t.true(merge.includes(` ${dir}/world-hotpotqa ${dir}/world-musique\n`));
  },
);

test.serial('what is there of the very plan is not made again', async t => {
  const { dataset, dir } = await ground(t);
  const words = ['synth', dataset, '--max-seq-length', '1k,2k', '--save-dir', dir];
  const launch = async (...more: string[]): Promise<string> =>
    (await command(['launch', 'slurm', '--shards', '4', '--', ...words, ...more])).stderr;
  t.regex(await launch(), /jobs for 4 of 4 shards and the merge/);
  // The whole has the plan of its shards.
  await commandOutput([...words, '--quiet']);
  t.regex(await launch(), /^all is there: /);
  t.regex(await launch('--random-seed', '7'), /4 of 4 shards/);
  const folder = join(dir, 'world-hotpotqa');
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.manifest.json')) continue;
    const manifest = await readFile(join(folder, name), 'utf8');
    for (const shard of ['00001', ...(name.includes('1024') ? ['00002'] : [])]) {
      const part = name.replace('.manifest', `-${shard}-of-00004.manifest`);
      await writeFile(join(folder, part), manifest);
    }
    await rename(join(folder, name), join(folder, `${name}.gone`));
  }
  // Of the third shard one length is there, which is not all of it.
  t.regex(await launch(), /jobs for 3 of 4 shards and the merge/);
  t.regex(await readFile(join(folder, 'launch/submit.sh'), 'utf8'), / --array=0,2-3 /);
});
