import type { Mark } from './scan.js';

/** A way from a root key down to a value that is no key of the context. */
export interface Leaf {
  /** The keys on the way, root first: as many as there are hops. */
  keys: string[];
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
  const components = roots.map(root => component(root, values));
  const reached = new Set(components.flatMap(({ keys }) => [...keys]));
  const unreachable = [...values.keys()].filter(key => !reached.has(key));
  return { values, uses, components, unreachable };
}

function component(root: string, values: Map<string, string[]>): Component {
  const keys = new Set([root]);
  const leaves: Leaf[] = [];
  const open: string[][] = [[root]];
  for (let path = open.pop(); path; path = open.pop()) {
    for (const value of values.get(path.at(-1)!)!) {
      if (!values.has(value)) leaves.push({ keys: path, value });
      // A key met again is a collision, which its number of uses shows; following it would not end.
      else if (!keys.has(value)) {
        keys.add(value);
        open.push([...path, value]);
      }
    }
  }
  return { root, keys, leaves };
}
