import type { SampleView } from '../api.js';
import type { Mark } from './blocks.js';
import { element } from './elements.js';
import { shortKey } from './wording.js';

/** Where a pair stands in the chains of its sample. */
export interface PairRole {
  kind: 'true' | 'distractor' | 'decoy' | 'broken';
  /** Index of its chain, where it has one. */
  chain?: number;
  /** From 1, as people count. */
  step?: number;
  steps?: number;
  /** Index of the pair that comes next. */
  next?: number;
}

/** The role of each pair, by its index. */
export function rolesOf({ pairs, chains }: Pick<SampleView, 'pairs' | 'chains'>): PairRole[] {
  const roles: PairRole[] = pairs.map(({ chain, step, isDecoy }) => ({
    kind: isDecoy ? 'decoy' : chain === 0 ? 'true' : chain > 0 ? 'distractor' : 'broken',
    ...(chain >= 0 && { chain, step: step + 1 }),
  }));
  // The chain that is true is told last: in a tree, pairs of several paths may be the same.
  const order = [...chains.entries()].sort(([, a], [, b]) => Number(a.isTrue) - Number(b.isTrue));
  for (const [chain, { isTrue, pairs: own }] of order) {
    for (const [step, index] of own.entries()) {
      if (!roles[index]) continue;
      const next = own[step + 1];
      roles[index] = {
        kind: isTrue ? 'true' : 'distractor',
        chain,
        step: step + 1,
        steps: own.length,
        ...(next !== undefined && { next }),
      };
    }
  }
  return roles;
}

const KINDS = {
  true: 'true chain',
  distractor: 'distractor',
  decoy: 'branch that leads nowhere',
  broken: 'in no chain',
} as const;

/** What a pair is, in words. */
export function wordsOf({ kind, chain, step, steps }: PairRole): string {
  const place = step === undefined ? '' : `, step ${step}${steps ? ` of ${steps}` : ''}`;
  return `${KINDS[kind]}${kind === 'distractor' && chain !== undefined ? ` ${chain}` : ''}${place}`;
}

/** The chip of a mark. It jumps to the next step, where there is one. */
export function chipOf(
  sample: SampleView,
  roles: readonly PairRole[],
  mark: Mark,
  go: (pair: number) => void,
): HTMLElement {
  if (mark.kind === 'needle') return needleChip(sample, mark);
  const pair = sample.pairs[mark.index]!;
  const role = roles[mark.index]!;
  const isEnd = role.next === undefined;
  const value = isEnd && role.kind !== 'decoy' ? pair.value : shortKey(pair.value);
  const words = wordsOf(role);
  // A long sample has thousands of them: each is as few nodes as it can be.
  const chip = element(isEnd ? 'span' : 'button', {
    class: `chip ${role.kind}`,
    attributes: {
      title: `${pair.key} → ${pair.value}\n${words}`,
      'data-pair': String(mark.index),
      ...(!isEnd && {
        type: 'button',
        'aria-label': `${pair.key.slice(0, 80)} leads to ${value} (${words}); go to the next step`,
      }),
    },
    children: [
      ...(role.step !== undefined && role.kind === 'true'
        ? [element('b', { class: 'step', text: String(role.step) }), '\u2060']
        : []),
      `${shortKey(pair.key)} → `,
      ...(isEnd ? [element('bdi', { class: 'end', text: value })] : [`${value} ↷`]),
    ],
  });
  if (role.next !== undefined) {
    const { next } = role;
    chip.addEventListener('click', () => go(next));
  }
  return chip;
}

function needleChip({ context, needles }: SampleView, { index, start, end }: Mark): HTMLElement {
  const { key, value, asked } = needles![index]!;
  return element('mark', {
    class: asked ? 'needle asked' : 'needle',
    text: context.slice(start, end),
    attributes: {
      title: `${key}: ${value}${asked ? ' (asked for)' : ''}`,
      'data-needle': String(index),
    },
  });
}
