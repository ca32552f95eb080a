import type { Fields } from '../records/fields.js';

/** One reason to keep a record or to drop it. */
export interface FilterRule {
  /** What the counts call it. */
  readonly name: string;
  /**
   * True if the record stays.
   *
   * @throws RecordError if the record lacks what the rule needs
   */
  keeps(record: Fields): boolean;
  /** Gives back what the rule holds; may be called more than once. */
  close?(): Promise<void>;
}
