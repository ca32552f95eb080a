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
  /** Pairs in which a branching key stands; nothing of a linear chain branches. */
  branching: number;
}

/** Pairs in which a branching key stands; 1 where none does. */
export const branches = ({ shape, branching }: ShapeOptions): number =>
  shape === 'chain' ? 1 : branching;

/**
 * Links fresh keys into a chain that ends in `question`: each value is the next key, the last one
 * the question. In a tree every key on the way stands in `branching` pairs, of which one leads on;
 * the values of the others are keys that are defined nowhere. In a full tree they lead on as well,
 * down to the last level, where each key stands in one pair.
 *
 * `pick(n)` says which of n branches leads on.
 */
export function linkChain(
  question: string,
  options: ShapeOptions,
  freshKey: () => string,
  pick: (branches: number) => number,
): Chain {
  return options.shape === 'full-tree'
    ? linkFullTree(question, options, freshKey, pick)
    : linkPath(question, options, freshKey, pick);
}

function linkPath(
  question: string,
  options: ShapeOptions,
  freshKey: () => string,
  pick: (branches: number) => number,
): Chain {
  const path = Array.from({ length: options.hops }, freshKey);
  const width = branches(options);
  const pairs = path.flatMap((key, hop): Pair[] => {
    const values = Array.from({ length: width - 1 }, freshKey);
    values.splice(pick(width), 0, path[hop + 1] ?? question);
    return values.map((value): Pair => [key, value]);
  });
  return { pairs, path };
}

function linkFullTree(
  question: string,
  { hops, branching }: ShapeOptions,
  freshKey: () => string,
  pick: (branches: number) => number,
): Chain {
  const pairs: Pair[] = [];
  const path: string[] = [];
  let level = [freshKey()];
  /** Where the key stands in its level that leads to the question. */
  let at = 0;
  for (let hop = 1; hop <= hops; hop++) {
    path.push(level[at]!);
    const width = hop < hops ? branching : 1;
    const values = Array.from({ length: level.length * width }, freshKey);
    at = at * width + pick(width);
    if (hop === hops) values[at] = question;
    level.forEach((key, i) => {
      for (const value of values.slice(i * width, (i + 1) * width)) pairs.push([key, value]);
    });
    level = values;
  }
  return { pairs, path };
}

/** Number of pairs that one chain takes. */
export function pairsPerChain(options: ShapeOptions): number {
  const { shape, hops } = options;
  const width = branches(options);
  if (shape !== 'full-tree') return hops * width;
  // Level by level: each key above the last stands in `branching` pairs, those of the last in one.
  let pairs = 0;
  let keys = 1;
  for (let hop = 1; hop < hops && Number.isFinite(pairs); hop++) {
    keys *= width;
    pairs += keys;
  }
  return pairs + keys;
}
