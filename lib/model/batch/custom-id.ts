/** What a line of a batch file asks for, as its `custom_id` says. */
export interface Asked {
  /** The beginning of what identifies the call: 40 hex digits. */
  call: string;
  /** The rollout number of the first choice, and how many choices are asked for. */
  from: number;
  count: number;
  /** Tokens that an answer may have; Infinity where the server decides. */
  limit: number;
}

/** Hex digits of a call's id that are enough to tell it from others; ids may have 64 characters. */
const CALL_DIGITS = 40;
const FORM = /^([0-9a-f]{40})-(\d{1,6})-(\d{1,6})-(none|\d{1,9})$/;

/** The part of a call's id (64 hex digits) that a `custom_id` begins with. */
export const shortId = (id: string): string => id.slice(0, CALL_DIGITS);

/** Writes what a line asks for: at most 64 characters, no two lines the same. */
export const customId = (id: string, { from, count, limit }: Omit<Asked, 'call'>): string =>
  `${shortId(id)}-${from}-${count}-${Number.isFinite(limit) ? limit : 'none'}`;

/** Reads it again; undefined for an id that is none of ours. */
export function readCustomId(id: unknown): Asked | undefined {
  const found = typeof id === 'string' ? FORM.exec(id) : null;
  if (!found) return undefined;
  const [, call = '', from, count, limit] = found;
  return {
    call,
    from: Number(from),
    count: Number(count),
    limit: limit === 'none' ? Number.POSITIVE_INFINITY : Number(limit),
  };
}
