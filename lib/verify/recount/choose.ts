import { keyedRandom } from '../../random.js';

/** Share of all samples that are counted by the library too. */
const SHARE = 0.01;
/** Samples that are counted so at least, over all files, and of each file. */
const FEWEST = 50;
const FEWEST_OF_FILE = 5;

/** By what a sample is chosen. */
export interface Chosen {
  id: string;
  meta: { seed: number };
}

/** Which samples of some files are counted by the library too. */
export interface Recounts {
  /** Begins the next file: to be asked of each of its records, in order. */
  ofFile(): (sample: Chosen) => boolean;
}

/**
 * Chooses the samples that are counted by the library too: the first 50 of all, the first 5 of each
 * file, and of the rest every hundredth, as a generator says that is keyed by the sample's seed and
 * id. So a choice depends neither on a clock nor on what runs beside it, and nothing is kept.
 *
 * @param all - choose every sample
 */
export function chooseRecounts(all = false): Recounts {
  let chosen = 0;
  return {
    ofFile() {
      let ofFile = 0;
      return ({ id, meta }) => {
        const isDue = all || chosen < FEWEST || ofFile < FEWEST_OF_FILE;
        if (!isDue && keyedRandom('recount', meta.seed, id).float() >= SHARE) return false;
        chosen++;
        ofFile++;
        return true;
      };
    },
  };
}
