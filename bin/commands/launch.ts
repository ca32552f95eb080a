import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KeychainError } from '../../lib/errors.js';
import { ENGINES } from '../../lib/launch/engines.js';
import type { Reporter } from '../../lib/reporter.js';
import { MAKING } from '../../lib/settings/commands.js';
import { nearest } from '../../lib/values/nearest.js';
import { namesOf } from '../../lib/values/registry.js';
import { shellWord } from '../../lib/values/shell.js';
import type { Command, Outcome } from '../cli/command.js';
import type { Asked } from '../cli/task.js';
import { keychainCommand } from './keychain.js';
import { needleCommand } from './needle.js';
import { relevantOnlyCommand } from './relevant-only.js';
import { synthCommand } from './synth.js';

const NAMES = namesOf(ENGINES);
const LAUNCHED: readonly Command[] = [
  keychainCommand,
  synthCommand,
  relevantOnlyCommand,
  needleCommand,
];

export const launchCommand: Command<'launch'> = {
  name: 'launch',
  usage: `${NAMES.join('|')} --shards N [OPTION...] -- COMMAND [ARGUMENT...]`,
  summary: `a command that makes samples (${MAKING.join(', ')}) -> the same on many machines, in shards`,
  words: { needed: `name what runs the jobs: ${NAMES.join(', ')}`, choices: NAMES },
  examples: program => [
    `${program} launch slurm --shards 64 --submit --sbatch '--partition=cpu --time=4:00:00' -- keychain hotpot.json --max-seq-length 32k --save-dir out`,
    `${program} launch kubernetes --shards 64 --image keychain:1 --volume data:/data -- keychain /data/hotpot.json --max-seq-length 32k --save-dir /data/out`,
  ],
  run: async (given, { run, words }) => {
    const [engine = '', ...line] = words;
    const name = engineNamed(engine);
    const launched = await readLaunched(line, run.reporter);
    const { launch } = await import('../../lib/launch/launch.js');
    const { folder, says, isNothing, jobs } = await launch(name, given, launched, {
      cwd: process.cwd(),
      program: [process.execPath, PIPE],
    });
    if (jobs !== undefined) run.stdout.write(jobs);
    return outcome({ folder, says, isNothing, isSubmitted: jobs !== undefined });
  },
};

/** The very file that runs here, wherever one is. */
const PIPE = fileURLToPath(new URL('../../../bin/pipe', import.meta.url));

function engineNamed(word: string): keyof typeof ENGINES {
  const name = NAMES.find(each => each === word);
  if (name !== undefined) return name;
  const near = nearest(word, NAMES);
  const hint = near === undefined ? `allowed are ${NAMES.join(', ')}` : `did you mean ${near}?`;
  throw new KeychainError('USAGE', `launch ${word}: no such engine; ${hint}`);
}

/** Reads the command that is to be launched as it would be read by itself. */
async function readLaunched([name, ...args]: readonly string[], reporter: Reporter) {
  if (name === undefined) {
    throw new KeychainError('USAGE', 'name the command to launch behind --, such as -- keychain');
  }
  const command = LAUNCHED.find(each => each.name === name);
  if (!command) {
    throw new KeychainError(
      'USAGE',
      `${name} cannot be launched: only what makes samples of datasets in shards can, ${MAKING.join(', ')}`,
    );
  }
  const { readTask } = await import('../cli/task.js');
  const task = await readTask(command, args, LAUNCHED);
  if ('help' in task) {
    throw new KeychainError('USAGE', `--help: see ${name} --help, without launch`);
  }
  const { fetchNamed } = await import('../../lib/download/named.js');
  const given = await fetchNamed(nameOf(task), task.given, reporter);
  return { command: nameOf(task), given, words: args };
}

const nameOf = ({ command }: Asked) => MAKING.find(name => name === command.name)!;

function outcome(done: {
  folder: string;
  says: string;
  isNothing: boolean;
  isSubmitted: boolean;
}): Outcome {
  const { says, isNothing, isSubmitted } = done;
  const near = relative('', done.folder);
  const folder = near.length < done.folder.length ? near : done.folder;
  const script = shellWord(join(folder, 'submit.sh'));
  const text = isNothing
    ? says
    : isSubmitted
      ? `submitted ${says}; logs are in ${join(folder, 'logs')}`
      : `wrote jobs for ${says}; hand them over with: sh ${script}`;
  return { summary: { text, data: { folder: done.folder, jobs: says, submitted: isSubmitted } } };
}
