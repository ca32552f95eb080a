/** How fast something goes on: since it was first told of, and of its recent work. */
export interface Pace {
  add(done: number): void;
  /** Of late, up to now; missing until there is enough to go by. */
  perSecond(): number | undefined;
  /** From the first word of it to the last. */
  overall(): number | undefined;
}

interface Point {
  /** Milliseconds. */
  at: number;
  done: number;
}

/** What is older does not count, in ms. */
const RECENT_MS = 15_000;
/** Distance of two points that are kept, in ms. */
const STEP_MS = 250;
/** Less than that says nothing, in ms. */
const LEAST_MS = 500;

/** Begins with the first number that it is told: what was done before is not this work. */
export function openPace(now: () => number): Pace {
  const recent: Point[] = [];
  let first: Point | undefined;
  let latest: Point | undefined;
  return {
    add(done) {
      latest = { at: now(), done };
      first ??= latest;
      const last = recent.at(-1);
      if (last === undefined || latest.at - last.at >= STEP_MS) recent.push(latest);
      while (recent.length > 1 && latest.at - recent[1]!.at >= RECENT_MS) recent.shift();
    },
    perSecond: () => latest && rate(recent[0]!, { at: now(), done: latest.done }),
    overall: () => latest && rate(first!, latest),
  };
}

function rate(from: Point, to: Point): number | undefined {
  const elapsed = to.at - from.at;
  return elapsed < LEAST_MS ? undefined : ((to.done - from.done) / elapsed) * 1000;
}
