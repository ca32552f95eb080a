import type { Clock } from '../../../lib/network/clock.js';

const REQUEST_TIMEOUT = 600_000;

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ at: number; length: number; callback: () => void }>();
  readonly #epoch: number;

  /** @param epoch - milliseconds since 1970 at which it starts */
  constructor(epoch = 0) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#epoch + this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), length: ms, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Goes on to the next timer and lets it ring. False if there is none. */
  ring(): boolean {
    const next = [...this.#timers].sort((a, b) => a.at - b.at)[0];
    if (!next) return false;
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.callback();
    return true;
  }

  /**
   * Lets timers ring whenever no request is in flight, until the work is done. A request in
   * flight is known by the timer of its timeout, which should be left at the default.
   */
  async drive<T>(work: Promise<T>): Promise<T> {
    let over = false;
    const end = (): void => {
      over = true;
    };
    work.then(end, end);
    for (let round = 0; !over && round < 1_000_000; round++) {
      // Long enough for what comes after an answer, such as the commit.
      for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve));
      if (over) break;
      if (this.#requestInFlight()) await new Promise(resolve => setTimeout(resolve, 1));
      else this.ring();
    }
    return work;
  }

  #requestInFlight(): boolean {
    return [...this.#timers].some(({ length }) => length === REQUEST_TIMEOUT);
  }
}
