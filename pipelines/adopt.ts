import { adopt as adoptStage } from '../lib/adopt/adopt.js';
import { passagesByText } from '../lib/adopt/passages.js';
import { foreignTerms } from '../lib/adopt/terms.js';
import { questionsByText } from '../lib/corpus/by-text.js';
import type { CorpusQuestion } from '../lib/corpus/open.js';
import { withCorpora } from '../lib/corpus/with-texts.js';
import { uniqueRecords } from '../lib/ids/unique-records.js';
import { checkInputs } from '../lib/input/check-inputs.js';
import { recordsOf } from '../lib/json/records-of.js';
import { sampleFiles } from '../lib/output/sample-files.js';
import { type StageCounts, writeStage } from '../lib/output/stage-output.js';
import type { Sample } from '../lib/records/sample.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';
import { watch } from '../lib/stream/watch.js';

/**
 * Sample files of the reference, rows of trainers, and samples without `meta` to samples as ours are.
 *
 * @throws KeychainError
 */
export async function adopt(given: GivenTo<'adopt'>, run: Run = quietRun): Promise<StageCounts> {
  const settings = resolve('adopt', given);
  const files = await sampleFiles(settings.records ?? ['-']);
  await checkInputs(files);
  foreignTerms(settings, '-');
  const figures = { adopted: 0, 'with supporting passages': 0 };
  return withCorpora(settings, run.reporter, async (tokenizer, corpora) => {
    const questions = questionsByText(corpora);
    const passages = passagesByText(corpora);
    let unknown = 0;
    const find = (text: string): CorpusQuestion[] => {
      const found = questions.find(text);
      if (found.length === 0) unknown++;
      return found;
    };
    try {
      const counts = await writeStage(
        settings,
        run,
        ({ reject: onReject, warn }) =>
          flow(
            recordsOf(files, onReject, settings, warn),
            adoptStage({
              ...{ tokenizer, passages, onReject },
              questions: corpora.length > 0 ? find : () => [],
              corpus: corpora.length === 1 ? corpora[0]!.info.key : '',
              termsOf: file => foreignTerms(settings, file),
            }),
            uniqueRecords(onReject),
            watch<Sample>(({ meta }) => {
              figures.adopted++;
              if (meta.passages.some(({ supporting }) => supporting))
                figures['with supporting passages']++;
            }),
          ),
        () => figures,
      );
      if (unknown > 0) {
        run.reporter.warn(
          `${unknown} records ask what stands in no dataset that was given: which of their passages support is not known`,
        );
      }
      return counts;
    } finally {
      await questions.close();
      await passages.close();
    }
  });
}
