/** Flushes what is written to the disk, in the background. */
export interface Flusher {
  /** Has what is written up to now flushed; does not wait for it. */
  flush(): void;
  /** Resolves when all is flushed. */
  settle(): Promise<void>;
}

/**
 * Flushes once at a time: what is written while a flush is under way has the next one, together.
 *
 * @param sync flushes all that is written when it is called
 */
export function flusher(sync: () => Promise<void>): Flusher {
  let isFlushed = true;
  let flushing: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    while (!isFlushed) {
      isFlushed = true;
      // A disk that cannot flush has taken the bytes all the same; the next write will tell.
      await sync().catch(() => undefined);
    }
    flushing = undefined;
  };
  return {
    flush() {
      isFlushed = false;
      flushing ??= work();
    },
    settle: async () => flushing,
  };
}
