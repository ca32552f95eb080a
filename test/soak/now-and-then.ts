/** Milliseconds between two lines. */
const BETWEEN = 30_000;

/** What a long soak says of itself while nothing is wrong, so that it is seen to go on. */
export interface NowAndThen {
  /** What is tried, such as `scenarios`. */
  what: string;
  count: number;
  say: (line: string) => void;
  /** Milliseconds on a clock. */
  now?: () => number;
}

/** To be called after each that was tried; says a line at most every half minute, and none of the last. */
export function nowAndThen({
  what,
  count,
  say,
  now = () => performance.now(),
}: NowAndThen): (wrong: boolean) => void {
  let tried = 0;
  let failed = 0;
  let said = now();
  return wrong => {
    tried++;
    if (wrong) failed++;
    if (tried === count || now() - said < BETWEEN) return;
    said = now();
    say(`${tried} of ${count} ${what}, ${failed} wrong so far`);
  };
}
