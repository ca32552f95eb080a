/** How an attempt went, as far as its endpoint is concerned. */
export type Outcome =
  /** An answer, or a refusal that the record has caused: somebody is there. */
  | 'answered'
  /** Any trouble of the endpoint but the next. */
  | 'failed'
  | 'unreachable'
  /** Somebody is there, but gives no answer now: throttled, or asked for what it cannot do. */
  | 'alive'
  /** Taken back by us. */
  | 'taken-back';

/** Different requests that must fail at least: one bad request alone makes no endpoint sick. */
const SICK_AFTER = 5;
/** What is known of a request that is back. */
interface Attempted {
  id: string;
  /** True if it tried a sick endpoint. */
  probe: boolean;
  sentAt: number;
  now: number;
  /** How long the server asks to wait, in ms. */
  waitMs?: number | undefined;
}

/** Longest time an endpoint is set aside before it is tried again, in ms. */
const LONGEST_ASIDE = 60_000;

/**
 * The health of one endpoint. It is set aside when nobody is there, or when it seems to do nothing
 * but fail: no success, and failures of at least five different requests and of as many as are
 * still under way. (Failures are fast and answers slow, so that in a burst a few failures may well
 * come first.) A failure does not count if another request has succeeded since it was sent: one
 * that times out says nothing of an endpoint that has answered others meanwhile.
 *
 * When the time is over, one request tries it, and only its success brings the others back. Times
 * are in ms, on the scale of `Clock.now`.
 */
export class Health {
  inFlight = 0;
  readonly #firstAside: number;
  readonly #failing = new Set<string>();
  #aside: { until: number; length: number; probing: boolean } | undefined;
  #lastAnswer = Number.NEGATIVE_INFINITY;

  constructor(setAsideMs: number) {
    this.#firstAside = setAsideMs;
  }

  get isAside(): boolean {
    return this.#aside !== undefined;
  }

  /** When a request may go here; undefined if that depends on the one under way. */
  readyAt(): number | undefined {
    if (this.#aside?.probing) return undefined;
    return this.#aside?.until ?? 0;
  }

  /** A request goes here. True if it is the one that tries a sick endpoint. */
  begin(): boolean {
    this.inFlight++;
    if (!this.#aside) return false;
    this.#aside.probing = true;
    return true;
  }

  /** A request is back. True if the endpoint is to blame, and not the request. */
  end(outcome: Outcome, at: Attempted): boolean {
    this.inFlight--;
    if (at.probe && this.#aside) this.#aside.probing = false;
    if (outcome === 'answered') {
      this.#failing.clear();
      this.#aside = undefined;
      this.#lastAnswer = at.now;
      return false;
    }
    if (outcome === 'alive') this.#aside = undefined;
    if (outcome === 'alive' || outcome === 'taken-back') return false;
    // Otherwise the endpoint has answered another request meanwhile.
    if (at.sentAt >= this.#lastAnswer && !this.#aside) this.#failing.add(at.id);
    const enough = Math.max(SICK_AFTER, this.inFlight);
    const sick = outcome === 'unreachable' || this.#failing.size >= enough;
    // What was under way when the endpoint fell sick says nothing new.
    if (at.probe || (sick && !this.#aside)) this.#setAside(at);
    return this.isAside;
  }

  #setAside({ now, waitMs = 0 }: Attempted): void {
    const length = this.#aside ? Math.min(2 * this.#aside.length, LONGEST_ASIDE) : this.#firstAside;
    this.#aside = { until: now + Math.max(length, waitMs), length, probing: false };
  }
}
