import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { SampleView } from '../api.js';
import { percentOf, shortKey } from './wording.js';

type Node = VNode | VNode[];

interface PathProps {
  sample: SampleView;
  /** Index of the chain whose way is told. */
  chain: number;
  /** Pair that was gone to last. */
  current: number | undefined;
  go: (pair: number) => void;
}

/** The way of a chain: its head, a step for each pair, the question at its end. */
export function Path({ sample, chain, current, go }: PathProps): Node {
  const { pairs, isTrue, end } = sample.chains[chain]!;
  const kind = isTrue ? 'true' : 'distractor';
  const label = isTrue ? 'The way to the question' : `Distractor chain ${chain}`;
  return html`
    <ol class=${`path ${kind}`} aria-label=${label}>
      <li class="head">
        <span class="label">${isTrue ? 'The prompt names' : `Chain ${chain} starts at`}</span>
        <code>${shortKey(sample.pairs[pairs[0] ?? -1]?.key ?? sample.head ?? '?')}</code>
      </li>
      ${pairs.map((pair, step) => html`<${Step} ...${{ sample, pair, step, go, isCurrent: pair === current }} />`)}
      <li class="end">
        <span class="label">${isTrue ? 'The question' : 'A distractor'}</span>
        <bdi>${isTrue ? sample.question : end}</bdi>
      </li>
    </ol>
  `;
}

interface StepProps {
  sample: SampleView;
  pair: number;
  step: number;
  isCurrent: boolean;
  go: (pair: number) => void;
}

function Step({ sample, pair, step, isCurrent, go }: StepProps): Node {
  const { start } = sample.pairs[pair]!;
  return html`
    <li>
      <button
        type="button"
        aria-current=${isCurrent ? 'step' : undefined}
        onClick=${() => go(pair)}
        title=${placeOf(sample, start)}
      >
        <b class="step">${step + 1}</b>
        <span class="place">at ${percentOf(start, sample.context.length)} %</span>
      </button>
    </li>
  `;
}

/** Which passage an offset of the context lies in, in words. */
export function placeOf({ passages }: SampleView, at: number): string {
  const inside = passages.find(({ start, end }) => start <= at && at < end);
  return inside ? `in “${inside.title.slice(0, 120)}”` : 'between two passages';
}
