import { join } from 'node:path';
import type { Columns } from '../../records/columns.js';
import { tokenBudgets } from '../../values/tokens.js';
import type { Example } from '../example.js';
import type { RowFile } from '../files/row-file.js';
import { inColumns } from '../rows/in-columns.js';
import type { Split, WrittenFile } from '../target.js';
import { arrowBytes } from './arrow-bytes.js';
import type { CardConfig, SplitName } from './card/card-data.js';
import { gatherFigures } from './figures/gather.js';
import { type Shards, shards } from './shards.js';

const SPLITS: Readonly<Record<Split, SplitName>> = {
  train: 'train',
  valid: 'validation',
  test: 'test',
};

/** The files of the samples of one length. */
export interface ConfigFiles {
  /** @throws RecordError RECORD_INVALID for a sample that its columns cannot hold */
  write(example: Example, split: Split): Promise<void>;
  end(): Promise<void>;
  /** What the card says of them, once they are ended. */
  config(): CardConfig;
  files(): WrittenFile[];
  commit(): Promise<void>;
  abandon(): Promise<void>;
}

export interface ConfigParts {
  /** The folder of the dataset. */
  folder: string;
  name: string;
  columns: Columns;
  /** Of the data's files: `.parquet`. */
  ending: string;
  open(path: string): Promise<RowFile>;
}

/**
 * What samples of a length are called: the length as in options, `32k`.
 *
 * @param kind of records, where they are not of the kind that the dataset begins with
 */
export function configName(maxSeqLength: number, kind?: string): string {
  const length = maxSeqLength === 0 ? 'relevant' : tokenBudgets.write([maxSeqLength]);
  return kind === undefined ? length : `${length}-${kind.replaceAll(/\W+/g, '-')}`;
}

export function configFiles({ folder, name, columns, ending, open }: ConfigParts): ConfigFiles {
  const splits = new Map<SplitName, Shards>();
  const gathered = gatherFigures();
  const all = (): Shards[] => [...splits.values()];

  const shardsOf = (split: SplitName): Shards => {
    const made = splits.get(split) ?? shards(join(folder, 'data', name, `${split}${ending}`), open);
    splits.set(split, made);
    return made;
  };
  return {
    async write(example, split) {
      const row = inColumns(example.record, columns);
      await shardsOf(SPLITS[split]).write(row, arrowBytes(row, columns));
      gathered.add(example);
    },
    async end() {
      for (const each of all()) await each.end();
    },
    config: () => ({
      name,
      columns,
      splits: Object.values(SPLITS).flatMap(split => {
        const { rows = 0, arrowBytes = 0 } = splits.get(split)?.counts() ?? {};
        return rows === 0
          ? []
          : { name: split, rows, arrowBytes, pattern: `data/${name}/${split}-*` };
      }),
      fileBytes: all().reduce((sum, each) => sum + each.counts().fileBytes, 0),
      figures: gathered.figures(),
    }),
    files: () => all().flatMap(each => each.files()),
    async commit() {
      for (const each of all()) await each.commit();
    },
    async abandon() {
      for (const each of all()) await each.abandon();
    },
  };
}
