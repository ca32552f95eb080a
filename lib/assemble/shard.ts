import { KeychainError } from '../errors.js';
import { asksModel } from '../judge/models.js';
import type { Shard } from '../records/shard.js';
import { shardAsked } from '../settings/shard-asked.js';
import type { MakingSettings } from './dataset.js';

/**
 * The shard that a run makes; undefined for the whole.
 *
 * @throws KeychainError USAGE for one that nobody can make, or that the environment does not name
 */
export function shardOf(settings: MakingSettings): Shard | undefined {
  const shard = shardAsked(settings, process.env);
  const { numSamples } = settings;
  if (!shard || numSamples < 0 || !asksModel(settings)) return shard;
  throw new KeychainError(
    'USAGE',
    `--num-samples ${numSamples} with a model and --shard: no shard knows how many questions the others keep; ` +
      'leave it out, or judge first (rollout the questions in parts, merge, filter), then make ' +
      `the samples of those kept, without a model: --filter-ids-path KEPT --num-samples ${numSamples}`,
  );
}
