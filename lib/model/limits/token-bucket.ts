import type { Clock } from '../../network/clock.js';
import { WaitingRoom } from './waiting-room.js';

/**
 * A limit a minute, as a token bucket that holds one second's worth (at least 1). It fills a
 * little slower than the limit, so that a full bucket and a minute of filling together stay
 * within it: no 60 s see more than the limit, unless one request alone is larger than the bucket.
 * Such a one waits for a full bucket and leaves it in debt.
 */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #room: WaitingRoom;
  readonly #size: number;
  /** Units a ms. */
  readonly #rate: number;
  #level: number;
  #filledAt: number;
  #last: Promise<void> = Promise.resolve();

  constructor(perMinute: number, clock: Clock) {
    this.#clock = clock;
    this.#room = new WaitingRoom(clock);
    this.#size = Math.max(1, Math.floor(perMinute / 60));
    this.#rate = (perMinute - this.#size + 1) / 60_000;
    this.#level = this.#size;
    this.#filledAt = clock.now();
  }

  /**
   * Resolves when that much is there, and takes it. First come, first served.
   *
   * @throws the signal's reason
   */
  take(amount: number, signal: AbortSignal): Promise<void> {
    const taken = this.#last.then(() => this.#takeNext(amount, signal));
    this.#last = taken.catch(() => undefined);
    return taken;
  }

  /** Puts back what was not needed; takes what was needed on top, if negative. */
  giveBack(amount: number): void {
    this.#fill();
    this.#level = Math.min(this.#size, this.#level + amount);
    this.#room.wake();
  }

  async #takeNext(amount: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const needed = Math.min(amount, this.#size);
    this.#fill();
    while (this.#level < needed) {
      // Rounded up: a timer that fires a fraction early would only have to be set again.
      await this.#room.wait(Math.ceil((needed - this.#level) / this.#rate), signal);
      this.#fill();
    }
    this.#level -= amount;
  }

  #fill(): void {
    const now = this.#clock.now();
    this.#level = Math.min(this.#size, this.#level + (now - this.#filledAt) * this.#rate);
    this.#filledAt = now;
  }
}
