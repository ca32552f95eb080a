/** Counts of values in fixed bins: memory does not depend on how many values there are. */
export interface Histogram {
  add(value: number): void;
  readonly count: number;
  /** Undefined while it is empty. */
  readonly mean: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** The value below which a share `q` of the values lies, exact to one bin. */
  quantile(q: number): number | undefined;
  /** Kolmogorov-Smirnov distance from the uniform distribution over the bins, exact to one bin. */
  distanceFromUniform(): number | undefined;
}

/** A histogram of shares from 0 to 1. */
export function shareHistogram(bins = 1000): Histogram {
  return histogram(
    bins,
    value => value * bins,
    bin => (bin + 0.5) / bins,
  );
}

const BINS_PER_OCTAVE = 256;

/** A histogram of numbers from 1 to 2^32; quantiles are exact to 0.3 %. */
export function logHistogram(): Histogram {
  return histogram(
    32 * BINS_PER_OCTAVE,
    value => Math.log2(Math.max(1, value)) * BINS_PER_OCTAVE,
    bin => Math.round(2 ** ((bin + 0.5) / BINS_PER_OCTAVE)),
  );
}

function histogram(
  bins: number,
  binOf: (value: number) => number,
  middleOf: (bin: number) => number,
): Histogram {
  const counts = new Float64Array(bins);
  let count = 0;
  let sum = 0;
  let min: number | undefined;
  let max: number | undefined;
  return {
    add(value) {
      counts[Math.min(bins - 1, Math.max(0, Math.floor(binOf(value))))]! += 1;
      count++;
      sum += value;
      min = Math.min(value, min ?? value);
      max = Math.max(value, max ?? value);
    },
    get count() {
      return count;
    },
    get mean() {
      return count ? sum / count : undefined;
    },
    get min() {
      return min;
    },
    get max() {
      return max;
    },
    quantile(q) {
      let below = 0;
      const bin = counts.findIndex(inBin => {
        below += inBin;
        return below > 0 && below >= q * count;
      });
      return bin < 0 ? undefined : Math.min(max!, Math.max(min!, middleOf(bin)));
    },
    distanceFromUniform() {
      if (count === 0) return undefined;
      let below = 0;
      let distance = 0;
      for (const [bin, inBin] of counts.entries()) {
        below += inBin;
        distance = Math.max(distance, Math.abs(below / count - (bin + 1) / bins));
      }
      return distance;
    },
  };
}
