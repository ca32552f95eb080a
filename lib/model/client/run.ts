import { setMaxListeners } from 'node:events';
import { onAbort } from './signals.js';

/**
 * The life of a run: it ends once, for one reason, and every request is told. A plain set in
 * place of an AbortSignal, whose `addEventListener` walks through all listeners; there is one for
 * each request that waits.
 */
export class Run {
  readonly #listeners = new Set<() => void>();
  #reason: Error | undefined;

  /** The first reason is the one that stays. */
  end(reason: Error): void {
    this.#reason ??= reason;
    for (const tell of [...this.#listeners]) tell();
  }

  /** A signal for one request: aborted with the run, or with the caller's own signal. */
  signalFor(own?: AbortSignal): { signal: AbortSignal; release: () => void } {
    const controller = new AbortController();
    // A request with many calls has many listeners; Node would warn from the eleventh on.
    setMaxListeners(0, controller.signal);
    const tell = (): void => controller.abort(this.#reason);
    if (this.#reason) tell();
    else this.#listeners.add(tell);
    if (own) setMaxListeners(0, own);
    const unlisten = own && onAbort(own, () => controller.abort(own.reason));
    return {
      signal: controller.signal,
      release: () => {
        this.#listeners.delete(tell);
        unlisten?.();
      },
    };
  }
}
