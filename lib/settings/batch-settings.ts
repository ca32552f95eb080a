import { integer, place, repeated } from '../values/kinds.js';
import type { Setting } from './setting.js';

/** Requests that are answered elsewhere, in files. */
export const BATCH_SETTINGS = {
  batchOut: {
    kind: place('DIR'),
    group: 'batches',
    help: "write what would be asked, and is not in the journal, as files of OpenAI's batch form (for vllm run-batch, SGLang, a provider's batch API); no server is needed",
    changes: 'calls',
    commands: ['rollout'],
  },
  batchChoices: {
    kind: integer(1),
    group: 'batches',
    help: 'answers that one request of a batch may ask for; 1 for servers without n',
    changes: 'calls',
    commands: ['rollout'],
    otherwise: 'all of a record',
    goesWith: 'batchOut',
  },
  batchIn: {
    kind: repeated(place('FILE|DIR')),
    group: 'batches',
    help: 'put the answers to such files into the journal, and say what is missing; then the same command without it needs no server',
    changes: 'calls',
    commands: ['rollout'],
  },
} as const satisfies Record<string, Setting>;
