import { stringify } from 'yaml';
import { shellWord } from '../values/shell.js';
import type { Launch, Missing, Prepared } from './engine.js';

/** A claim on a volume, and where pods have it. */
interface Volume {
  claim: string;
  path: string;
}

/** What the pods of all Jobs have in common. */
export interface Pod {
  image: string;
  volumes: readonly Volume[];
  /** Secrets whose entries are variables of its environment. */
  envFrom: readonly string[];
  /** Cores and bytes, as Kubernetes writes them. */
  cpu: string | undefined;
  memory: string | undefined;
  /** Pods of shards at once. */
  parallelism: number;
}

/** The manifests of what is missing: an Indexed Job has all shards, or none. */
export function kubernetesJobs(launch: Launch, missing: Missing, pod: Pod): Prepared {
  const { shards } = launch;
  const jobs = missing.length > 0 ? (['index', 'shards', 'merge'] as const) : (['merge'] as const);
  const files = jobs.map(job => [`${job}.yaml`, yamlOf(launch, job, pod)] as const);
  return {
    files: { ...Object.fromEntries(files), 'submit.sh': submitScript(launch, jobs) },
    says: missing.length > 0 ? `${missing.length} of ${shards} shards and the merge` : 'the merge',
  };
}

type JobName = 'index' | 'shards' | 'merge';

const ABOUT: Readonly<Record<JobName, string>> = {
  index: 'Makes the corpus, or finds it.',
  shards: 'Makes the shards: the index of a pod is the number of its shard.',
  merge: 'Joins the shards to the files of a run without shards.',
};

const yamlOf = (launch: Launch, job: JobName, pod: Pod): string =>
  `# ${ABOUT[job]}\n${stringify(jobOf(launch, job, pod), AS_WORDS)}`;

/** Words stand in a line each: a block of lines loses blanks, and a folded line is none to copy. */
const AS_WORDS = { blockQuote: false, lineWidth: 0 } as const;

/** Times that a pod is started anew after it has failed by itself. */
const RETRIES = 3;
/** A week, in which logs can be read. */
const KEPT_SECONDS = 604_800;
/** What a command ends with that would fail again. */
const WRONG_USAGE = 2;

/** A Job, as the API of Kubernetes has it. */
export function jobOf(launch: Launch, job: JobName, pod: Pod) {
  const isShards = job === 'shards';
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: jobName(launch, job), labels: { app: 'keychain', launch: launch.name } },
    spec: {
      ...(isShards
        ? {
            completionMode: 'Indexed',
            completions: launch.shards,
            parallelism: Math.min(pod.parallelism, launch.shards),
            backoffLimitPerIndex: RETRIES,
          }
        : { backoffLimit: RETRIES }),
      podFailurePolicy: {
        rules: [
          {
            action: isShards ? 'FailIndex' : 'FailJob',
            onExitCodes: { operator: 'In', values: [WRONG_USAGE] },
          },
          // Preempted, drained, evicted: it goes on elsewhere.
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
        ],
      },
      ttlSecondsAfterFinished: KEPT_SECONDS,
      template: { spec: podSpec(launch, job, pod) },
    },
  };
}

function podSpec(launch: Launch, job: JobName, pod: Pod) {
  const lines = linesOf(launch, job, pod);
  const containers = lines.map((words, i) => container(launch, `${job}-${i}`, words, pod));
  const before = containers.slice(0, -1);
  return {
    restartPolicy: 'Never',
    // One after the other, before the last.
    ...(before.length > 0 && { initContainers: before }),
    containers: containers.slice(-1),
    volumes: pod.volumes.map(({ claim }, i) => ({
      name: volumeName(i),
      persistentVolumeClaim: { claimName: claim },
    })),
  };
}

/** The program as an image has it in its path. */
const PROGRAM = 'keychain-pipe';

function linesOf(
  { index, shard, hasWorkers, merge }: Launch,
  job: JobName,
  { cpu }: Pod,
): readonly (readonly string[])[] {
  if (job === 'index') return index;
  if (job === 'merge') return [merge];
  const [command = '', ...words] = shard;
  // A pod sees all processors of its node, whatever it may use.
  const workers = hasWorkers || cpu === undefined ? [] : [`--workers=${coresOf(cpu)}`];
  return [[command, ...workers, ...words]];
}

/** Whole cores, at least one: `4`, `2.5` and `500m` are 4, 2 and 1. */
const coresOf = (cpu: string): number =>
  Math.max(1, Math.floor(cpu.endsWith('m') ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu)));

function container(
  { cwd, folder }: Launch,
  name: string,
  words: readonly string[],
  { image, volumes, envFrom, cpu, memory }: Pod,
) {
  const limits = memory !== undefined && { limits: { memory } };
  return {
    name,
    image,
    command: [PROGRAM, ...words].map(asItIs),
    workingDir: cwd,
    // A corpus that one pod makes is found by the others.
    env: [{ name: 'XDG_CACHE_HOME', value: asItIs(`${folder}/cache`) }],
    ...(envFrom.length > 0 && {
      envFrom: envFrom.map(secret => ({ secretRef: { name: secret } })),
    }),
    ...((cpu !== undefined || memory !== undefined) && {
      resources: {
        requests: { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) },
        ...limits,
      },
    }),
    volumeMounts: volumes.map(({ path }, i) => ({ name: volumeName(i), mountPath: path })),
    terminationMessagePolicy: 'FallbackToLogsOnError',
  };
}

const volumeName = (i: number): string => `volume-${i}`;

/** Kubernetes would fill in `$(NAME)`. */
const asItIs = (word: string): string => word.replaceAll('$', '$$$$');

const jobName = ({ name }: Launch, job: JobName): string => `${name}-${job}`;

/** Seconds between two looks at a Job. */
const LOOK_SECONDS = 10;

const submitScript = (launch: Launch, jobs: readonly JobName[]): string =>
  [
    '#!/bin/sh',
    '# Applies the Jobs one after the other, each when the one before is complete.',
    'set -eu',
    `launch=${shellWord(launch.folder)}`,
    '',
    '# The conditions of a Job that hold; none of one that runs, or is not there.',
    'conditions() {',
    '  kubectl get job "$1" --ignore-not-found \\',
    `    -o jsonpath='{range .status.conditions[?(@.status=="True")]}{.type} {end}'`,
    '}',
    '',
    'complete() {',
    '  case " $(conditions "$1") " in *" Complete "* | *" Failed "*) kubectl delete job "$1" ;; esac',
    '  kubectl apply -f "$2"',
    '  while :; do',
    '    case " $(conditions "$1") " in',
    '      *" Complete "*) return 0 ;;',
    '      *" Failed "*) echo "$1 has failed: kubectl logs job/$1" >&2; return 1 ;;',
    '    esac',
    `    sleep ${LOOK_SECONDS}`,
    '  done',
    '}',
    '',
    ...jobs.map(job => `complete ${jobName(launch, job)} "$launch/${job}.yaml"`),
    '',
  ].join('\n');
