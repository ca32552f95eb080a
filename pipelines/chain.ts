import { templateSourceOf } from '../lib/assemble/chat.js';
import { chainRecipeOf } from '../lib/assemble/recipe.js';
import { chain as chainStage } from '../lib/chain/chain.js';
import { withCorpus } from '../lib/corpus/with-corpus.js';
import { uniqueRecords } from '../lib/ids/unique-records.js';
import { oneFile } from '../lib/input/one-file.js';
import { openInput } from '../lib/input/open.js';
import { readSamples } from '../lib/json/read-samples.js';
import { noRecord } from '../lib/json/records-of.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { finishedDraft } from '../lib/prompt/draft.js';
import { quietRun, type Run } from '../lib/run.js';
import { withEvaluation } from '../lib/select/decontaminate/with-evaluation.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';

/**
 * Samples as JSON lines to the same with chains of pairs inserted.
 *
 * @throws KeychainError
 */
export function chain(given: GivenTo<'chain'>, run: Run = quietRun): Promise<StageCounts> {
  const settings = resolve('chain', given);
  const file = oneFile(settings.dataset, 'chain', 'samples');
  const evaluating = { warn: run.reporter.warn, limits: settings };
  return withCorpus(settings, (opened, tokenizer) =>
    withEvaluation(settings.decontaminate, opened, evaluating, corpus => {
      const { fillersOnly } = settings;
      const insert = chainRecipeOf(settings, corpus, tokenizer);
      return writeStage(settings, run, ({ reject: onReject, warn }) =>
        flow(
          openInput(file, { limits: settings }),
          readSamples(file, { onReject, limits: settings, onEmpty: () => warn(noRecord(file)) }),
          uniqueRecords(onReject),
          chainStage({
            ...insert,
            fillersOnly,
            chat: templateSourceOf(settings),
            corpus,
            as: finishedDraft,
            onReject,
          }),
        ),
      );
    }),
  );
}
