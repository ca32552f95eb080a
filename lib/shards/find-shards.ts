import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { partOf } from '../assemble/outputs/part/names.js';
import { baseOf } from '../output/names.js';
import { readShardName } from '../output/shard-name.js';
import type { Shard } from '../records/shard.js';

/** A shard's file. */
export interface ShardFile {
  path: string;
  /** The same without its ending. */
  base: string;
  /** As its name says. */
  shard: Shard;
  /** It is under way, or was when its run ended. */
  isBegun: boolean;
}

/** What is there of one output's shards. */
export interface FoundShards {
  /** Where the whole goes, without ending: into the first of the folders that has shards of it. */
  whole: string;
  files: ShardFile[];
}

/**
 * Finds the shards in some folders and those below them. Files at the same place below each of the
 * folders are shards of one output, which several machines may have made.
 *
 * @throws what the system says
 */
export async function findShards(folders: readonly string[]): Promise<FoundShards[]> {
  const outputs = new Map<string, FoundShards>();
  /** Folders may be named twice, or lie in each other. */
  const seen = new Set<string>();
  for (const folder of folders) {
    const real = await realpath(folder);
    for (const name of (await readdir(folder, { recursive: true })).sort()) {
      const found = readName(name);
      if (!found || seen.has(join(real, name))) continue;
      seen.add(join(real, name));
      const { whole, base, ...rest } = found;
      const output = outputs.get(whole) ?? { whole: join(folder, whole), files: [] };
      outputs.set(whole, output);
      output.files.push({ path: join(folder, name), base: join(folder, base), ...rest });
    }
  }
  return [...outputs.values()];
}

const BEGUN = partOf('');

function readName(
  name: string,
): (Pick<ShardFile, 'base' | 'shard' | 'isBegun'> & { whole: string }) | undefined {
  const isBegun = name.endsWith(BEGUN);
  const file = isBegun ? name.slice(0, -BEGUN.length) : name;
  const base = baseOf(file);
  const found = base === file ? undefined : readShardName(base);
  return found && { ...found, base, isBegun };
}
