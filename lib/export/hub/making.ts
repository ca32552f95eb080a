import { type Fields, isFields } from '../../records/fields.js';

/** How samples were made, as they say themselves: what is not the same in all is listed. */
export interface Making {
  seeds: readonly string[];
  tokenizers: readonly string[];
  versions: readonly string[];
  placements: readonly string[];
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
      const { type, name, sha256 } = isFields(meta.tokenizer) ? meta.tokenizer : {};
      if (typeof sha256 === 'string') note(tokenizers, `${type} ${name} (SHA-256 ${sha256})`);
    },
    making: () => ({
      seeds: [...seeds].sort(),
      tokenizers: [...tokenizers].sort(),
      versions: [...versions].sort(),
      placements: [...placements].sort(),
    }),
  };
}
