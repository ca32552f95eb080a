import type { Pair, Shape } from '../records/sample.js';

/** One chain (or tree), and the keys on the way from its root to its question. */
export interface Chain {
  /** From the root on; of a tree, level by level, the right branch at a random place. */
  pairs: Pair[];
  path: string[];
}

export interface ShapeOptions {
  shape: Shape;
  /** Pairs from root to question. */
  hops: number;
  /** Pairs in which each key on the way stands; 1 for a linear chain. */
  branching: number;
}

/**
 * Links fresh keys into a chain that ends in `question`: each value is the next key, the last one
 * the question. In a tree every key on the way stands in `branching` pairs, of which one leads on;
 * the values of the others are keys that are defined nowhere.
 *
 * `pick(n)` says which of n branches leads on.
 */
export function linkChain(
  question: string,
  { shape, hops, branching }: ShapeOptions,
  freshKey: () => string,
  pick: (branches: number) => number,
): Chain {
  const path = Array.from({ length: hops }, freshKey);
  const branches = shape === 'tree' ? branching : 1;
  const pairs = path.flatMap((key, hop): Pair[] => {
    const values = Array.from({ length: branches - 1 }, freshKey);
    values.splice(pick(branches), 0, path[hop + 1] ?? question);
    return values.map((value): Pair => [key, value]);
  });
  return { pairs, path };
}

/** Number of pairs that one chain takes. */
export const pairsPerChain = ({ shape, hops, branching }: ShapeOptions): number =>
  hops * (shape === 'tree' ? branching : 1);
