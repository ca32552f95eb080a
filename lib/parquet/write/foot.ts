import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import type { RowGroup } from './row-group.js';
import type { Table } from './table.js';

type FileMetaData = Parameters<typeof writeMetadata>[1];
type Chunk = FileMetaData['row_groups'][number]['columns'][number];

/** What a Parquet file begins and ends with. */
export const MAGIC = Buffer.from('PAR1');

const CREATED_BY = 'keychain-pipeline';

/** What a file ends with: where everything stands in it, and what it is. */
export function footOf(
  { schema, leaves }: Table,
  groups: readonly RowGroup[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const columnsOf = ({ chunks, at }: RowGroup): Chunk[] => {
    let start = at;
    return chunks.map(({ bytes, rawBytes, values }, i): Chunk => {
      const { path } = leaves[i]!;
      const data_page_offset = BigInt(start);
      start += bytes;
      return {
        // Readers that know of it expect 0, or where a foot of the chunk's own stands.
        file_offset: 0n,
        meta_data: {
          type: path.at(-1)!.element.type!,
          encodings: ['PLAIN', 'RLE'],
          path_in_schema: path.slice(1).map(({ element }) => element.name),
          codec: 'ZSTD',
          num_values: BigInt(values),
          total_uncompressed_size: BigInt(rawBytes),
          total_compressed_size: BigInt(bytes),
          data_page_offset,
        },
      };
    });
  };
  const sum = (group: RowGroup, of: 'bytes' | 'rawBytes'): bigint =>
    BigInt(group.chunks.reduce((all, chunk) => all + chunk[of], 0));
  const pairs = Object.entries(metadata).map(([key, value]) => ({ key, value }));
  const writer = new ByteWriter();
  writeMetadata(writer, {
    version: 2,
    schema,
    num_rows: BigInt(groups.reduce((all, { rows }) => all + rows, 0)),
    row_groups: groups.map(group => ({
      columns: columnsOf(group),
      total_byte_size: sum(group, 'rawBytes'),
      num_rows: BigInt(group.rows),
      total_compressed_size: sum(group, 'bytes'),
    })),
    ...(pairs.length > 0 && { key_value_metadata: pairs }),
    created_by: CREATED_BY,
  } as FileMetaData);
  writer.appendBytes(MAGIC);
  return writer.getBytes();
}
