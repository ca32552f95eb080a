/**
 * Which entity has which number. The atlas (countries, regions and their seats) comes first and
 * is finite; after it, every run of twenty numbers holds the same kinds in the same order, without
 * end. Kind and index follow from the number, and the number from them, by arithmetic alone.
 */
const KINDS = [
  'country',
  'region',
  'town',
  'person',
  'work',
  'organization',
  'event',
  'landmark',
] as const;
export type Kind = (typeof KINDS)[number];

export const COUNTRIES = 40;
export const REGIONS = 400;
/** The towns with an index below this are the seats of the regions with the same index. */
export const SEATS = REGIONS;
/** Numbers below this belong to the atlas. */
export const ATLAS = COUNTRIES + REGIONS + SEATS;

const LETTERS: Record<string, Kind> = {
  P: 'person',
  W: 'work',
  T: 'town',
  O: 'organization',
  E: 'event',
  L: 'landmark',
};
const CYCLE: readonly Kind[] = [...'PWTPOPWPEPWTPLPWOPWT'].map(letter => LETTERS[letter]!);
/** Numbers after which the kinds come again. */
export const CYCLE_LENGTH = CYCLE.length;

const PLACES = new Map(
  KINDS.map(kind => [kind, CYCLE.flatMap((each, place) => (each === kind ? [place] : []))]),
);
const RANKS = CYCLE.map((kind, place) => PLACES.get(kind)!.indexOf(place));

/** How many of twenty numbers are of this kind. */
export function share(kind: Kind): number {
  return PLACES.get(kind)!.length;
}

/** The twenty that a number stands in, counted after the atlas; 0 for the atlas itself. */
export function cycleOf(number: number): number {
  return Math.max(0, Math.floor((number - ATLAS) / CYCLE_LENGTH));
}

/** Kind and index of the entity with this number. */
export function entityAt(number: number): { kind: Kind; index: number } {
  if (number < COUNTRIES) return { kind: 'country', index: number };
  if (number < COUNTRIES + REGIONS) return { kind: 'region', index: number - COUNTRIES };
  if (number < ATLAS) return { kind: 'town', index: number - COUNTRIES - REGIONS };
  const place = (number - ATLAS) % CYCLE_LENGTH;
  const kind = CYCLE[place]!;
  const first = kind === 'town' ? SEATS : 0;
  return { kind, index: first + cycleOf(number) * share(kind) + RANKS[place]! };
}

/** The number of the entity of this kind with this index; the inverse of {@link entityAt}. */
export function numberOf(kind: Kind, index: number): number {
  if (kind === 'country') return index;
  if (kind === 'region') return COUNTRIES + index;
  if (kind === 'town' && index < SEATS) return COUNTRIES + REGIONS + index;
  const rank = kind === 'town' ? index - SEATS : index;
  const places = PLACES.get(kind)!;
  const cycle = Math.floor(rank / places.length);
  return ATLAS + cycle * CYCLE_LENGTH + places[rank % places.length]!;
}
