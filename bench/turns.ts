/** What one run of something took. */
export interface Turn {
  seconds: number;
  /** Peak of its anonymous memory (MB), where /proc tells. */
  memory?: number | undefined;
  /** Processor time of its main thread, where /proc tells. */
  mainSeconds?: number | undefined;
}

/**
 * Runs things in turn, so that what else the machine does meets them all.
 *
 * @returns of each the median of its times and the highest of its peaks
 */
export async function inTurn<const T extends readonly (() => Promise<Turn>)[]>(
  rounds: number,
  ...runs: T
): Promise<{ [K in keyof T]: Turn }> {
  const turns: Turn[][] = runs.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, run] of runs.entries()) turns[i]!.push(await run());
  }
  return turns.map(summary) as { [K in keyof T]: Turn };
}

function summary(turns: Turn[]): Turn {
  const peaks = turns.flatMap(({ memory }) => memory ?? []);
  const mains = turns.flatMap(({ mainSeconds }) => mainSeconds ?? []);
  return {
    seconds: median(turns.map(({ seconds }) => seconds)),
    memory: peaks.length > 0 ? Math.max(...peaks) : undefined,
    mainSeconds: mains.length > 0 ? median(mains) : undefined,
  };
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
}
