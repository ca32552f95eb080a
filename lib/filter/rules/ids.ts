import { file } from '../../values/kinds.js';
import type { FilterParameters, FilterRuleKind } from '../rule.js';

const parameters = {
  filterIdsPath: {
    kind: file,
    help: 'keep these questions: an id a line, JSON or CSV with id or _id',
  },
} satisfies FilterParameters;

export const idsRule: FilterRuleKind<typeof parameters> = {
  help: 'questions and samples whose ids are in a file',
  parameters,
  make: async ({ filterIdsPath }) => {
    if (filterIdsPath === undefined) return undefined;
    // It stands on a database, which the table of settings has no use for.
    const { idsIn } = await import('./ids-in.js');
    return idsIn(filterIdsPath);
  },
};
