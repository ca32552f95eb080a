import { ADDED_COLUMNS, COLUMNS, type Columns } from '../../records/columns.js';
import { type Fields, isFields } from '../../records/fields.js';

/** What a stage has added to a record is told by one of its fields; the larger set stands first. */
const ADDED = [
  ['messages', 'trajectories'],
  ['rollouts', 'rollout'],
  ['scores', 'score'],
] as const;

/** What is in a sample: its kind, and what stages have added behind. */
export interface RecordForm {
  /** For messages, and to tell forms apart: `keychain with score`. */
  name: string;
  columns: Columns;
}

export function recordForm(sample: Fields): RecordForm {
  const kind = kindOf(sample);
  const [, more] = ADDED.find(([field]) => Array.isArray(sample[field])) ?? [];
  const reasoned = Array.isArray(sample.reasoning) ? ('reasoning' as const) : undefined;
  const added = [reasoned, more].filter(each => each !== undefined);
  return {
    name: [kind, ...added].join(' with '),
    columns: Object.assign({}, COLUMNS[kind], ...added.map(each => ADDED_COLUMNS[each])),
  };
}

function kindOf({ context, distractor_context: chained, meta }: Fields): keyof typeof COLUMNS {
  if (isFields(meta) && Array.isArray(meta.needles)) return 'needle';
  if (typeof chained !== 'string') return 'plain';
  return typeof context === 'string' ? 'keychain_with_context' : 'keychain';
}
