import { type Fields, isFields } from '../../../records/fields.js';

/** What figures are made of. */
export interface SampleTraits {
  /** Tokens. */
  length: number;
  /** Tokens; 0 for none. */
  budget: number;
  /** Of each passage, in order, whether it is supporting. */
  passages: readonly boolean[];
  context: string;
  /** The keys of the chain to the question, in order; none without chains. */
  chainKeys: readonly string[];
  hops: number;
  isMarked: boolean;
}

/** Reads a sample, which may be of an earlier version: what is missing is nothing. */
export function readTraits(sample: Fields): SampleTraits {
  const meta = isFields(sample.meta) ? sample.meta : {};
  const { warnings } = meta;
  const context = sample.distractor_context ?? sample.context;
  return {
    length: numberOf(sample.length),
    budget: numberOf(meta.max_seq_length),
    passages: listOf(meta.passages).map(
      passage => isFields(passage) && passage.supporting === true,
    ),
    context: typeof context === 'string' ? context : '',
    chainKeys: listOf(meta.chain_keys).filter(key => typeof key === 'string'),
    hops: numberOf(meta.hops),
    isMarked: isFields(warnings) && Object.values(warnings).includes(true),
  };
}

const numberOf = (value: unknown): number =>
  Number.isSafeInteger(value) && (value as number) > 0 ? (value as number) : 0;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
