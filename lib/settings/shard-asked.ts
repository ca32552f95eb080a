import { KeychainError } from '../errors.js';
import { MOST_SHARDS, type Shard } from '../records/shard.js';
import type { SettingsOf } from './values.js';

/** The settings that say which shard is made. */
export type ShardSettings = Pick<SettingsOf<'relevant-only'>, 'shard' | 'shards'>;

/** Variables of a process's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where engines say which of its tasks a process is, counted from 0. */
const SLURM = 'SLURM_ARRAY_TASK_ID';
const KUBERNETES = 'JOB_COMPLETION_INDEX';

/**
 * The shard that settings ask for; undefined where they ask for the whole run. `auto` takes its number
 * from the environment: of a task of a Slurm array, or a pod of an Indexed Job.
 *
 * @throws KeychainError USAGE where the environment names none, or one that does not go with the rest
 */
export function shardAsked(
  { shard, shards }: ShardSettings,
  environment: Environment,
): Shard | undefined {
  if (shard === undefined) return undefined;
  if (shard === 'auto') return ofEnvironment(environment, shards);
  if (shards === undefined || shards === shard.of) return shard;
  throw usage(
    `--shard ${shard.index}/${shard.of} and --shards ${shards} name two numbers of shards`,
  );
}

function ofEnvironment(environment: Environment, shards: number | undefined): Shard {
  const [name, ...more] = [SLURM, KUBERNETES].filter(each => isSet(environment[each]));
  if (name === undefined) {
    throw usage(
      `--shard auto: neither ${SLURM} (a Slurm array: sbatch --array=0-63) nor ${KUBERNETES} (an Indexed Job) is set; start it as one of those, or give --shard I/N`,
    );
  }
  if (more.length > 0) {
    throw usage(`--shard auto: both ${SLURM} and ${KUBERNETES} are set; give --shard I/N`);
  }
  const index = numberIn(environment, name);
  if (shards === undefined) return { index, of: sizeOfArray(environment, name) };
  const last = name === SLURM ? numberIn(environment, 'SLURM_ARRAY_TASK_MAX', index) : index;
  if (Math.max(index, last) < shards) return { index, of: shards };
  throw usage(
    `--shard auto: ${name} is ${index}${last > index ? ` and the array goes up to ${last}` : ''}, but --shards ${shards} are counted from 0 to ${shards - 1}${name === SLURM ? `; submit with --array=0-${shards - 1}` : ''}`,
  );
}

/** The tasks of an array that begins with 0 and has no gap: then they are all of the shards. */
function sizeOfArray(environment: Environment, name: string): number {
  if (name !== SLURM) {
    throw usage(`--shard auto: ${name} does not say of how many; give --shards N`);
  }
  const min = numberIn(environment, 'SLURM_ARRAY_TASK_MIN');
  const max = numberIn(environment, 'SLURM_ARRAY_TASK_MAX');
  const count = numberIn(environment, 'SLURM_ARRAY_TASK_COUNT');
  const index = numberIn(environment, name);
  const isWhole = min === 0 && max === count - 1 && index < count;
  if (isWhole && count <= MOST_SHARDS) return count;
  throw usage(
    `--shard auto: the array has ${count} tasks from ${min} to ${max}, so it is no row of shards from 0 on without a gap; say of how many they are with --shards N`,
  );
}

/** @throws KeychainError USAGE where the variable is no whole number */
function numberIn(environment: Environment, name: string, otherwise?: number): number {
  const text = environment[name];
  if (otherwise !== undefined && !isSet(text)) return otherwise;
  if (/^\d{1,9}$/.test(text ?? '')) return Number(text);
  throw usage(
    `--shard auto: ${name} is ${isSet(text) ? `"${text}", no number` : 'not set'}; give --shard I/N, or --shards N`,
  );
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

const usage = (message: string): KeychainError => new KeychainError('USAGE', message);
