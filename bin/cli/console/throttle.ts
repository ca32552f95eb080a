/** Lets what is said of a name pass once an interval. */
export interface Throttle {
  /** Whether to say it now; `always` passes in any case. */
  isDue(name: string, always: boolean): boolean;
  /** Whether something was held back since the last time. */
  isOpen(name: string): boolean;
  /** What was held back has been said. */
  close(name: string): void;
}

/** Lets each name speak at once where it must, else every `intervalMs` milliseconds. */
export function openThrottle(now: () => number, intervalMs: number): Throttle {
  const said = new Map<string, { at: number; isOpen: boolean }>();
  return {
    isDue(name, always) {
      const last = said.get(name);
      const at = now();
      const isDue = always || (last !== undefined && at - last.at >= intervalMs);
      said.set(name, isDue ? { at, isOpen: false } : { at: last?.at ?? at, isOpen: true });
      return isDue;
    },
    isOpen: name => said.get(name)?.isOpen ?? false,
    close(name) {
      const last = said.get(name);
      if (last?.isOpen) said.set(name, { at: now(), isOpen: false });
    },
  };
}
