import { basename } from 'node:path';
import { chainsAt } from '../../chain/count.js';
import { inputPlace, shownInput } from '../../input/input-place.js';
import { outputName } from '../../output/names.js';
import { shardName } from '../../output/shard-name.js';
import type { Shard } from '../../records/shard.js';
import type { MakingSettings } from '../dataset.js';
import { chainsOf, needlesOf } from '../recipe.js';

/** What names a folder that is not below the one it is joined to. */
const NO_NAMES = ['', '.', '..'];

/** A dataset's name where none is given: the file's, without its endings. */
export function datasetName(file: string): string {
  if (file === '-') return shownInput(file);
  const { path, member } = inputPlace(file);
  const name = basename(member ?? path).replace(/(\.(jsonl?|parquet|gz|zst|zip))+$/i, '');
  return NO_NAMES.includes(name) ? 'dataset' : name;
}

/** The name of texts where none is given: their folder's, or their file's. */
export const textsName = (file: string): string =>
  datasetName(file.replace(/(\.(txt|md|markdown))?(\.(gz|zst))?$/i, ''));

/** The name of an output at a length, or of a shard of it, without its ending. */
export function nameAt(
  settings: MakingSettings,
  maxSeqLength: number | null,
  shard: Shard | undefined,
): string {
  const chained = chainsOf(settings);
  const whole = outputName({
    subset: settings.subset,
    numSamples: settings.numSamples,
    maxSeqLength,
    chains: chained && {
      keyFormat: chained.keyFormat,
      count: chainsAt(chained.chains, maxSeqLength ?? 0, chained),
      hops: chained.hops,
    },
    needles: needlesOf(settings),
  });
  return shardName(whole, shard);
}
