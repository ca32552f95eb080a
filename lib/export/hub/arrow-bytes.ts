import type { Column } from '../../records/columns.js';

/** Of an offset, which every text and every list has. */
const OFFSET_BYTES = 4;
const NUMBER_BYTES = 8;
/** True and false take a bit. */
const FLAG_BYTES = 1 / 8;

/**
 * Bytes that a value takes in Arrow's memory (its columnar format, "Physical Memory Layout"), which is
 * what Hugging Face's `datasets` counts as `num_bytes`, without what whole batches add to it.
 */
export function arrowBytes(value: unknown, column: Column): number {
  if (column === 'text') {
    return OFFSET_BYTES + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
  }
  if (column === 'flag') return FLAG_BYTES;
  if (typeof column === 'string') return NUMBER_BYTES;
  if (Array.isArray(column)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return items.reduce<number>((sum, item) => sum + arrowBytes(item, column[0]), OFFSET_BYTES);
  }
  const fields = (value ?? {}) as Record<string, unknown>;
  return Object.entries(column).reduce(
    (sum, [name, inner]) => sum + arrowBytes(fields[name], inner as Column),
    0,
  );
}
