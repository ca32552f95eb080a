import type { Placement } from './placement.js';

export const spread: Placement = {
  help: 'at equal distances',
  slots: (count, slots) =>
    Array.from({ length: count }, (_, i) => Math.floor(((2 * i + 1) * slots) / (2 * count))),
};
