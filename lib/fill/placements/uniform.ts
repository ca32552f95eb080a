import type { Placement } from './placement.js';

export const uniform: Placement = {
  help: 'anywhere, each slot as likely as any other',
  slots: (count, slots, _, random) =>
    random.shuffle(Array.from({ length: slots }, (_, i) => i)).slice(0, count),
};
