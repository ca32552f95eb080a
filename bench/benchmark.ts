import type { Dataset } from './dataset.js';
import type { Figure } from './figure.js';

/** How much is measured. */
export interface Scale {
  /** Share of the full size; 1 is that of the full HotpotQA. */
  factor: number;
  /** How often what is compared takes turns. */
  rounds: number;
  /** A folder for what is generated; kept between runs. */
  dir: string;
}

export interface Benchmark {
  name: string;
  /** What it is measured on. */
  on: (scale: Scale) => string;
  /** The files it reads, generated before. */
  needs: (scale: Scale) => Dataset[];
  /** @param note takes what a reader of the figures has to know of this run */
  run: (scale: Scale, note: (text: string) => void) => Promise<Figure[]>;
}

/** A full size at a scale. */
export const sized = ({ factor }: Scale, full: number): number =>
  Math.max(1, Math.round(full * factor));

/** Seconds that something takes. */
export async function seconds(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}
