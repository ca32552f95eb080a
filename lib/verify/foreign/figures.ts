import type { CheckName, SampleFinding } from '../finding.js';
import { BROKEN_KINDS, type BrokenKind } from './kinds.js';

/** What verifying samples without `meta` found out; plain JSON. */
export interface ForeignFigures {
  samples: number;
  /** Samples that are broken, and those that are not and differ from what we promise. */
  broken: number;
  differing: number;
  /** How often each thing is broken: samples, pairs, chains, or passages. */
  kinds: Record<BrokenKind, number>;
  /** Samples in which each check found a difference. */
  differences: Partial<Record<CheckName, number>>;
  /** The first 20 differences. */
  told: SampleFinding[];
}

/** Gathers the figures. */
export interface ForeignTally {
  add(
    found: { broken: { kind: BrokenKind }[]; open: Open },
    differences: readonly SampleFinding[],
  ): void;
  figures(): ForeignFigures | null;
  /** What could not be checked, each with the reason. */
  open(): string[];
}

interface Open {
  budget: boolean;
  support: boolean;
  passages: boolean;
}

const TOLD = 20;

/** Makes an empty tally. */
export function createForeignTally(): ForeignTally {
  const kinds = Object.fromEntries(
    Object.keys(BROKEN_KINDS).map(kind => [kind, 0]),
  ) as ForeignFigures['kinds'];
  const figures: ForeignFigures = {
    ...{ samples: 0, broken: 0, differing: 0, kinds, differences: {}, told: [] },
  };
  const left = { budget: 0, support: 0, passages: 0 };
  return {
    add({ broken, open }, differences) {
      figures.samples++;
      if (broken.length > 0) figures.broken++;
      else if (differences.length > 0) figures.differing++;
      if (open.budget) left.budget++;
      if (open.support) left.support++;
      if (open.passages) left.passages++;
      for (const { kind } of broken) kinds[kind]++;
      for (const check of new Set(differences.map(finding => finding.check))) {
        figures.differences[check] = (figures.differences[check] ?? 0) + 1;
      }
      figures.told.push(...differences.slice(0, Math.max(0, TOLD - figures.told.length)));
    },
    figures: () => (figures.samples > 0 ? figures : null),
    open() {
      const { samples } = figures;
      if (samples === 0) return [];
      const reasons = [
        `what meta alone says of ${samples} samples that have none: their passages, placement, seed and ` +
          'chains as they were meant, and the tokenizer of their lengths',
      ];
      if (left.budget > 0) {
        reasons.push(
          `whether ${left.budget} samples keep their budget: nothing names it; give --max-seq-length`,
        );
      }
      if (left.passages > 0) {
        reasons.push(
          `anything but the budget and the pairs of ${left.passages} samples in which no passages are found`,
        );
      }
      if (left.support > 0) {
        reasons.push(
          `the supporting passages and answers of ${left.support} samples: no dataset that was given has their questions`,
        );
      }
      return reasons;
    },
  };
}
