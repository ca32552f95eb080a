import type { Figure } from './figure.js';

/** What one benchmark gave. */
export interface Result {
  benchmark: string;
  on: string;
  figures: Figure[];
  /** What a reader of the figures has to know of this run. */
  notes: string[];
  /** Seconds it took, preparation included. */
  took: number;
}

/** A whole run, as `--json` writes it. */
export interface Report {
  machine: string;
  /** Day of the run, like 2025-01-31. */
  date: string;
  /** Share of the full size that was measured. */
  scale: number;
  /** How often what is compared was run, in turn. */
  rounds: number;
  results: Result[];
}
