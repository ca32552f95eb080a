import type { Column, Columns } from '../../records/columns.js';
import { type Fields, isFields } from '../../records/fields.js';

/** Columns as they are learnt of values; undefined where nothing but null and empty lists was seen. */
type Learnt = Extract<Column, string> | undefined | LearntList | LearntFields;

interface LearntList {
  item: Learnt;
}
type LearntFields = Map<string, Learnt>;

/** Fields that are told apart, in all of a table: a table that has a column for each key of a map is none. */
const MOST_FIELDS = 1000;

/** Learns which columns hold some records. */
export interface ColumnsLearner {
  /** Takes columns that are known to be there; what was seen before has its type already. */
  declare(columns: Columns): void;
  see(record: Fields): void;
  /** Of all that was seen. What was null everywhere is a text; what has no field is no column. */
  columns(): Columns;
}

/**
 * Makes a learner of columns. The first type that a column has been seen with is its type, but for whole
 * numbers, which are fractions where others are: which records do not fit is found when they are
 * written. Memory does not grow with the records.
 */
export function columnsLearner(): ColumnsLearner {
  const root: LearntFields = new Map();
  let fields = 0;

  const seen = (known: Learnt, value: unknown): Learnt => {
    const type = typeOf(value);
    if (type !== undefined) {
      if (known === undefined) return type;
      return known === 'whole' && type === 'fraction' ? type : known;
    }
    if (Array.isArray(value)) {
      const list = known ?? { item: undefined };
      if (!isList(list)) return known;
      for (const item of value) list.item = seen(list.item, item);
      return list;
    }
    if (!isFields(value)) return known;
    const inner = known ?? new Map();
    if (inner instanceof Map) seeFields(inner, value);
    return inner;
  };
  const seeFields = (known: LearntFields, record: Fields): void => {
    for (const [name, value] of Object.entries(record)) {
      if (!known.has(name) && ++fields > MOST_FIELDS) continue;
      known.set(name, seen(known.get(name), value));
    }
  };
  return {
    declare: columns => declareAll(root, columns),
    see: record => seeFields(root, record),
    columns: () => columnsOf(root),
  };
}

function typeOf(value: unknown): Extract<Column, string> | undefined {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'flag';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'whole' : 'fraction';
  return undefined;
}

const isList = (learnt: Learnt): learnt is LearntList =>
  typeof learnt === 'object' && !(learnt instanceof Map);

function declareAll(fields: LearntFields, columns: Columns): void {
  for (const [name, column] of Object.entries(columns)) {
    fields.set(name, declared(fields.get(name), column));
  }
}

/** What is known of a column, and where that is nothing, what is declared. */
function declared(known: Learnt, column: Column): Learnt {
  if (typeof column === 'string') return known ?? column;
  if (Array.isArray(column)) {
    const list = known ?? { item: undefined };
    if (isList(list)) list.item = declared(list.item, column[0] as Column);
    return list;
  }
  const fields = known ?? new Map();
  if (fields instanceof Map) declareAll(fields, column as Columns);
  return fields;
}

function columnOf(learnt: Learnt): Column | undefined {
  if (learnt === undefined) return 'text';
  if (typeof learnt === 'string') return learnt;
  if (learnt instanceof Map) {
    const columns = columnsOf(learnt);
    return Object.keys(columns).length > 0 ? columns : undefined;
  }
  const item = columnOf(learnt.item);
  return item === undefined ? undefined : [item];
}

const columnsOf = (fields: LearntFields): Columns =>
  Object.fromEntries(
    [...fields].flatMap(([name, learnt]) => {
      const column = columnOf(learnt);
      return column === undefined ? [] : [[name, column]];
    }),
  );

/** The path of the first field in which something stands that there is no column for. */
export function unknownField(record: Fields, columns: Columns, before = ''): string | undefined {
  for (const [name, value] of Object.entries(record)) {
    const path = `${before}${name}`;
    const found = Object.hasOwn(columns, name)
      ? unknownIn(value, columns[name]!, path)
      : isEmpty(value)
        ? undefined
        : path;
    if (found !== undefined) return found;
  }
  return undefined;
}

function unknownIn(value: unknown, column: Column, path: string): string | undefined {
  if (typeof column === 'string') return undefined;
  if (!Array.isArray(column)) {
    return isFields(value) ? unknownField(value, column as Columns, `${path}.`) : undefined;
  }
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  for (const [i, item] of items.entries()) {
    const found = unknownIn(item, column[0] as Column, `${path}[${i}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && Object.values(value ?? {}).every(isEmpty);
