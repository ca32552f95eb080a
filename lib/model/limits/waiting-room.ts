import type { Clock } from '../../network/clock.js';
import { onAbort } from '../client/signals.js';

/** Where calls wait for a time to pass or for something to change, whichever comes first. */
export class WaitingRoom {
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Resolves after `ms` milliseconds (may be Infinity) or on the next `wake`.
   *
   * @throws the signal's reason, once it is aborted
   */
  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        cancel();
        unlisten();
        this.#waiting.delete(wake);
      };
      const wake = (): void => {
        leave();
        resolve();
      };
      let cancel: () => void = () => undefined;
      let unlisten: () => void = () => undefined;
      if (ms !== Number.POSITIVE_INFINITY) cancel = this.#clock.after(ms, wake);
      this.#waiting.add(wake);
      unlisten = onAbort(signal, () => {
        leave();
        reject(signal.reason);
      });
    });
  }

  /** Lets everybody look again. */
  wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
