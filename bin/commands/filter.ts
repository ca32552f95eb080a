import { KeychainError } from '../../lib/errors.js';
import type { NameIn } from '../../lib/settings/values.js';
import type { Command } from '../cli/command.js';
import { oneFile } from '../cli/inputs.js';
import { stageOutcome } from '../cli/outcomes.js';

export const filterCommand: Command<'filter'> = {
  name: 'filter',
  usage: '[RECORDS|-] CONDITION... [OPTION...]',
  summary: 'questions -> those that meet all conditions, with counts by condition',
  words: oneFile('records', 'filter', 'records'),
  examples: program => [
    `${program} filter scored.jsonl --min-correct 1 --max-correct 6 > questions.jsonl`,
    `${program} parse musique.jsonl | ${program} filter --question-hops 3,4 --drop-unjudgeable | gzip`,
  ],
  run: async (given, { run }) => {
    const { filter } = await import('../../pipelines/filter.js');
    if (!(await conditions()).some(name => given[name] !== undefined && given[name] !== false)) {
      throw new KeychainError('USAGE', 'name a condition, like --max-correct 6; see --help');
    }
    return stageOutcome(await filter(given, run));
  },
};

/** The settings of which one at least must be there. */
async function conditions(): Promise<NameIn<'filter'>[]> {
  const { settingsOf } = await import('../../lib/settings/resolve.js');
  return [...settingsOf('filter')]
    .filter(([name, { group }]) => group === 'conditions' || name === 'filterIdsPath')
    .map(([name]) => name as NameIn<'filter'>);
}
