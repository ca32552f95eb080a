import { RecordError } from '../../errors.js';
import type { Columns } from '../../records/columns.js';
import { type Fields, isFields } from '../../records/fields.js';
import type { Example } from '../example.js';
import { flawsText, UNKNOWN_RATE } from '../reward-columns.js';
import { MESSAGES, type RowForm, type RowPlace } from '../row-form.js';
import { rowTarget } from '../row-target.js';
import { inColumns } from '../rows/in-columns.js';
import { columnsLearner, unknownField } from '../rows/learnt-columns.js';
import { dataSourceOf } from '../rows/sources.js';

const COLUMNS = {
  data_source: 'text',
  prompt: MESSAGES,
  ability: 'text',
  reward_model: { style: 'text', ground_truth: ['text'] },
  extra_info: {
    split: 'text',
    index: 'whole',
    id: 'text',
    question: 'text',
    prompt_tokens: 'whole',
    pass_rate: 'fraction',
    supporting_passages: [{ number: 'whole', title: 'text' }],
    flaws: 'text',
  },
} as const satisfies Columns;

/**
 * What `RLHFDataset` of verl reads, and the reward managers behind it. Rows of others come out as they
 * came in: a reward that compares its answer with a text finds none that is equal in a list.
 */
export const verl = rowTarget({
  help: 'verl, and so LoongRL: Parquet, train, test and valid',
  // `RLHFDataset` opens no others: lines are JSON to it by their ending.
  endings: ['.parquet', '.json'],
  forms: () => ({ prompt: verlRows() }),
});

function verlRows(): RowForm {
  const learner = columnsLearner();
  let hasRows = false;
  let columns: Columns | undefined;
  const known = (): Columns => {
    columns ??= hasRows ? learner.columns() : COLUMNS;
    return columns;
  };
  return {
    get columns() {
      return known();
    },
    learn: example => {
      hasRows ||= example.kind === 'row';
      if (example.kind !== 'row' || isOurs(example)) learner.declare(COLUMNS);
      if (example.kind === 'row') learner.see(keptRow(example));
    },
    row: (example, place) => {
      const row = example.kind === 'row' ? keptRow(example, place) : madeRow(example, place);
      return hasRows ? fitted(row, known()) : row;
    },
  };
}

/** A row with all columns, of which one table has one type each. */
function fitted(row: object, columns: Columns): object {
  const path = unknownField(row as Fields, columns);
  if (path !== undefined) throw unfit(`${path} is one column too many; expected 1,000 fields`);
  try {
    return inColumns(row, columns);
  } catch (error) {
    throw error instanceof RecordError ? unfit(error.message) : error;
  }
}

const unfit = (why: string): RecordError =>
  new RecordError(
    'RECORD_INVALID',
    `${why}, as in the rows before; export what is different to a file of its own`,
  );

/** The row of a sample. */
function madeRow(example: Example, { split, index }: RowPlace): object {
  const { kind, dataset, id, question, promptTokens, passRate, supporting } = example;
  return {
    data_source: dataSourceOf(kind as Parameters<typeof dataSourceOf>[0], dataset),
    prompt: example.messages,
    ability: 'longcontext_qa',
    reward_model: { style: 'rule', ground_truth: example.answers },
    extra_info: {
      split,
      index,
      id,
      question,
      prompt_tokens: promptTokens ?? 0,
      pass_rate: passRate ?? UNKNOWN_RATE,
      supporting_passages: supporting,
      flaws: flawsText(example),
    },
  };
}

/** A row that was one already; of one that was made here, where it stands is said anew. */
function keptRow(example: Example, place?: RowPlace): Fields {
  const { record } = example;
  if (!isOurs(example)) return record;
  return {
    ...record,
    extra_info: { ...(record.extra_info as Fields), ...place, flaws: flawsText(example) },
  };
}

/** Whether a row was made here: it says where it stands, and of which sample it is. */
function isOurs({ kind, sampled, record }: Example): boolean {
  const { split, index, id } = isFields(record.extra_info) ? record.extra_info : {};
  const isPlaced = typeof split === 'string' && typeof index === 'number';
  return kind === 'row' && sampled !== undefined && isPlaced && typeof id === 'string';
}
