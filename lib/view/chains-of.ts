import { type Component, followLinks, type Leaf } from '../verify/view/links.js';
import type { SampleView } from './api.js';
import type { Readable } from './readable.js';

type Chains = Pick<SampleView, 'pairs' | 'chains' | 'walk'>;

/** Follows all pairs of a context: its chains, the true one first, and the way that a solver goes. */
export function chainsOf({ marks, context, head, isKey, question }: Readable): Chains {
  const { components } = followLinks(marks, text => text);
  const pairs: SampleView['pairs'] = marks.map(({ start, end, pair }) => ({
    // The full stop behind a pair is the text's.
    ...{ start, end: context[end - 1] === '.' ? end - 1 : end },
    ...{ key: pair?.[0] ?? context.slice(start, start + 60), value: pair?.[1] ?? '(no JSON)' },
    ...{ chain: -1, step: 0 },
  }));
  const places = new Map(marks.map(({ pair }, index) => [JSON.stringify(pair), index]));
  const ordered = [...components].sort((a, b) => Number(b.root === head) - Number(a.root === head));
  const chains: SampleView['chains'] = [];
  for (const component of ordered) {
    const leaf = leafOf(component, question, isKey);
    if (!leaf) continue;
    const isTrue = component.root === head;
    const own = wayOf(leaf).flatMap(pair => places.get(JSON.stringify(pair)) ?? []);
    // Without a true chain there is no number 0.
    const number = isTrue ? 0 : Math.max(1, chains.length);
    for (const [step, index] of own.entries()) {
      Object.assign(pairs[index]!, { chain: number, step });
    }
    noteDecoys(pairs, component, { own, number });
    chains.push({ isTrue, end: leaf.value, pairs: own });
  }
  const way = chains.find(({ isTrue }) => isTrue)?.pairs ?? [];
  const walk = way.map(pair => ({ key: pairs[pair]!.key, value: pairs[pair]!.value, pair }));
  return { pairs, chains, walk };
}

/** The end of a chain: the question if it is there, else whatever is no key. */
function leafOf(
  { leaves }: Component,
  question: string,
  isKey: (text: string) => boolean,
): Leaf | undefined {
  return (
    leaves.find(({ value }) => value.trim() === question.trim()) ??
    leaves.find(({ value }) => !isKey(value))
  );
}

function wayOf(leaf: Leaf): [key: string, value: string][] {
  const keys = leaf.keys();
  const values = [...keys.slice(1), leaf.value];
  return keys.map((key, step) => [key, values[step]!]);
}

/** Branches of a tree that lead nowhere belong to it all the same. */
function noteDecoys(
  pairs: SampleView['pairs'],
  { keys }: Component,
  { own, number }: { own: readonly number[]; number: number },
): void {
  const onWay = new Set(own);
  for (const [index, pair] of pairs.entries()) {
    if (keys.has(pair.key) && !onWay.has(index)) {
      Object.assign(pair, { chain: number, isDecoy: true });
    }
  }
}
