import type { GivenTo } from '../../lib/settings/values.js';
import { type Column, follower, overlapQuestion, overlapTold, pairTokens } from './figures.js';

/** What a run of `keychain` is told of its samples. */
export type Knobs = Omit<GivenTo<'keychain'>, 'dataset' | 'corpus' | 'saveDir' | 'format'>;

/** What is set differently, and what its readers come to. */
export interface Row {
  label: string;
  knobs: Knobs;
}

/** A table of the page. */
export interface Knob {
  name: string;
  rows: readonly Row[];
  columns: readonly Column[];
}

/** What holds where a row says nothing else; all other settings have their defaults. */
export const USUAL: Knobs = { maxSeqLength: [8192], chains: { fixed: 8 }, numSamples: 400 };

const near = follower('follows 1k', { window: 1024 });
const far = follower('follows 4k', { window: 4096 });
const twice = follower('follows 1k, twice', { window: 1024, passes: 2 });
const FOLLOWERS = [near, far, twice];
const passage = overlapTold('told: passage', { what: 'passage' });
const answer = overlapTold('told: answer', { what: 'answer' });

/** The knobs, in the order of the page. */
export const KNOBS: readonly Knob[] = [
  {
    name: 'hops',
    rows: [1, 2, 4, 8].map(hops => ({ label: `--hops ${hops}`, knobs: { hops } })),
    columns: [...FOLLOWERS, overlapQuestion],
  },
  {
    name: 'chains',
    rows: [1, 2, 4, 8, 16].map(fixed => ({
      label: `--chains ${fixed}`,
      knobs: { chains: { fixed } },
    })),
    columns: [near, far, overlapQuestion, passage],
  },
  {
    name: 'shape',
    // Full trees of four hops take 22 pairs, so there are fewer.
    rows: (
      [
        ['chain', 2],
        ['tree', 2],
        ['tree', 3],
        ['full-tree', 2],
      ] as const
    ).map(([shape, branching]) => ({
      label: shape === 'chain' ? '--shape chain' : `--shape ${shape} --branching ${branching}`,
      knobs: { shape, branching, chains: { fixed: 4 } },
    })),
    columns: [
      far,
      follower('follows 4k, one key', { window: 4096, keepsAll: false }),
      follower('follows 4k, one key, twice', { window: 4096, keepsAll: false, passes: 2 }),
      pairTokens,
    ],
  },
  {
    name: 'order',
    rows: (['forward', 'random', 'backward'] as const).map(hopOrder => ({
      label: `--hop-order ${hopOrder}`,
      knobs: { hopOrder },
    })),
    columns: FOLLOWERS,
  },
  {
    name: 'placement',
    rows: (['start', 'uniform', 'gaussian', 'spread', 'end'] as const).map(placement => ({
      label: `--placement ${placement}`,
      knobs: { placement },
    })),
    columns: [
      far,
      passage,
      overlapTold('told: passage, last 4k', { what: 'passage', last: 4096 }),
      overlapTold('told: passage, last 1k', { what: 'passage', last: 1024 }),
    ],
  },
  {
    name: 'length',
    rows: [4, 8, 16, 32, 64].map(length => ({
      label: `--max-seq-length ${length}k`,
      knobs: { maxSeqLength: [1024 * length] },
    })),
    columns: [...FOLLOWERS, overlapQuestion, passage, answer],
  },
  {
    name: 'key-format',
    rows: ['uuid', 'hex8', 'nano8', 'letters8', 'letters4', 'hex4'].map(keyFormat => ({
      label: `--key-format ${keyFormat}`,
      knobs: { keyFormat },
    })),
    columns: [
      far,
      follower('follows 4k, sees 1 character', { window: 4096, characters: 1 }),
      pairTokens,
    ],
  },
];
