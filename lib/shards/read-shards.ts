import { existsSync } from 'node:fs';
import type { Manifest } from '../assemble/outputs/manifest.js';
import { readManifest } from '../assemble/outputs/read-manifest.js';
import { KeychainError } from '../errors.js';
import { MANIFEST_ENDING } from '../output/names.js';
import type { FoundShards, ShardFile } from './find-shards.js';

/** A shard that is finished, and what of its manifest differs from that of others. */
export interface FinishedShard extends ShardFile {
  /** As its manifest says. */
  is: Manifest['shard'];
  /** What its samples are made by: the digest of the plan, and what they call their tokenizer. */
  madeBy: string;
  counts: Manifest['counts'];
  tokens: Manifest['tokens'];
  output: Manifest['output'];
  node: string;
}

/** The shards of one output, as far as they are there. */
export interface OutputShards {
  /** Where the whole goes, without ending. */
  whole: string;
  finished: FinishedShard[];
  /** Without a manifest. */
  begun: ShardFile[];
  /** The first manifest of each `madeBy`. */
  plans: ReadonlyMap<string, Manifest>;
}

/**
 * Reads the manifests of an output's shards.
 *
 * @throws KeychainError SHARDS_UNUSABLE
 */
export async function readShards({ whole, files }: FoundShards): Promise<OutputShards> {
  const finished: FinishedShard[] = [];
  const begun: ShardFile[] = [];
  const plans = new Map<string, Manifest>();
  for (const file of files) {
    const path = file.base + MANIFEST_ENDING;
    if (file.isBegun || !existsSync(path)) {
      begun.push(file);
      continue;
    }
    const manifest = await readManifest(path).catch((error: Error) => {
      throw unusable(error.message);
    });
    if (!manifest.counts) throw unusable(`${path}: says nothing of its records (counts)`);
    const { plan_sha256, tokenizer, shard: is, counts, tokens, output, versions } = manifest;
    const madeBy = `${plan_sha256} ${tokenizer.name}`;
    const known = plans.get(madeBy);
    if (!known || (is?.index ?? 0) < (known.shard?.index ?? 0)) plans.set(madeBy, manifest);
    finished.push({ ...file, is, madeBy, counts, tokens, output, node: versions.node });
  }
  finished.sort((a, b) => a.shard.index - b.shard.index);
  return { whole, finished, begun, plans };
}

const unusable = (why: string): KeychainError =>
  new KeychainError('SHARDS_UNUSABLE', `${why}; make that shard again, with --fresh`);
