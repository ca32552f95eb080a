import type { Figure } from './figure.js';

export const endings: Figure = {
  title: 'How answers ended',
  reading: 'A bar is a share of the answers; one called "length" was cut off, and was paid for.',
  value: 'share',
  counts: 'answers',
  x: { title: 'reason, as the server says' },
  *marks({ endings }) {
    for (const x of endings) yield { x };
  },
};
