import { type Fields, isFields } from '../../records/fields.js';
import { lastNames } from '../../values/public-path.js';

/** How samples were made, as they say themselves: what is not the same in all is listed. */
export interface Making {
  seeds: readonly string[];
  tokenizers: readonly string[];
  versions: readonly string[];
  placements: readonly string[];
  /** The tokenizer, if all say the same. */
  tokenizer?: { type: string; name: string };
  /** Whether a passage is cut that only texts of no dataset have. */
  hasTexts: boolean;
}

/** Values of each kind that are listed; more are no description any more. */
const MOST = 20;

export interface MakingGatherer {
  add(sample: Fields): void;
  making(): Making;
}

/** Gathers how samples were made, in bounded memory. */
export function gatherMaking(): MakingGatherer {
  const seeds = new Set<string>();
  const tokenizers = new Set<string>();
  const versions = new Set<string>();
  const placements = new Set<string>();
  const names = new Map<string, { type: string; name: string }>();
  let hasTexts = false;
  const note = (set: Set<string>, value: unknown): void => {
    if ((typeof value === 'string' || typeof value === 'number') && set.size < MOST) {
      set.add(`${value}`);
    }
  };
  return {
    add({ meta }) {
      if (!isFields(meta)) return;
      note(seeds, meta.seed);
      note(versions, meta.version);
      note(placements, meta.placement);
      if (isFields(meta.cut) && (meta.cut.id ?? '') !== '') hasTexts = true;
      const { type, name, sha256 } = isFields(meta.tokenizer) ? meta.tokenizer : {};
      if (typeof sha256 !== 'string' || names.size === MOST) return;
      // A folder's name may be the user's.
      const shown = `${name}`.includes('/') ? `${name}` : lastNames(`${name}`);
      note(tokenizers, `${type} ${shown} (SHA-256 ${sha256})`);
      names.set(`${type} ${shown}`, { type: `${type}`, name: shown });
    },
    making: () => ({
      seeds: [...seeds].sort(),
      tokenizers: [...tokenizers].sort(),
      versions: [...versions].sort(),
      placements: [...placements].sort(),
      ...(names.size === 1 && { tokenizer: [...names.values()][0]! }),
      hasTexts,
    }),
  };
}
