import type { Plan } from './plan.js';

/** What is another in two plans, a sentence each: `hops: 4, now 6`. */
export function planDifferences(before: Plan, now: Plan): string[] {
  const names = new Set([...Object.keys(before.settings), ...Object.keys(now.settings)]);
  return [
    ...differ('command', before.command, now.command),
    ...differ('version', before.version, now.version),
    ...differ('input', before.inputs.join(', '), now.inputs.join(', ')),
    ...differ('tokenizer', told(before.tokenizer), told(now.tokenizer)),
    ...[...names].flatMap(name => differ(name, before.settings[name], now.settings[name])),
  ];
}

const told = ({ type, sha256 }: Plan['tokenizer']): string => `${type} ${sha256}`;

function differ(name: string, before: unknown, now: unknown): string[] {
  const [then, here] = [shown(before), shown(now)];
  return then === here ? [] : [`${name}: ${then}, now ${here}`];
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
