import { KeychainError } from '../errors.js';

/** How the positions of a run are dealt out to lengths, so that no question stands at two of them. */
export interface Deal {
  /** Lengths that they are dealt out to. */
  of: number;
  /**
   * Of each length that is made, its place among them: it takes the positions that are that place
   * modulo `of`.
   */
  places: readonly number[];
}

/** The settings that decide it. */
export interface DealSettings {
  /** Token budgets; those that are made. */
  maxSeqLength?: readonly number[] | undefined;
  /** True: to those that are made. A list: to these, of which some are made. */
  eachLengthItsOwn?: boolean | readonly number[] | undefined;
}

/** The lengths that positions are dealt out to; undefined where each length takes all positions. */
export function dealtLengths({
  maxSeqLength: made = [],
  eachLengthItsOwn = false,
}: DealSettings): readonly number[] | undefined {
  if (eachLengthItsOwn === false) return undefined;
  const lengths = eachLengthItsOwn === true ? made : eachLengthItsOwn;
  return lengths.length > 1 ? lengths : undefined;
}

/**
 * How the positions of a run are dealt out; undefined where each length takes all of them.
 *
 * @throws KeychainError USAGE for a length that is made and not among those that are dealt to
 */
export function dealOf(settings: DealSettings): Deal | undefined {
  const lengths = dealtLengths(settings);
  if (!lengths) return undefined;
  const places = (settings.maxSeqLength ?? []).map(length => {
    const place = lengths.indexOf(length);
    if (place >= 0) return place;
    throw new KeychainError(
      'USAGE',
      `--each-length-its-own ${lengths.join(',')}: --max-seq-length ${length} is none of these`,
    );
  });
  return { of: lengths.length, places };
}

/**
 * Whether a length takes a position.
 *
 * @param length its place in the run's list of lengths
 */
export const isDealtTo = (deal: Deal | undefined, position: number, length: number): boolean =>
  deal === undefined || position % deal.of === deal.places[length];

/** Positions of a run that is to have so many at each length; -1 for all there are. */
export const positionsAsked = (numSamples: number, deal: Deal | undefined): number =>
  numSamples < 0 ? -1 : numSamples * (deal?.of ?? 1);

/** How many of `count` positions from `from` on a length takes. */
export function countDealt(
  deal: Deal | undefined,
  { from, count }: { from: number; count: number },
  length: number,
): number {
  if (!deal) return count;
  const below = (to: number): number => Math.ceil(Math.max(0, to - deal.places[length]!) / deal.of);
  return below(from + count) - below(from);
}
