import { type Kind, ValueError } from './kind.js';

const UNITS: Record<string, number> = { '': 1, k: 1024, m: 1024 * 1024 };
/** The largest budget (tokens): 2m. */
const LARGEST = 2 * 1024 * 1024;

/** Token budgets, such as `4k,32k,1m`: `k` is 1,024 tokens and `m` 1,048,576. */
export const tokenBudgets: Kind<number[]> = {
  placeholder: 'L[,L...]',
  read: given => {
    const budgets = given.split(',').map(part => {
      const [, digits, unit = ''] = /^(\d+)([km]?)$/i.exec(part.trim()) ?? [];
      const tokens = Number(digits) * UNITS[unit.toLowerCase()]!;
      if (digits !== undefined && tokens >= 1 && tokens <= LARGEST) return tokens;
      throw new ValueError('must be token counts like 4k or 4096, up to 2m, separated by commas');
    });
    if (new Set(budgets).size === budgets.length) return budgets;
    throw new ValueError('names a length twice');
  },
  write: budgets => budgets.map(shortest).join(','),
  schema: {
    anyOf: [
      { type: 'array', items: { type: ['integer', 'string'] }, minItems: 1 },
      { type: ['integer', 'string'] },
    ],
  },
};

/** A switch, or the token counts that it is about. */
export const ownLengths: Kind<boolean | readonly number[]> = {
  read: given =>
    given === 'true' || given === 'false' ? given === 'true' : tokenBudgets.read(given),
  write: value => (typeof value === 'boolean' ? String(value) : tokenBudgets.write([...value])),
  schema: { anyOf: [{ type: 'boolean' }, tokenBudgets.schema] },
};

function shortest(tokens: number): string {
  if (tokens % UNITS.m! === 0) return `${tokens / UNITS.m!}m`;
  return tokens % UNITS.k! === 0 ? `${tokens / UNITS.k!}k` : `${tokens}`;
}
