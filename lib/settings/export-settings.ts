import { TARGETS } from '../export/targets.js';
import { FILTER_PARAMETERS } from '../filter/rules/registry.js';
import { choice, integer } from '../values/kinds.js';
import { textOrFile } from '../values/model-kinds.js';
import { namesOf } from '../values/registry.js';
import type { Setting } from './setting.js';

const targets = Object.entries(TARGETS).map(([target, { help }]) => `${target} (${help})`);

/** What is exported, and to whom. */
export const EXPORT_SETTINGS = {
  to: {
    kind: choice(namesOf(TARGETS), 'TARGET'),
    group: 'training',
    help: `who is to read it: ${targets.join(', ')}`,
    changes: 'lines',
    commands: ['export'],
    required: ['export'],
  },
  startIndex: {
    kind: integer(0),
    group: 'training',
    help: 'the first question to train on, from 0; those before it are for test and valid',
    changes: 'lines',
    commands: ['export'],
    otherwise: 'all questions are trained on',
  },
  endIndex: {
    kind: integer(-1),
    group: 'training',
    help: 'the question behind the last one to train on, -1 for all; of the others 100 are drawn for valid, and test has the first, as many as train',
    changes: 'lines',
    commands: ['export'],
    otherwise: 'all questions are trained on',
  },
  maxPromptLength: {
    kind: integer(1),
    group: 'training',
    help: 'tokens of a prompt that the trainer takes; a longer one is rejected here, and not dropped there',
    changes: 'lines',
    commands: ['export'],
  },
  trainerTemplate: {
    kind: textOrFile,
    group: 'training',
    help: 'the words that the trainer puts around by itself, with {prompt}, or with {context}, {question} and {chain_head}: they are counted, not written',
    changes: 'lines',
    commands: ['export'],
  },
  dropUnjudgeable: {
    ...FILTER_PARAMETERS.dropUnjudgeable,
    group: 'conditions',
    changes: 'lines',
    commands: ['filter', 'export'],
    at: {
      export: {
        help: 'leave out what is flagged: answers that --rule cannot judge, questions that are none',
      },
    },
  },
} as const satisfies Record<string, Setting>;
