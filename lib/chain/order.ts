import type { Random } from '../random.js';
import type { HopOrder, Pair } from '../records.js';
import type { Chain } from './shape.js';

/**
 * The pairs of all chains in the order in which they will stand in the context. Which chain comes
 * where is random; within a chain, and for all its pairs, `hopOrder` decides.
 */
export function orderPairs(chains: readonly Chain[], hopOrder: HopOrder, random: Random): Pair[] {
  const all = random.shuffle(
    chains.flatMap((chain, owner) => chain.pairs.map(pair => ({ owner, pair }))),
  );
  if (hopOrder === 'random') return all.map(({ pair }) => pair);
  const queues = chains.map(({ pairs }) =>
    (hopOrder === 'forward' ? [...pairs] : [...pairs].reverse())[Symbol.iterator](),
  );
  return all.map(({ owner }) => queues[owner]!.next().value as Pair);
}
