import type { Endpoint } from './endpoint.js';

/** OpenAI's own limit on `n`. */
const MOST = 128;

/** Learns how many choices each endpoint gives in one call. */
export interface ChoiceLimit {
  /** For one endpoint. */
  of(endpoint: Endpoint): number;
  /** Over all endpoints: a call need not be split further than that. */
  most(): number;
  /** A call for `asked` choices gave so many. */
  learn(endpoint: Endpoint, asked: number, given: number): void;
  /** The endpoint has refused a call for more than one. */
  oneOnly(endpoint: Endpoint): void;
}

/** Limits of nothing learned so far. */
export function choiceLimit(endpoints: Endpoint[]): ChoiceLimit {
  const limits = new Map(endpoints.map(endpoint => [endpoint, MOST]));
  const lastShort = new Map<Endpoint, number>();
  return {
    of: endpoint => limits.get(endpoint) ?? MOST,
    most: () => Math.max(...limits.values()),
    learn(endpoint, asked, given) {
      if (given >= asked) lastShort.delete(endpoint);
      // Twice the same number in a row is a habit; once may be an accident.
      else if (lastShort.get(endpoint) === given) limits.set(endpoint, given);
      else lastShort.set(endpoint, given);
    },
    oneOnly: endpoint => limits.set(endpoint, 1),
  };
}
