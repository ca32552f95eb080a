import { KeychainError } from '../../lib/errors.js';
import type { Given } from '../../lib/settings/given.js';
import { hyphenated } from '../../lib/settings/setting.js';
import type { MergedOutput } from '../../lib/shards/merge-shards.js';
import type { Command, Outcome } from '../cli/command.js';
import { areFolders } from '../cli/inputs.js';
import { stageOutcome } from '../cli/outcomes.js';

export const mergeCommand: Command<'merge'> = {
  name: 'merge',
  usage: 'PART...|DIR... [--questions FILE] [OPTION...]',
  summary:
    'prediction parts, or folders of shards -> one file; what is missing, double or foreign is named',
  words: { setting: 'records', needed: 'name the parts to merge, or folders of shards' },
  examples: program => [
    `${program} merge part-*.jsonl --questions questions.jsonl --out predictions.jsonl.gz`,
    `${program} merge out/hotpot_train_v1.1`,
  ],
  run: async (given, { run }) => {
    if (await areFolders(given.records ?? [])) {
      refuseParts(given);
      const { mergeShards } = await import('../../pipelines/merge-shards.js');
      return mergedOutcome(await mergeShards(given, run));
    }
    if (given.fresh) {
      throw new KeychainError('USAGE', '--fresh is of shards: parts are merged anew each time');
    }
    const { merge } = await import('../../pipelines/merge.js');
    const files = [...(given.records ?? []), given.questions];
    if (files.filter(file => file === '-').length > 1) {
      throw new KeychainError('USAGE', 'standard input can be read once only');
    }
    return stageOutcome(await merge(given, run));
  },
};

/** Say how parts are merged, or where that goes. */
const OF_PARTS = ['questions', 'out', 'rejects'] as const;

function refuseParts(given: Given): void {
  const name = OF_PARTS.find(each => given[each] !== undefined);
  if (name === undefined) return;
  throw new KeychainError(
    'USAGE',
    `--${hyphenated(name)} is of prediction parts: what shards are merged to stands beside them`,
  );
}

const mergedOutcome = (outputs: MergedOutput[]): Outcome => ({
  summary: { text: outputs.map(describeMerged).join('\n'), data: { outputs } },
});

function describeMerged({ file, found, shards, samples, rejects }: MergedOutput): string {
  const parts = [
    `${samples} samples`,
    ...Object.entries(rejects).map(([code, count]) => `${count} rejected (${code})`),
    found ? 'merged already' : `of ${shards} shards`,
  ];
  return `${file}: ${parts.join('; ')}`;
}
