import type { EncodedRows, RowsNote } from './encode-rows.js';
import { footOf, MAGIC } from './foot.js';
import { joinPages, type RowGroup, rawBytesOf, rowGroup } from './row-group.js';
import type { Table } from './table.js';

/** A row group ends with the rows that bring it to this size, in bytes before compression. */
export const GROUP_BYTES = 64 << 20;

/** What becomes of encoded rows in one file: they are gathered until a row group is full. */
export interface GatheredRows {
  /** What the file begins with. */
  readonly head: Uint8Array;
  /**
   * Takes the next rows; their bytes are held until their group is full.
   *
   * @param at byte of the file at which a full group will stand
   * @returns the bytes of the group that is full now; undefined where none is
   */
  add(rows: EncodedRows, at: number): Uint8Array[] | undefined;
  /** The bytes of the last group, which is not full; undefined where nothing is held. */
  rest(at: number): Uint8Array[] | undefined;
  /** Notes a group that stands in the file already. */
  kept(notes: readonly RowsNote[], at: number): void;
  /** What the file ends with; nothing is held any more. */
  foot(): Uint8Array;
}

export interface GatherOptions {
  /** With which a row group is full, before compression. Default: `GROUP_BYTES`. */
  groupBytes?: number | undefined;
  /** What the foot says beside, by key. */
  metadata?: Readonly<Record<string, string>> | undefined;
}

/**
 * Gathers the rows of one file. In memory are the compressed pages of one row group, and some numbers
 * of each group.
 */
export function gatherRows(
  table: Table,
  { groupBytes = GROUP_BYTES, metadata }: GatherOptions = {},
): GatheredRows {
  const groups: RowGroup[] = [];
  let held: EncodedRows[] = [];
  let rawBytes = 0;
  const rest = (at: number): Uint8Array[] | undefined => {
    if (held.length === 0) return undefined;
    groups.push(
      rowGroup(
        held.map(({ note }) => note),
        at,
      ),
    );
    const bytes = joinPages(held);
    held = [];
    rawBytes = 0;
    return bytes;
  };
  return {
    head: MAGIC,
    add: (rows, at) => {
      held.push(rows);
      rawBytes += rawBytesOf(rows.note);
      return rawBytes < groupBytes ? undefined : rest(at);
    },
    rest,
    kept: (notes, at) => {
      groups.push(rowGroup(notes, at));
    },
    foot: () => footOf(table, groups, metadata),
  };
}
