import type { Placement } from './placement.js';

export const end: Placement = {
  help: 'behind all others',
  slots: (count, slots) => Array.from({ length: count }, (_, i) => slots - 1 - i),
};
