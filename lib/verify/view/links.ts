import type { Mark } from './scan.js';

/** A way from a root key down to a value that is no key of the context. */
export interface Leaf {
  /** Pairs on the way. */
  hops: number;
  /** The keys on the way, root first; put together when asked for. */
  keys: () => string[];
  value: string;
}

/** A chain or a tree, as the pairs of a context link it. */
export interface Component {
  root: string;
  /** Every key below the root and the root itself. */
  keys: Set<string>;
  leaves: Leaf[];
}

export interface Links {
  /** Values by key, in the order of the context. */
  values: Map<string, string[]>;
  /** How often a text is a value. */
  uses: Map<string, number>;
  /** Every key that is no value, with all that can be reached from it. */
  components: Component[];
  /** Keys that no root leads to. */
  unreachable: string[];
}

/**
 * Follows every pair of a context from the keys that are no values. Linear in the pairs.
 *
 * @param asWritten how texts read in this sample: a line feed that JSON escapes outlasts squeezing
 */
export function followLinks(marks: Mark[], asWritten: (text: string) => string): Links {
  const values = new Map<string, string[]>();
  const uses = new Map<string, number>();
  for (const { pair } of marks) {
    if (!pair) continue;
    const key = pair[0];
    const value = asWritten(pair[1]);
    if (!values.get(key)?.push(value)) values.set(key, [value]);
    uses.set(value, (uses.get(value) ?? 0) + 1);
  }
  const roots = [...values.keys()].filter(key => !uses.has(key));
  const components = roots.map(root => componentOf(root, values));
  const reached = new Set(components.flatMap(({ keys }) => [...keys]));
  const unreachable = [...values.keys()].filter(key => !reached.has(key));
  return { values, uses, components, unreachable };
}

/** A key that was reached, and the way back to the root. */
interface Step {
  key: string;
  hops: number;
  before: Step | undefined;
}

/** All that can be reached from a key, be it a root or not. */
export function componentOf(root: string, values: Links['values']): Component {
  const keys = new Set([root]);
  const leaves: Leaf[] = [];
  const open: Step[] = [{ key: root, hops: 1, before: undefined }];
  for (let step = open.pop(); step; step = open.pop()) {
    const at = step;
    for (const value of values.get(at.key)!) {
      if (!values.has(value)) leaves.push({ hops: at.hops, keys: () => keysTo(at), value });
      // A key met again is a collision, which its number of uses shows; following it would not end.
      else if (!keys.has(value)) {
        keys.add(value);
        open.push({ key: value, hops: at.hops + 1, before: at });
      }
    }
  }
  return { root, keys, leaves };
}

function keysTo(last: Step): string[] {
  const keys: string[] = [];
  for (let step: Step | undefined = last; step; step = step.before) keys.push(step.key);
  return keys.reverse();
}
