import { rename, stat } from 'node:fs/promises';
import { readQuestions } from '../../lib/datasets/read-questions.js';
import { type Benchmark, type Scale, seconds } from '../benchmark.js';
import { childrenOf } from '../children.js';
import type { Dataset } from '../dataset.js';
import { bytesOf, fileOf, fullHotpot } from '../datasets.js';
import { type Figure, memoryFigure } from '../figure.js';
import { inTurn, type Turn } from '../turns.js';

/** The codecs that writers use most: PyArrow and DuckDB by default, and what the Hub's own have. */
const CODECS = ['snappy', 'zstd'] as const;
/** In one row group, as small datasets are on the Hub: nothing is small enough to be read at once. */
const ROWS_A_GROUP = 1_000_000;

export const tasks = {
  read: (file: string): Promise<number> =>
    seconds(async () => {
      for await (const _ of readQuestions(file));
    }),
  /** Writes a table of lines, by a writer that knows nothing of us. */
  write: async (lines: string, table: string, codec: string): Promise<void> => {
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `COPY (SELECT * FROM read_json('${lines}', format = 'newline_delimited'))
       TO '${table}' (FORMAT parquet, CODEC ${codec}, ROW_GROUP_SIZE ${ROWS_A_GROUP})`,
    );
    connection.closeSync();
  },
};
const child = childrenOf<typeof tasks>(import.meta.url);

const rows = (scale: Scale): Dataset => ({ ...fullHotpot(scale), shape: 'hotpotqa-hub' });

async function tableOf(scale: Scale, codec: string): Promise<string> {
  const table = fileOf(scale, rows(scale)).replace(/json$/, `${codec}.parquet`);
  if (await stat(table).catch(() => undefined)) return table;
  await child('write', fileOf(scale, rows(scale)), `${table}.partial`, codec);
  await rename(`${table}.partial`, table);
  return table;
}

const reading = (file: string) => async (): Promise<Turn> => {
  const { result, memory } = await child('read', file);
  return { seconds: result, memory };
};

/** Parquet to questions, against the same rows as JSON lines. */
export const tables: Benchmark = {
  name: 'tables',
  on: scale =>
    `HotpotQA of ${rows(scale).questions} questions as the Hub has it, in one row group of ${CODECS.join(', of ')}`,
  needs: scale => [rows(scale)],
  run: async scale => {
    const lines = fileOf(scale, rows(scale));
    const files: string[] = [];
    for (const codec of CODECS) files.push(await tableOf(scale, codec));
    const [plain, ...ours] = await inTurn(scale.rounds, reading(lines), ...files.map(reading));
    const figures: Figure[] = [];
    for (const [i, turn] of ours.entries()) {
      const what = `${CODECS[i]}, ${megabytes(await bytesOf(files[i]!))} MB`;
      figures.push(
        {
          what,
          value: turn.seconds,
          unit: 's',
          against: {
            what: `the same as JSON lines, ${megabytes(await bytesOf(lines))} MB`,
            value: plain!.seconds,
          },
          memory: turn.memory,
        },
        ...memoryFigure(`anonymous memory, ${CODECS[i]}`, turn.memory, {
          reach: { of: 'value', most: 200 },
        }),
      );
    }
    return figures;
  },
};

const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
