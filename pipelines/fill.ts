import { chatSourceOf } from '../lib/assemble/chat.js';
import { recipeOf } from '../lib/assemble/recipe.js';
import { withCorpus } from '../lib/corpus/with-corpus.js';
import { parse } from '../lib/datasets/parse.js';
import { uniqueIds } from '../lib/datasets/unique-ids.js';
import { fill as fillStage } from '../lib/fill/fill.js';
import { oneFile } from '../lib/input/one-file.js';
import { openInput } from '../lib/input/open.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import { numberedDraft } from '../lib/prompt/draft.js';
import { quietRun, type Run } from '../lib/run.js';
import { dealOf, isDealtTo, positionsAsked } from '../lib/select/deal.js';
import { withEvaluation } from '../lib/select/decontaminate/with-evaluation.js';
import { excludedFiles } from '../lib/select/exclude/files.js';
import { questionOrder } from '../lib/select/select.js';
import { selectStages } from '../lib/select/select-stages.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';

/**
 * Questions as JSON lines to samples with their passages, with room for chains (`--chains 0`:
 * without).
 *
 * @throws KeychainError
 */
export function fill(given: GivenTo<'fill'>, run: Run = quietRun): Promise<StageCounts> {
  const settings = resolve('fill', given);
  const file = oneFile(settings.dataset, 'fill', 'questions');
  const counts = {
    unanswerable: 0,
    unlabelled: 0,
    ...((settings.exclude ?? []).length > 0 && { excluded: 0 }),
  };
  const evaluating = { warn: run.reporter.warn, limits: settings };
  return withCorpus(settings, (opened, tokenizer) =>
    withEvaluation(settings.decontaminate, opened, evaluating, (corpus, evaluation) => {
      const chat = chatSourceOf(settings);
      if (chat?.warning !== undefined) run.reporter.warn(chat.warning);
      const recipe = recipeOf(settings, corpus, tokenizer, chat);
      const order = questionOrder(corpus, settings);
      const deal = dealOf(settings);
      const numSamples = positionsAsked(settings.numSamples, deal);
      return writeStage(
        settings,
        run,
        async ({ reject: onReject, warn: onWarning }) =>
          flow(
            openInput(file, { limits: settings }),
            parse({
              file,
              format: 'questions',
              onReject,
              check: uniqueIds({ onReject, file }),
              limits: settings,
            }),
            ...(await selectStages(
              corpus,
              { ...settings, numSamples },
              {
                filterIdsPath: settings.filterIdsPath,
                exclude: await excludedFiles(settings.exclude ?? []),
                evaluation,
                onReject,
                onLeftOut: why => {
                  counts[why] = (counts[why] ?? 0) + 1;
                },
                onWarning,
              },
            )),
            fillStage({
              ...recipe.fill,
              corpus,
              maxSeqLengths: settings.maxSeqLength,
              isTaken: (position, length) => isDealtTo(deal, position, length),
              as: numberedDraft,
              sourceIndexOf: ({ dataset, id }) => {
                const number = corpus.questionNumber(dataset, id);
                return number === undefined ? undefined : order.positionOf(number);
              },
              onReject,
            }),
          ),
        () => counts,
      );
    }),
  );
}
