import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { CommandResult } from '../../support/command.js';
import type { At, Effect, Effects } from './effect.js';
import { run } from './ground.js';

/** Launches with options; those of the command that is launched stand behind. */
async function launched(
  { ground }: At,
  options: readonly string[],
  { engine = 'slurm', dir = ground.fresh(), code = 0, dataset = ground.hotpotqa } = {},
): Promise<CommandResult & { script: (name: string) => Promise<string> }> {
  const command = ['keychain', dataset, '--max-seq-length', '2k', '--save-dir', dir];
  const result = await run(['launch', engine, ...options, '--', ...command], code);
  return {
    ...result,
    script: name => readFile(join(dir, 'hotpotqa', 'launch', name), 'utf8'),
  };
}

/** Commands of Slurm that take everything: for as long as something runs. */
async function withSlurm<T>({ ground }: At, work: () => Promise<T>): Promise<T> {
  const bin = ground.fresh('bin');
  await mkdir(bin);
  for (const [name, said] of Object.entries({ squeue: '', sbatch: 'echo "7;here"' })) {
    await writeFile(join(bin, name), `#!/bin/sh\n${said}\n`);
    await chmod(join(bin, name), 0o755);
  }
  const { PATH } = process.env;
  process.env.PATH = `${bin}${delimiter}${PATH}`;
  try {
    return await work();
  } finally {
    process.env.PATH = PATH;
  }
}

const shards: Effect = async at => {
  at.t.regex((await launched(at, [], { code: 2 })).stderr, /--shards N is needed/);
  const { script } = await launched(at, ['--shards', '5']);
  at.t.regex(await script('submit.sh'), / --array=0-4 /);
  at.t.regex(await script('shards.sh'), / --shard=auto --shards=5 /);
};

const sbatch: Effect = async at => {
  const { script } = await launched(at, ['--shards', '2', '--sbatch', '--time=1:00 -p cpu']);
  for (const name of ['index.sh', 'shards.sh', 'merge.sh']) {
    at.t.regex(await script(name), /^#SBATCH --time=1:00 -p cpu$/m);
  }
};

const submit: Effect = async at => {
  at.t.is((await launched(at, ['--shards', '2'])).stdout, '');
  const { stdout } = await withSlurm(at, () => launched(at, ['--shards', '2', '--submit']));
  at.t.is(stdout, 'index 7\nshards 7\nmerge 7\n');
};

const json: Effect = async at => {
  const { stderr } = await launched(at, ['--shards', '2', '--json']);
  at.t.is(JSON.parse(stderr).jobs, '2 of 2 shards and the merge');
};

const quiet: Effect = async at => {
  at.t.not((await launched(at, ['--shards', '2'])).stderr, '');
  at.t.is((await launched(at, ['--shards', '2', '--quiet'])).stderr, '');
};

const debug: Effect = async at => {
  const bad = { dataset: 'no-such-file', code: 1 };
  at.t.false(/\n\s+at /.test((await launched(at, ['--shards', '2'], bad)).stderr));
  at.t.regex((await launched(at, ['--shards', '2', '--debug'], bad)).stderr, /\n\s+at /);
};

/** What becomes of pods: a part of the manifest of the shards, once with options and once without. */
const inPods =
  (options: string, part: RegExp): Effect =>
  async at => {
    const pods = async (...more: string[]): Promise<string> => {
      const given = ['--shards', '3', '--image', 'a', '--volume', 'tmp:/', ...more];
      return (await launched(at, given, { engine: 'kubernetes' })).script('shards.yaml');
    };
    at.t.regex(await pods(...options.split(' ')), part);
    at.t.notRegex(await pods(), part);
    const { stderr } = await launched(at, ['--shards', '3', ...options.split(' ')], { code: 2 });
    at.t.regex(stderr, /is for kubernetes, not for slurm/);
  };

const KUBERNETES: Effects = {
  image: inPods('--image other:1', /image: other:1$/m),
  volume: inPods('--volume more:/more', /claimName: more$/m),
  envFrom: inPods('--env-from keys', /secretRef:\s+name: keys$/m),
  cpu: inPods('--cpu 2', /cpu: "2"$/m),
  memory: inPods('--memory 3Gi', /memory: 3Gi$/m),
  parallelism: inPods('--parallelism 2', /parallelism: 2$/m),
};

export const LAUNCH: Effects = { shards, sbatch, submit, json, quiet, debug, ...KUBERNETES };
