import type { Mark, Order } from '../cells.js';
import type { Facts } from '../facts.js';

/** Something that a report shows: one file, and one row in the registry. */
export interface Figure {
  readonly title: string;
  /** How to read it, in one plain sentence. */
  readonly reading: string;
  /**
   * What a place's value is: its share of its run (`share`), or of those with its length (`row`), or how
   * many of what stands there is right (`rate`).
   */
  readonly value: 'share' | 'row' | 'rate';
  readonly x: Axis;
  /** Of a heat map; missing for bars. */
  readonly y?: Axis;
  /** What a place counts, in the plural. */
  readonly counts: string;
  marks(facts: Facts): Iterable<Mark>;
}

export interface Axis {
  readonly title: string;
  /** The names in their order; missing for numbers by size and other names by letters. */
  readonly order?: Order;
  /** Whether the names are tokens. */
  readonly isTokens?: true;
}

export const LENGTH_AXIS: Axis = { title: 'length (tokens)', isTokens: true };
