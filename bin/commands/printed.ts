import type { Outcome } from '../cli/command.js';

/** The outcome of a dry run: the plan on standard output. */
export function printed(plan: object): Outcome {
  process.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
  return {};
}
