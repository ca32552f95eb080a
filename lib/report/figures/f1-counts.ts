import type { Figure } from './figure.js';

export const f1Counts: Figure = {
  title: 'Pass counts by F1',
  reading:
    'A bar says how many records were right so many times, when the words have to agree (F1 over 0.75).',
  value: 'share',
  counts: 'records',
  x: { title: 'right answers by F1' },
  *marks({ judged }) {
    if (judged?.f1 !== undefined) yield { x: String(judged.f1) };
  },
};
