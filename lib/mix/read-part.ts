import { RecordError } from '../errors.js';
import type { Example } from '../export/example.js';
import { isUnsolved } from '../export/examples/trajectory.js';
import { readExample } from '../export/read-example.js';
import type { InputLimits } from '../input/limits.js';
import { recordsOf } from '../json/records-of.js';
import type { Fields } from '../records/fields.js';
import type { Reporter } from '../reporter.js';
import { foreignRow } from './foreign/foreign-row.js';
import type { Part } from './recipe/recipe.js';

/** A row of a part, as it was read. */
export interface PartRow {
  /** Among the records of the part, from 0. */
  ordinal: number;
  /** As it stands in the file; its place is known. */
  found: Fields;
  /** What is written of it. */
  record: Fields;
  /** What it is to a trainer; or why it is nothing. */
  example: Example | RecordError | 'unsolved';
}

/** What a part is read with. */
export interface ReadOptions {
  limits: InputLimits;
  reporter: Pick<Reporter, 'reject' | 'warn'>;
}

/**
 * The records of a part's files, one after the other; lines that are no record are rejected.
 *
 * @throws KeychainError INPUT_*
 */
export async function* rowsOfPart(
  { mapping }: Part,
  files: readonly string[],
  { limits, reporter }: ReadOptions,
): AsyncGenerator<PartRow> {
  let ordinal = 0;
  for await (const read of recordsOf(files, reporter.reject, limits, reporter.warn)) {
    const found = read as Fields;
    yield { ordinal: ordinal++, found, ...rowOf(found, mapping) };
  }
}

function rowOf(found: Fields, mapping: Part['mapping']): Pick<PartRow, 'record' | 'example'> {
  if (!mapping && isUnsolved(found)) return { record: found, example: 'unsolved' };
  try {
    const record = mapping ? foreignRow(found, mapping) : found;
    return { record, example: { ...readExample(record, SCORING), record } };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { record: found, example: mapping ? error : withWayOut(found, error) };
  }
}

/** What flaws are told by; none is left out here. */
const SCORING = { rule: 'loongrl' } as const;

/** Rows of others are the likeliest reason. */
function withWayOut({ meta, messages, prompt }: Fields, error: RecordError): RecordError {
  const isKnown = [meta, messages, prompt].some(each => each !== undefined && each !== null);
  if (isKnown) return error;
  return new RecordError(
    error.code,
    `${error.message}; fields: of the recipe name those of others`,
  );
}
