import type { View } from '../view/view.js';

/**
 * Under `forward` every pair stands before the pairs of the key that is its value, under
 * `backward` behind them; a tree's branches are in no order among each other.
 */
export function checkHopOrder({ claims, marks }: View): string[] {
  if (!claims || claims.hopOrder === 'random') return [];
  const forward = claims.hopOrder === 'forward';
  const first = new Map<string, number>();
  const last = new Map<string, number>();
  for (const { pair, start } of marks) {
    if (!pair) continue;
    if (!first.has(pair[0])) first.set(pair[0], start);
    last.set(pair[0], start);
  }
  const findings: string[] = [];
  for (const { pair, start } of marks) {
    if (!pair) continue;
    const next = (forward ? first : last).get(pair[1]);
    if (next === undefined || (forward ? start < next : start > next)) continue;
    findings.push(
      `hop_order is ${claims.hopOrder}, but ${pair[0]} stands ${forward ? 'behind' : 'before'} ` +
        `its value's pair`,
    );
  }
  return findings;
}
