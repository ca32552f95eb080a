import type { View } from '../view/view.js';
import { type Histogram, shareHistogram } from './histogram.js';

/** How pairs, or needles, are spread: positions are shares of the context without its pairs. */
export interface SpreadFigures {
  count: number;
  meanPosition: number;
  /** Kolmogorov-Smirnov distance from the uniform distribution. */
  ks: number;
}

/** Below this number of pairs nothing can be said about their distribution. */
export const FEWEST_PAIRS = 200;

/** Where the pairs, or needles, of one sample stand; plain JSON. */
export interface Places {
  /** Shares of the context without them. */
  all: number[];
  trueChain: number[];
  passages: number;
  areNeedles: boolean;
  /** Whether a placement has put them elsewhere than anywhere: they are not spread evenly then, and need not be. */
  arePlaced: boolean;
}

/** Where the pairs of a sample stand; undefined where it has none. */
export function placesOf({ marks, bare, claims, needles, sample }: View): Places | undefined {
  if (marks.length === 0) return undefined;
  const keys = new Set(claims?.keys);
  const share = ({ offset }: { offset: number }): number => offset / Math.max(1, bare.length);
  return {
    all: marks.map(share),
    trueChain: marks.filter(({ pair }) => pair && keys.has(pair[0])).map(share),
    passages: sample.meta.passages.length,
    areNeedles: needles !== undefined,
    arePlaced: needles !== undefined && sample.meta.placement !== 'uniform',
  };
}

/** Gathers where the pairs of a file stand, those of the true chains apart. */
export interface Spread {
  add(places: Places): void;
  all(): SpreadFigures | undefined;
  trueChain(): SpreadFigures | undefined;
  findings(): string[];
}

/**
 * A finding needs a distance that is both large and no accident: more than 0.1 (positions drawn at
 * random from the gaps between sentences keep well below it; leaving out a tenth of the context
 * reaches it), more than 1.95 / sqrt(pairs) (the Kolmogorov-Smirnov test's bound at the level of
 * 0.001), and more than one part in the number of passages (a context of few passages has few
 * gaps, and none at its ends).
 */
export function createSpread(): Spread {
  const all = shareHistogram();
  const trueChain = shareHistogram();
  let passages = 0;
  let samples = 0;
  let isPlaced = false;
  let what = 'the pairs';

  const judge = (name: string, positions: Histogram): string[] => {
    const ks = positions.distanceFromUniform();
    if (isPlaced || ks === undefined || positions.count < FEWEST_PAIRS) return [];
    const limit = Math.max(0.1, 1.95 / Math.sqrt(positions.count), samples / passages);
    if (ks <= limit) return [];
    return [
      `${name} are not spread evenly: distance ${ks.toFixed(3)} from uniform, allowed ` +
        `${limit.toFixed(3)}, mean position ${positions.mean!.toFixed(3)}`,
    ];
  };

  return {
    add(places) {
      if (places.areNeedles) what = 'the needles';
      isPlaced ||= places.arePlaced;
      samples++;
      passages += places.passages;
      for (const position of places.all) all.add(position);
      for (const position of places.trueChain) trueChain.add(position);
    },
    all: () => figures(all),
    trueChain: () => figures(trueChain),
    findings: () => [...judge(what, all), ...judge("the true chains' pairs", trueChain)],
  };
}

function figures(positions: Histogram): SpreadFigures | undefined {
  const { count, mean } = positions;
  if (mean === undefined) return undefined;
  return { count, meanPosition: mean, ks: positions.distanceFromUniform()! };
}
