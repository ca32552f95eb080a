/** The only source of time in the model client; tests bring their own. */
export interface Clock {
  /** Milliseconds on a scale that never goes back. */
  now(): number;
  /** Milliseconds since 1970, for dates that a server names. */
  wall(): number;
  /** Calls back once after `ms` milliseconds; the result takes that back. */
  after(ms: number, callback: () => void): () => void;
}

/** Longest delay of a Node timer, in ms; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, Math.min(ms, LONGEST));
    return () => clearTimeout(timer);
  },
};
