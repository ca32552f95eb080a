import { KeychainError, RecordError } from '../../errors.js';
import { misfitOf } from '../../parquet/write/misfit.js';
import { COLUMNS } from '../../records/columns.js';
import { ZSTD_LEVELS } from '../../zstd-frame.js';
import { rowOf } from '../parquet-row.js';
import type { Sink } from '../sink.js';

/** What encodes tables: loaded where some are written, since every command has the registry. */
const loadBlocks = () => import('../parquet-blocks.js');

/**
 * Samples in columns. A worker encodes the pages of a block; the frame holds them until a row group is
 * full, and then puts those of each column together.
 *
 * @param groupBytes with which a row group is full, before compression
 */
export const parquetSink = (groupBytes?: number): Sink => ({
  help: 'Parquet, compressed with zstd',
  ending: '.parquet',
  levels: ZSTD_LEVELS,
  check: (sample, kind) => {
    const misfit = misfitOf(
      COLUMNS[kind],
      rowOf(sample, () => ''),
    );
    if (!misfit) return;
    const { name, why, isText } = misfit;
    if (isText) throw new RecordError('RECORD_INVALID', `${name} ${why}; --format jsonl.gz has it`);
    throw new KeychainError(
      'STAGE_FAILED',
      `sample ${sample.id}: ${name} ${why}, so it does not fit the columns of a Parquet file; return what they hold, or take --format jsonl.gz`,
    );
  },
  pack: async ({ samples }, { level, kind }) =>
    (await loadBlocks()).packSamples(samples, kind!, level),
  frame: async ({ kind }) => (await loadBlocks()).samplesFrame(kind!, groupBytes),
});

export const parquet: Sink = parquetSink();
