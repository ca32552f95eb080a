import { type Kind, ValueError } from '../values/kind.js';

/** How many chains a sample gets: a fixed number, or so many per 1,024 tokens of the budget. */
export type ChainCount = { fixed: number } | { per1024: number };

/** Number of chains, the true one included, at a budget (tokens). */
export function chainsAt(count: ChainCount, maxSeqLength: number): number {
  if ('fixed' in count) return count.fixed;
  return Math.max(1, Math.floor(maxSeqLength / 1024) * count.per1024);
}

/** `auto` is one per 1,024 tokens. */
export const chainCount: Kind<ChainCount> = {
  placeholder: 'N|auto|N-per-1024',
  read: text => {
    if (text === 'auto') return { per1024: 1 };
    if (/^\d+$/.test(text)) return { fixed: Number(text) };
    const per1024 = Number(/^(\d+)-per-1024$/.exec(text)?.[1]);
    if (per1024 > 0) return { per1024 };
    throw new ValueError('allowed are a number, auto, or N-per-1024 like 4-per-1024');
  },
  write: count => {
    if ('fixed' in count) return `${count.fixed}`;
    return count.per1024 === 1 ? 'auto' : `${count.per1024}-per-1024`;
  },
  schema: { type: ['integer', 'string'] },
};
