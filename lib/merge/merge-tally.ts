import type { Reject } from '../records/reject.js';
import type { Reporter } from '../reporter.js';

const KINDS = { MISSING_ID: 'missing', DUPLICATE_ID: 'double', FOREIGN_ID: 'foreign' } as const;
type Kind = (typeof KINDS)[keyof typeof KINDS];

/** Ids of a kind that a warning names; the rejects file has them all. */
const NAMED = 10;

/** Counts what a merge comes to, and remembers the first ids of what is wrong. */
export interface MergeTally {
  /** To be told of each merged record. */
  merged(): void;
  /** Hands rejects on and counts them. */
  watching(onReject: (reject: Reject) => void): (reject: Reject) => void;
  figures(): { merged: number };
  /** Names what is missing, double or foreign. */
  warn(): void;
}

/** Counts of nothing so far; what is to be said goes to the reporter. */
export function mergeTally(reporter: Pick<Reporter, 'warn'>): MergeTally {
  const ids: Record<Kind, string[]> = { missing: [], double: [], foreign: [] };
  const counts: Record<Kind, number> = { missing: 0, double: 0, foreign: 0 };
  let merged = 0;
  return {
    merged: () => {
      merged++;
    },
    watching: onReject => reject => {
      const kind: Kind | undefined = KINDS[reject.code as keyof typeof KINDS];
      if (kind !== undefined && counts[kind]++ < NAMED) ids[kind].push(reject.id ?? '');
      onReject(reject);
    },
    figures: () => ({ merged }),
    warn: () => {
      for (const kind of Object.values(KINDS)) {
        const named = ids[kind];
        if (named.length === 0) continue;
        const more = counts[kind] - named.length;
        reporter.warn(`${kind}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`);
      }
    },
  };
}
