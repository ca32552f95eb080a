import type { CST } from 'yaml';

/**
 * Where a text of YAML nests deeper than a bound, as an offset into it. The parser gives its tokens
 * without recursion; what makes values of them goes down into each by itself, and a stack that ends
 * there takes the process with it.
 *
 * @param tokens what the parser gives
 * @param most collections in one another that are allowed
 * @returns undefined if it nowhere does
 */
export function tooDeepAt(tokens: Iterable<CST.Token>, most: number): number | undefined {
  const open: { token: CST.Token | null | undefined; depth: number }[] = [];
  for (const token of tokens) {
    open.push({ token, depth: 0 });
    for (let next = open.pop(); next; next = open.pop()) {
      const { token, depth } = next;
      if (!token) continue;
      if (depth > most) return token.offset;
      if (token.type === 'document') open.push({ token: token.value, depth });
      if (!('items' in token)) continue;
      for (const { key, value } of token.items) {
        open.push({ token: key, depth: depth + 1 }, { token: value, depth: depth + 1 });
      }
    }
  }
  return undefined;
}
