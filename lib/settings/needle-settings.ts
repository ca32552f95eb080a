import { VALUE_KINDS } from '../needle/values.js';
import { choice, integer } from '../values/kinds.js';
import { namesOf } from '../values/registry.js';
import type { Setting } from './setting.js';

/** Samples that are made unless something else is asked for: as many as LoongRL has of each kind. */
export const NEEDLE_SAMPLES = 512;

const shared = { group: 'needles', changes: 'lines', commands: ['needle'] } as const;

/** What is hidden in a context, and what of it is asked for. */
export const NEEDLE_SETTINGS = {
  keys: {
    ...shared,
    kind: integer(1),
    help: 'keys of a sample; all but those that are asked for distract',
    default: 20,
  },
  values: {
    ...shared,
    kind: integer(1),
    help: 'values of each key, each in a sentence of its own',
    default: 1,
  },
  queries: {
    ...shared,
    kind: integer(1),
    help: 'keys that are asked for, all values of each',
    default: 1,
  },
  value: {
    ...shared,
    kind: choice(namesOf(VALUE_KINDS), 'KIND'),
    help: `what values are: ${namesOf(VALUE_KINDS)
      .map(name => `${name} (${VALUE_KINDS[name].help})`)
      .join(', ')}`,
    default: 'numbers',
  },
} as const satisfies Record<string, Setting>;
