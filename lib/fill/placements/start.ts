import type { Placement } from './placement.js';

export const start: Placement = {
  help: 'before all others',
  slots: count => Array.from({ length: count }, (_, i) => i),
};
