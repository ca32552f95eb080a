/** Records that are known by an id, for those who do not care what is in them. */
export interface WithId {
  id: string;
}

/** Number `n` of them. */
export const numbered = (n: number): WithId => ({ id: `q${n}` });

export const idsOf = (records: readonly WithId[]): string[] => records.map(({ id }) => id);

/** A record whose field cannot be looked at: an error of the work, not of the record. */
export const unreadable = (record: WithId, field: string): WithId =>
  Object.defineProperty({ ...record }, field, {
    enumerable: true,
    get: () => {
      throw new Error('lost disk');
    },
  });

/** The third and all later ones are unreadable. */
export const failingFromThird = (input: (n: number) => WithId, field: string) => ({
  input: (n: number) => (n < 2 ? input(n) : unreadable(input(n), field)),
  error: { message: 'lost disk' },
});
