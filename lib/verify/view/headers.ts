import type { SampleMeta } from '../../records/sample.js';
import { formatParts, type Region } from './layout.js';

/**
 * Finds the passage headers of a context by the passage format alone: for passage k the first
 * place behind header k - 1 that reads like it. One more is looked for than there should be.
 *
 * @returns undefined if the format numbers no passages, so that headers cannot be told from text
 */
export function findHeaders(bare: string, meta: SampleMeta): (Region | undefined)[] | undefined {
  const parts = formatParts(meta.passage_format);
  const body = parts.findIndex((part, i) => i % 2 === 1 && (part === 'title' || part === 'text'));
  const header = body < 0 ? parts : parts.slice(0, body);
  if (!header.some((_, i) => i % 2 === 1)) return undefined;
  let from = 0;
  return Array.from({ length: meta.passages.length + 1 }, (_, k) => {
    const pattern = headerPattern(header, k);
    pattern.lastIndex = from;
    const found = pattern.exec(bare);
    if (!found) {
      // Nothing behind a missing header is in order: looking on would read the rest once for each.
      from = bare.length;
      return undefined;
    }
    from = pattern.lastIndex;
    return { start: from - found[1]!.length, end: from };
  });
}

function headerPattern(header: string[], k: number): RegExp {
  const source = header
    .map((part, i) => {
      if (i % 2) return part === 'i' ? `${k}` : `${k + 1}`;
      return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/\s+/g, '\\s+');
    })
    .join('')
    .replace(/^(?:\\s\+)+|(?:\\s\+)+$/g, '');
  return new RegExp(`(?<!\\S)(${source})(?!\\S)`, 'g');
}
