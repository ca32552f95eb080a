import { schemaPathResolver } from 'hyparquet-writer/src/schema.js';
import type { Column, Columns } from '../../records/columns.js';

/** One element of a Parquet schema: a group, or a column that has values. */
export type SchemaElement = Parameters<typeof schemaPathResolver>[0][number];

/** A column that has values, at the end of its path. */
export interface Leaf {
  /** From the root to the column. */
  path: ReturnType<ReturnType<typeof schemaPathResolver>>;
  kind: Extract<Column, string>;
  /** For messages, such as `meta.passages.id`. */
  name: string;
}

/** Columns as a Parquet file has them. */
export interface Table {
  schema: SchemaElement[];
  leaves: readonly Leaf[];
}

const ELEMENTS: Readonly<Record<Leaf['kind'], Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  whole: { type: 'INT64' },
  fraction: { type: 'DOUBLE' },
  flag: { type: 'BOOLEAN' },
};

/**
 * The schema of declared columns. All of them may be null, as in the files of Arrow and pandas, so
 * that ours may stand beside theirs; lists are those of three levels (the format's "LogicalTypes",
 * Lists).
 */
export function tableOf(columns: Columns): Table {
  const names = Object.keys(columns);
  const schema: SchemaElement[] = [{ name: 'schema', num_children: names.length }];
  const found: { path: string[]; kind: Leaf['kind']; name: string }[] = [];

  const add = (name: string, column: Column, path: string[], shown: string): void => {
    const repetition_type = 'OPTIONAL';
    if (typeof column === 'string') {
      schema.push({ name, repetition_type, ...ELEMENTS[column] });
      found.push({ path, kind: column, name: shown });
    } else if (isList(column)) {
      const logical_type = { type: 'LIST' } as const;
      schema.push(
        { name, repetition_type, num_children: 1, converted_type: 'LIST', logical_type },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      );
      add('element', column[0], [...path, 'list', 'element'], shown);
    } else {
      schema.push({ name, repetition_type, num_children: Object.keys(column).length });
      addAll(column, path, `${shown}.`);
    }
  };
  const addAll = (inner: Columns, path: string[], before: string): void => {
    for (const [name, column] of Object.entries(inner)) {
      add(name, column, [...path, name], before + name);
    }
  };

  addAll(columns, [], '');
  const resolve = schemaPathResolver(schema);
  return {
    schema,
    leaves: found.map(({ path, ...leaf }) => ({ ...leaf, path: resolve(path) })),
  };
}

const isList = (column: Exclude<Column, string>): column is readonly [Column] =>
  Array.isArray(column);
