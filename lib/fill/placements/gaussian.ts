import { positive } from '../../values/kinds.js';
import type { Placement, PlacementParameters } from './placement.js';

const parameters = {
  sigma: {
    kind: positive(),
    help: 'standard deviation of the gaussian placement',
    default: 0.3,
  },
  clamp: {
    kind: positive(),
    help: 'where the gaussian placement is cut, on either side',
    default: 0.95,
  },
} satisfies PlacementParameters;

/** Draws in vain that are taken as a sign that the free slots lie too far out to be drawn. */
const PATIENCE = 1000;

/**
 * The reference's: x ~ N(0, sigma) cut to +-clamp, slot
 * floor((x + clamp) / (2 clamp) (slots - 1)), drawn again if taken.
 */
export const gaussian: Placement<typeof parameters> = {
  help: 'around the middle (--sigma, --clamp)',
  parameters,
  slots: (count, slots, { sigma, clamp }, random) => {
    const taken = new Set<number>();
    for (let misses = 0; taken.size < count; ) {
      const x = Math.min(clamp, Math.max(-clamp, random.normal() * sigma));
      const slot = Math.floor(((x + clamp) / (2 * clamp)) * (slots - 1));
      if (!taken.has(slot)) taken.add(slot);
      else if (++misses > PATIENCE) taken.add(nearestFree(slot, slots, taken));
    }
    return [...taken];
  },
};

function nearestFree(slot: number, slots: number, taken: ReadonlySet<number>): number {
  for (let distance = 1; distance < slots; distance++) {
    for (const near of [slot - distance, slot + distance]) {
      if (near >= 0 && near < slots && !taken.has(near)) return near;
    }
  }
  return slot;
}
