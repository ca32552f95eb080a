/** Waits behind a refusal: a tenth of the time since the first one in a row, within these, in ms. */
const SHORTEST_WAIT = 50;
const LONGEST_WAIT = 5_000;
/** How much faster it goes after each request while it looks for the limit from below. */
const RISE = 0.85;
/** How much faster it tries to go now and then, once it has found the limit, and at most. */
const TRIAL = 0.95;
const BOLDEST_TRIAL = 0.7;
/** Requests between two trials: a failed one costs a wait, so that they become rarer. */
const BETWEEN_TRIALS = 64;
const MOST_BETWEEN_TRIALS = 256;
/** A gap between requests that is none, in ms. */
const NO_GAP = 0.5;
/** Times that it may get slower in vain: then refusals are no matter of how fast it goes. */
const MOST_IN_VAIN = 8;
/** More refusals in a row than these are no matter of the pace: a window is used up. */
const A_LONG_ROW = 4;

/**
 * How fast one endpoint is asked. Nothing holds it back until it refuses a request for being too
 * many (429 and its like); from then on there is a gap between two requests, in time. The gap is
 * measured (time since the last row of refusals over the requests let through), shortened while
 * nothing is refused, and lengthened by a refusal: additive increase and multiplicative decrease,
 * but of requests a second, since a limit a minute knows nothing of how many are under way.
 *
 * Behind a refusal one request after the other tries again, after the wait that the server asks
 * for, else soon. Times are in ms, on the scale of `Clock.now`.
 */
export class Pace {
  #gap = 0;
  /** The gap that is known to hold. */
  #good = 0;
  #mode: 'free' | 'rising' | 'steady' = 'free';
  #nextAt = Number.NEGATIVE_INFINITY;
  /** Refusals since a request was let through, and when the first of them came. */
  #row = 0;
  #rowSince = 0;
  /** Refusals of requests sent before this say nothing new. */
  #refusedAt = Number.NEGATIVE_INFINITY;
  /** How long a refusal takes: what is older and not refused has been let through. */
  #lag = 20;
  /** When those were sent of which nothing is known yet. */
  readonly #open: number[] = [];
  #countingSince: number | undefined;
  #letThrough = 0;
  #quiet = 0;
  #between = BETWEEN_TRIALS;
  #step = TRIAL;
  #isTrial = false;
  /** Times that it got slower since requests went through undisturbed. */
  #slowed = 0;
  /** Refusals seem to come whatever the pace: it is kept, until there is a long row of them. */
  #isVain = false;

  /** When the next request may be sent. */
  readyAt(now: number): number {
    this.#settle(now);
    return this.#nextAt;
  }

  /** Whether it holds requests back. */
  get isHeld(): boolean {
    return this.#gap > 0 || this.#row > 0;
  }

  /** Whether it lets nothing through for some time. */
  get isRefusing(): boolean {
    return this.#row > A_LONG_ROW;
  }

  /** A request is sent. */
  sent(now: number): void {
    this.#open.push(now);
    const wait = this.#row > 0 && !this.#isVain ? Math.max(this.#wait(now), 4 * this.#lag + 1) : 0;
    const gap = Math.max(this.#gap, wait);
    if (gap > 0) this.#nextAt = now + gap;
  }

  /** A request that was sent then has come to something: it was let through. */
  passed(sentAt: number): void {
    if (this.#forget(sentAt)) this.#passed(sentAt);
  }

  /** A request that was sent then was refused for being too many. */
  refused(sentAt: number, now: number, waitMs: number | undefined): void {
    this.#forget(sentAt);
    this.#lag = 0.8 * this.#lag + 0.2 * (now - sentAt);
    if (sentAt < this.#refusedAt) {
      if (waitMs !== undefined) this.#nextAt = Math.max(this.#nextAt, now + waitMs);
      return;
    }
    this.#row++;
    if (this.#isVain && this.#row > A_LONG_ROW) {
      this.#isVain = false;
      this.#rowSince = now;
    }
    if (this.#isVain && waitMs === undefined) return;
    if (this.#row === 1) this.#slowDown(now);
    this.#quiet = 0;
    this.#refusedAt = now;
    // A wait of nothing, or a short one that does not help: who refuses is not to be stormed.
    const own = waitMs && this.#row <= A_LONG_ROW ? 0 : this.#wait(now);
    this.#nextAt = now + Math.max(waitMs ?? 0, own);
  }

  /** Nothing is sent before that time. */
  hold(until: number): void {
    this.#nextAt = Math.max(this.#nextAt, until);
  }

  #wait(now: number): number {
    return Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, (now - this.#rowSince) / 10));
  }

  #settle(now: number): void {
    if (!this.isHeld) return;
    while (this.#open.length > 0 && now - this.#open[0]! > 4 * this.#lag) {
      this.#passed(this.#open.shift()!);
    }
  }

  #forget(sentAt: number): boolean {
    const at = this.#open.indexOf(sentAt);
    if (at >= 0) this.#open.splice(at, 1);
    return at >= 0;
  }

  #passed(sentAt: number): void {
    this.#countingSince ??= sentAt;
    const isNews = sentAt >= this.#refusedAt;
    if (this.#isVain) this.#row = 0;
    else if (isNews && this.#row > 0) this.#resume(sentAt);
    else if (isNews) this.#speedUp();
    this.#letThrough++;
  }

  /** A row of refusals is over. */
  #resume(sentAt: number): void {
    if (this.#mode !== 'steady' || this.#row > A_LONG_ROW) {
      const measured = sentAt - this.#countingSince!;
      this.#gap = this.#letThrough > 0 ? measured / this.#letThrough : 0;
      this.#mode = this.#gap > NO_GAP ? 'rising' : 'free';
    }
    this.#countingSince = sentAt;
    this.#letThrough = 0;
    this.#row = 0;
    this.#quiet = 0;
    this.#nextAt = sentAt + this.#gap;
  }

  #speedUp(): void {
    if (this.#mode === 'free') return;
    if (this.#mode === 'rising') this.#gap *= RISE;
    else if (++this.#quiet >= this.#between) {
      this.#quiet = 0;
      this.#slowed = 0;
      if (this.#isTrial) {
        this.#good = this.#gap;
        this.#step = Math.max(BOLDEST_TRIAL, this.#step * TRIAL);
        this.#between = Math.max(BETWEEN_TRIALS / 16, this.#between / 2);
      }
      this.#isTrial = true;
      this.#gap = this.#good * this.#step;
    }
    if (this.#gap > NO_GAP) return;
    this.#gap = 0;
    this.#mode = 'free';
  }

  #slowDown(now: number): void {
    this.#rowSince = now;
    if (this.#mode === 'free') return;
    if (this.#mode === 'rising') {
      this.#mode = 'steady';
      this.#good = this.#gap / RISE;
      this.#between = BETWEEN_TRIALS;
    } else if (this.#isTrial) this.#between = Math.min(MOST_BETWEEN_TRIALS, this.#between * 2);
    else this.#good = this.#gap * (2 - TRIAL);
    this.#step = TRIAL;
    this.#isTrial = false;
    this.#gap = this.#good;
    if (++this.#slowed < MOST_IN_VAIN) return;
    this.#slowed = 0;
    this.#isVain = true;
    this.#gap = 0;
    this.#mode = 'free';
  }
}
