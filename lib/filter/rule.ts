import type { Fields } from '../records/fields.js';
import type { Scoring } from '../score/scoring.js';
import type { Parameter, ParameterValues } from '../values/parameter.js';

/** One reason to keep a record or to drop it. */
export interface FilterRule {
  /** What the counts call it: the name of its kind in the registry. */
  readonly name: string;
  /**
   * True if the record stays.
   *
   * @throws RecordError if the record lacks what the rule needs
   */
  keeps(record: Fields): boolean;
  /**
   * Called when every record was asked about.
   *
   * @throws KeychainError if nothing that was asked for was found
   */
  end?(warn: (message: string) => void): void;
  /** Gives back what the rule holds; may be called more than once. */
  close?(): Promise<void>;
}

/** How a judging rule is chosen, where a kind of rule asks one (`--rule`, `--metric`). */
export type ScoringValues = Partial<Scoring>;

export type FilterParameters = Readonly<Record<string, Parameter>>;

/** A kind of filter rule: one file, and one row in the registry. */
export interface FilterRuleKind<P extends FilterParameters = FilterParameters> {
  /** What its rules keep, in a few words. */
  readonly help: string;
  /** What it asks a user for, by their names as options in camelCase. */
  readonly parameters: P;
  /**
   * Makes a rule, or none where no value asks for one.
   *
   * @throws KeychainError USAGE for values that nothing can meet
   */
  make(
    values: Partial<ParameterValues<P>> & ScoringValues,
  ): FilterRule | undefined | Promise<FilterRule | undefined>;
}
