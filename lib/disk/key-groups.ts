import { temporaryStore } from './temporary-store.js';

/**
 * Groups of things that are one by any of their keys, for any number of them: what has a key in common with
 * a group is of it, and groups that something has in common are one. On disk.
 */
export interface KeyGroups {
  /** Takes the keys of one thing, at least one. */
  join(keys: readonly string[]): void;
  /** Numbers the groups from 0, in the order in which the first of each came; nothing joins them any more. */
  number(): NumberedGroups;
  /** Removes what is on disk; may be called more than once. */
  close(): Promise<void>;
}

export interface NumberedGroups {
  readonly count: number;
  /** The number of the group that a key is of; undefined for one that never came. */
  of(key: string): number | undefined;
}

/** Whose number an entry holds: by a key its node's, by a node its parent's, by a root its group's. */
type Owner = 'key' | 'parent' | 'group';

/**
 * Makes groups by union-find (Tarjan 1975): each node points towards the first one of its group, by a path
 * that is halved whenever it is walked.
 */
export function keyGroups(): KeyGroups {
  const store = temporaryStore();
  let nodes = 0;

  const get = (owner: Owner, of: string | number): number | undefined => {
    const entry = store.get(`${owner} ${of}`);
    return entry && Number(entry.readBigUInt64LE());
  };
  const put = (owner: Owner, of: string | number, number: number): void => {
    const entry = Buffer.alloc(8);
    entry.writeBigUInt64LE(BigInt(number));
    store.put(`${owner} ${of}`, entry);
  };
  /** A node that is the first of its group has no parent. */
  const rootOf = (node: number): number => {
    let at = node;
    for (;;) {
      const parent = get('parent', at);
      if (parent === undefined) return at;
      const above = get('parent', parent);
      if (above === undefined) return parent;
      put('parent', at, above);
      at = above;
    }
  };
  return {
    join(keys) {
      const known = keys.map(key => get('key', key));
      const roots = known.filter(node => node !== undefined).map(rootOf);
      const first = roots.length > 0 ? Math.min(...roots) : nodes++;
      for (const root of roots) if (root !== first) put('parent', root, first);
      for (const [i, key] of keys.entries()) if (known[i] === undefined) put('key', key, first);
    },
    number() {
      let count = 0;
      for (let node = 0; node < nodes; node++) {
        if (get('parent', node) === undefined) put('group', node, count++);
      }
      return {
        count,
        of: key => {
          const node = get('key', key);
          return node === undefined ? undefined : get('group', rootOf(node));
        },
      };
    },
    close: store.close,
  };
}
