/** A room whose code is mutated, and the tests that judge it. */
export interface Room {
  /** Its folder, below `lib` and below `test`. */
  readonly name: string;
  /** Tests of other rooms that judge it, too: folders below `test`. */
  readonly judges: readonly string[];
  /** Test files of the room, by their names, that take so long that `--quick` leaves them out. */
  readonly slow?: readonly string[];
}

export const ROOMS: readonly Room[] = [
  { name: 'score', judges: [] },
  { name: 'chain', judges: [] },
  { name: 'fill', judges: [], slow: ['invariants', 'look-alikes', 'titles', 'usage'] },
  { name: 'output', judges: [] },
  { name: 'model/journal', judges: [] },
];
