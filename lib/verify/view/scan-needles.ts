import type { Mark } from './scan.js';

/** Splits a needle's format into its text and the placeholders between, which have odd positions. */
const partsOf = (format: string): string[] => format.split(/(\{key\}|\{value\})/);

/** Whether a format has both placeholders, once each. */
export function isNeedleFormat(format: string): boolean {
  const names = partsOf(format).filter((_, i) => i % 2 === 1);
  return [...names].sort().join() === '{key},{value}';
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Finds the sentences of a context that tell a value, in order; none where there is no format. */
export function scanNeedles(context: string, format: string): Mark[] {
  if (!isNeedleFormat(format)) return [];
  const parts = partsOf(format);
  const source = parts.map((part, i) => (i % 2 ? '(\\S+?)' : escaped(part))).join('');
  const sentence = new RegExp(`${source}(?=\\s|$)`, 'g');
  const isKeyFirst = parts[1] === '{key}';
  let removed = 0;
  return [...context.matchAll(sentence)].map(
    ({ 0: whole, 1: first = '', 2: second = '', index }) => {
      const offset = index - removed;
      removed += whole.length;
      return {
        ...{ start: index, end: index + whole.length, offset },
        pair: isKeyFirst ? [first, second] : [second, first],
      };
    },
  );
}
