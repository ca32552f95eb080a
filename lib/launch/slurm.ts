import { KeychainError } from '../errors.js';
import { shellLine, shellWord } from '../values/shell.js';
import type { Engine, Launch, Missing, Prepared } from './engine.js';
import { NOTHING_QUEUED, type Queued, queuedOf } from './slurm-queue.js';

/**
 * Jobs of Slurm: the index, an array of shards after it, the merge after that.
 *
 * Slurm does what is its own: it queues, places, preempts and requeues. A job is the process itself
 * (`exec`), so a signal reaches it, and a shard that is requeued goes on where it was. Which shard a
 * task is, its number in the array says; so an array may have gaps, and how many shards there are is
 * always told.
 */
export const slurm: Engine = {
  help: 'an array job of Slurm, by sbatch',
  own: ['sbatch'],
  prepare: async (launch, missing, { sbatch, submit }) => {
    if (launch.folder.includes('\\')) {
      throw new KeychainError(
        'USAGE',
        `${launch.folder}: Slurm gives the logs of an array one name where a folder has a backslash in its own; name another --save-dir`,
      );
    }
    const queued = submit ? await queuedOf(launch.name) : NOTHING_QUEUED;
    return slurmJobs(launch, missing, queued, sbatch);
  },
};

/** The scripts of what is missing and not in the queue. */
export function slurmJobs(
  launch: Launch,
  missing: Missing,
  queued: Queued,
  sbatch: string | undefined,
): Prepared {
  const array = missing.filter(shard => !queued.shards.has(shard));
  const waitsFor = missing.flatMap(shard => queued.shards.get(shard) ?? []);
  const { shards } = launch;
  // Waiting for all that is missing, the merge needs nobody else.
  if (array.length === 0 && queued.merge !== undefined) {
    const waiting = missing.length > 0 ? `${missing.length} of ${shards} shards and ` : '';
    return { files: {}, says: `${waiting}the merge: in the queue already` };
  }
  const made = array.length > 0 ? `${array.length} of ${shards} shards and ` : '';
  const more = waitsFor.length > 0 ? ` (${waitsFor.length} shards are in the queue already)` : '';
  return {
    files: {
      ...(array.length > 0 && {
        'index.sh': indexScript(launch, sbatch),
        'shards.sh': shardsScript(launch, sbatch),
      }),
      'merge.sh': mergeScript(launch, sbatch),
      'submit.sh': submitScript(launch, array, waitsFor, queued),
    },
    says: `${made}the merge${more}`,
  };
}

/** Seconds before the end of its time at which a job is told. */
const WARNED_S = 60;

const script = (
  about: string,
  options: readonly string[],
  { cwd }: Launch,
  sbatch: string | undefined,
  lines: readonly string[],
): string =>
  [
    '#!/bin/sh',
    `# ${about}`,
    ...[...options, ...(sbatch === undefined ? [] : [sbatch])].map(each => `#SBATCH ${each}`),
    '',
    'set -eu',
    `cd ${shellWord(cwd)}`,
    ...lines,
    '',
  ].join('\n');

const INTERRUPTIBLE = ['--requeue', '--open-mode=append', `--signal=B:TERM@${WARNED_S}`];

function indexScript(launch: Launch, sbatch: string | undefined): string {
  const lines = launch.index.map(words => shellLine([...launch.program, ...words]));
  const last = lines.pop()!;
  return script('Makes the corpus, or finds it.', INTERRUPTIBLE, launch, sbatch, [
    ...lines,
    `exec ${last}`,
  ]);
}

function shardsScript(launch: Launch, sbatch: string | undefined): string {
  const { program, shard, hasWorkers, shards } = launch;
  const [command, ...words] = shard;
  // Slurm may keep a job to its processors without hiding the others from it.
  const workers = hasWorkers ? '' : ` --workers "\${SLURM_CPUS_ON_NODE:-1}"`;
  return script(
    `One shard of ${shards}: the number of the task in the array is its own.`,
    INTERRUPTIBLE,
    launch,
    sbatch,
    [`exec ${shellLine([...program, command!])}${workers} ${shellLine(words)}`],
  );
}

const mergeScript = (launch: Launch, sbatch: string | undefined): string =>
  script('Joins the shards to the files of a run without shards.', INTERRUPTIBLE, launch, sbatch, [
    `exec ${shellLine([...launch.program, ...launch.merge])}`,
  ]);

function submitScript(
  { name, folder }: Launch,
  array: Missing,
  waitsFor: readonly string[],
  { index, merge }: Queued,
): string {
  const job = (what: string, log: string, ...options: string[]): string[] => {
    const words = [`--job-name=${name}-${what}`, `--output="$logs/${log}"`, ...options];
    return [
      `${what}=$(submit ${words.join(' ')} "$launch/${what}.sh")`,
      // Behind the id may stand the name of the cluster.
      `${what}=\${${what}%%;*}`,
      `echo "${what} $${what}"`,
    ];
  };
  const after = [...waitsFor, ...(array.length > 0 ? ['$shards'] : [])];
  const indexed = index === undefined ? job('index', 'index.log') : [`index=${index}`];
  const shards = job(
    'shards',
    'shard-%5a.log',
    `--array=${ranges(array)}`,
    '--dependency="afterok:$index"',
  );
  const waits = after.length > 0 ? [`--dependency="afterok:${after.join(':')}"`] : [];
  return [
    '#!/bin/sh',
    '# Hands over what was missing when this was written; launch again for what is missing then.',
    'set -eu',
    `launch=${shellWord(folder)}`,
    '# As Slurm reads it, which fills in what follows a single %.',
    `logs=${shellWord(`${folder.replaceAll('%', '%%')}/logs`)}`,
    '# A job that waits for one that has failed would wait for ever.',
    'submit() { sbatch --parsable --kill-on-invalid-dep=yes "$@"; }',
    '',
    'mkdir -p "$launch/logs"',
    // It may have ended meanwhile.
    ...(merge === undefined ? [] : [`scancel ${merge} || true`]),
    ...(array.length > 0 ? [...indexed, ...shards] : []),
    ...job('merge', 'merge.log', ...waits),
    '',
  ].join('\n');
}

/** Numbers as an array is asked for: `0-3,7`. */
export function ranges(numbers: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
