import type { Random } from '../random.js';
import type { HopOrder } from '../records/sample.js';

/**
 * The pairs of all chains in the order in which they will stand in the context. Which chain comes
 * where is random; within a chain, and for all its pairs, `hopOrder` decides.
 */
export function orderPairs<T>(
  chains: readonly (readonly T[])[],
  hopOrder: HopOrder,
  random: Random,
): T[] {
  const all = random.shuffle(
    chains.flatMap((pairs, owner) => pairs.map(pair => ({ owner, pair }))),
  );
  if (hopOrder === 'random') return all.map(({ pair }) => pair);
  const queues = chains.map(pairs =>
    (hopOrder === 'forward' ? [...pairs] : [...pairs].reverse())[Symbol.iterator](),
  );
  return all.map(({ owner }) => queues[owner]!.next().value as T);
}
