/** One measured figure. */
export interface Figure {
  /** What was measured. */
  what: string;
  value: number;
  unit: string;
  /** What it is held against, measured in the same run. */
  against?: { what: string; value: number };
}

/** How much is measured: enough to see that it works, or the full corpora's size. */
export interface Scale {
  quick: boolean;
  /** A folder for what is generated; kept between runs. */
  dir: string;
}

/** One thing to measure, in a process of its own. */
export interface Benchmark {
  name: string;
  /** What it is measured on. */
  on: (scale: Scale) => string;
  /** Makes what is needed; not measured. */
  prepare?: (scale: Scale) => Promise<void>;
  run: (scale: Scale) => Promise<Figure[]>;
}

/** Seconds that something takes. */
export async function seconds(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}
