import { dirname } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { Sample } from '../../../lib/records/sample.js';
import type { CommandName } from '../../../lib/settings/commands.js';
import type { CommandResult } from '../../support/command.js';
import { type Ground, reset, run } from './ground.js';

/** Where an effect is looked for. */
export interface At {
  t: ExecutionContext;
  ground: Ground;
  command: CommandName;
}

/** Shows that an option does what it is for, and that nothing else would have done it. */
export type Effect = (at: At) => Promise<void>;

/** Effects by the names of settings. */
export type Effects = Readonly<Record<string, Effect>>;

/** Options that name the mock server, with a journal of their own. */
export const modelOf = ({ server, fresh }: Ground): string[] => [
  ...['--llm-url', server.url, '--model', 'm', '--journal', fresh('journal'), '--n', '2'],
];

/** A command line that works and writes lines to standard output, if the command has any. */
export function baseOf({ ground, command }: Pick<At, 'ground' | 'command'>): string[] {
  const { hotpotqa, corpus, questionsFile, filled, plain, samples, predictions, scored } = ground;
  const some = ['--num-samples', '6', '--out', '-'];
  const bases: Record<CommandName, () => string[]> = {
    demo: () => ['demo', '--save-dir', ground.fresh('demo'), '--num-questions', '50'],
    download: () => ['download', 'hf:me/set'],
    keychain: () => ['keychain', hotpotqa, '--max-seq-length', '2k', ...some],
    synth: () => ['synth', hotpotqa, '--max-seq-length', '1k', ...some],
    'relevant-only': () => ['relevant-only', hotpotqa, ...some],
    needle: () => ['needle', hotpotqa, '--max-seq-length', '1k', '--keys', '4', ...some],
    launch: () => ['launch', 'slurm', '--shards', '2', '--', 'synth', hotpotqa],
    verify: () => ['verify', samples],
    // Nobody asks for anything, so that it ends.
    view: () => ['view', samples, '--idle', '0.1'],
    run: () => ['run', ground.manifest],
    status: () => ['status', dirname(ground.manifest)],
    parse: () => ['parse', hotpotqa],
    index: () => ['index', hotpotqa],
    rollout: () => ['rollout', questionsFile, ...modelOf(ground)],
    score: () => ['score', predictions],
    merge: () => ['merge', predictions],
    filter: () => ['filter', scored, '--min-correct', '1'],
    fill: () => ['fill', questionsFile, '--corpus', corpus, '--max-seq-length', '2k'],
    chain: () => ['chain', filled, '--corpus', corpus],
    reasoning: () => ['reasoning', plain, ...modelOf(ground)],
    trajectories: () => ['trajectories', plain, ...modelOf(ground)],
    adopt: () => ['adopt', ground.stripped],
    mix: () => ['mix', ground.recipe, '--save-dir', ground.fresh('mixed')],
    export: () => ['export', plain, '--to', 'swift'],
    report: () => ['report', scored, '--out', '-'],
    completion: () => ['completion', 'bash'],
  };
  return bases[command]();
}

/** Runs the base with more options. */
export async function withOptions(
  at: Pick<At, 'ground' | 'command'>,
  options: readonly string[],
  expected = 0,
): Promise<CommandResult> {
  reset(at.ground.server);
  reset(at.ground.other);
  return run([...baseOf(at), ...options], expected);
}

const known = new Map<string, string>();

/** What the base alone writes. */
export async function baseOutput(at: At): Promise<string> {
  const found = known.get(at.command) ?? (await withOptions(at, [])).stdout;
  known.set(at.command, found);
  return found;
}

export const recordsOf = <T = Sample>(text: string): T[] =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as T);

/** The lines become others, and each sample (of some) is as it should be. */
export const samplesAre =
  (
    options: string | ((ground: Ground) => string[]),
    isRight: (sample: Sample, i: number) => unknown,
  ): Effect =>
  async at => {
    const given = typeof options === 'string' ? options.split(' ') : options(at.ground);
    const { stdout } = await withOptions(at, given);
    const samples = recordsOf(stdout);
    at.t.true(samples.length > 0);
    for (const [i, sample] of samples.entries())
      at.t.truthy(isRight(sample, i), stdout.slice(0, 500));
    at.t.not(stdout, await baseOutput(at));
    at.t.false(recordsOf(await baseOutput(at)).every(isRight), 'it is so without the option');
  };

/** Taken, so that `fill` and `chain` can be given the same options; the lines stay. */
export const sameLines =
  (options: string | ((ground: Ground) => string[])): Effect =>
  async at => {
    const given = typeof options === 'string' ? options.split(' ') : options(at.ground);
    at.t.is((await withOptions(at, given)).stdout, await baseOutput(at));
    const { stdout } = await run([at.command, '--help']);
    // Of two options the last is meant: the one before it lets it matter.
    const last = given.filter(word => word.startsWith('--')).at(-1)!;
    const help = stdout.slice(stdout.indexOf(`  ${last}`)).split('\n  --')[0]!;
    at.t.regex(help, /changes nothing here/);
  };

/** The command ends with a code and says why. */
export const endsWith =
  (options: string | ((ground: Ground) => string[]), code: number, message: RegExp): Effect =>
  async at => {
    const given = typeof options === 'string' ? options.split(' ') : options(at.ground);
    at.t.regex((await withOptions(at, given, code)).stderr, message);
  };

/** How many threads are started meanwhile. */
export async function workersOf(work: () => Promise<unknown>): Promise<number> {
  let workers = 0;
  const count = (): void => {
    workers++;
  };
  process.on('worker', count);
  try {
    await work();
    return workers;
  } finally {
    process.off('worker', count);
  }
}
