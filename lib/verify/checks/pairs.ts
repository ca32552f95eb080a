import type { Pair } from '../../records/sample.js';
import type { Mark } from '../view/scan.js';
import { excerpt } from '../view/squeeze.js';
import type { View } from '../view/view.js';

/** The pairs of the context are well written, and they are those of `meta.chains`, no others. */
export function checkPairs(view: View): string[] {
  const { claims, context, marks } = view;
  if (!claims) return [];
  return [...marks.flatMap(mark => writing(context, mark)), ...differences(view, claims.chains)];
}

// --- internal ---

function writing(context: string, mark: Mark): string[] {
  const written = context.slice(mark.start, mark.end);
  if (!mark.pair) {
    return [`this is no valid JSON object with one text: ${excerpt(context, mark.start)}`];
  }
  const [key] = mark.pair;
  const findings: string[] = [];
  if (!written.endsWith('.')) findings.push(`no full stop follows the pair of ${key}`);
  if (!written.startsWith(`{"${key}": "`) || !/"\}\.?$/.test(written)) {
    findings.push(`the pair of ${key} is not written as {"key": "value"}.`);
  }
  if (!isSpace(context[mark.start - 1]) || !isSpace(context[mark.end])) {
    findings.push(`no blank or line feed on both sides of the pair of ${key}`);
  }
  return findings;
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n';
}

function differences({ marks, asWritten }: View, chains: Pair[][]): string[] {
  const balance = new Map<string, number>();
  const add = ([key, value]: Pair, amount: number) => {
    const name = JSON.stringify([key, asWritten(value)]);
    balance.set(name, (balance.get(name) ?? 0) + amount);
  };
  for (const pair of chains.flat()) add(pair, 1);
  for (const { pair } of marks) if (pair) add(pair, -1);
  return [...balance]
    .filter(([, amount]) => amount !== 0)
    .map(([name, amount]) => {
      const pair = `the pair ${name}`;
      return amount > 0
        ? `${pair} of meta.chains is missing in the context`
        : `${pair} stands in the context ${-amount} time(s) more than in meta.chains`;
    });
}
