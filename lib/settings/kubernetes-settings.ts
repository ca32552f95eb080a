import { integer, name, repeated } from '../values/kinds.js';
import { cores, memory, objectName, volumeClaim } from '../values/kubernetes-kinds.js';
import type { Setting } from './setting.js';

/** What a user tells of the pods in which Kubernetes runs a launch. */
export const KUBERNETES_SETTINGS = {
  image: {
    kind: name('IMAGE'),
    group: 'engine',
    help: 'kubernetes: the image of all pods, which has keychain-pipe in its path',
    changes: 'nothing',
    commands: ['launch'],
  },
  volume: {
    kind: repeated(volumeClaim),
    group: 'engine',
    help: 'kubernetes: a volume claim that all pods share, and where they have it, as it is here',
    changes: 'nothing',
    commands: ['launch'],
  },
  envFrom: {
    kind: repeated(objectName),
    group: 'engine',
    help: 'kubernetes: a secret whose entries are variables in the pods, such as OPENAI_API_KEY',
    changes: 'nothing',
    commands: ['launch'],
  },
  cpu: {
    kind: cores,
    group: 'engine',
    help: 'kubernetes: cores that a pod asks for; a shard has as many threads',
    changes: 'nothing',
    commands: ['launch'],
  },
  memory: {
    kind: memory,
    group: 'engine',
    help: 'kubernetes: memory that a pod asks for, and may use',
    changes: 'nothing',
    commands: ['launch'],
  },
  parallelism: {
    kind: integer(1),
    group: 'engine',
    help: 'kubernetes: pods of shards at once',
    changes: 'nothing',
    commands: ['launch'],
    otherwise: 'as many as there are shards',
  },
} as const satisfies Record<string, Setting>;
