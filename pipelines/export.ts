import { templateSourceOf } from '../lib/assemble/chat.js';
import { KeychainError } from '../lib/errors.js';
import { type ExamplesOptions, examples } from '../lib/export/examples.js';
import { exportExamples } from '../lib/export/export.js';
import { openTarget } from '../lib/export/open-target.js';
import { type CountPrompt, countAsMade, countAsTrained } from '../lib/export/prompt-length.js';
import { ALL_TRAIN, dealOut } from '../lib/export/split/split.js';
import { uniqueRecords } from '../lib/ids/unique-records.js';
import { checkInputs } from '../lib/input/check-inputs.js';
import { recordsOf } from '../lib/json/records-of.js';
import { sampleFiles } from '../lib/output/sample-files.js';
import type { StageCounts } from '../lib/output/stage-output.js';
import { type Reporter, silentReporter } from '../lib/reporter.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo, SettingsOf } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';
import { openChat } from '../lib/tokenize/chat/chat.js';
import { withTokenizer } from '../lib/tokenize/with-tokenizer.js';

/**
 * Samples or trajectories to what a trainer reads. Where questions are dealt out among files, all is
 * read twice: once to count the questions.
 *
 * @throws KeychainError
 */
export async function exportSamples(
  given: GivenTo<'export'>,
  run: Run = quietRun,
): Promise<StageCounts> {
  const settings = resolve('export', given);
  const { to, out = '-', startIndex: start = 0, endIndex: end = -1 } = settings;
  const files = await sampleFiles(settings.records);
  await checkInputs(files);
  const isDealt = start > 0 || end >= 0;
  if (isDealt && files.includes('-')) throw readTwice();
  const writer = await openTarget(
    to,
    { out, isDealt, inputs: files, format: settings.format, run },
    settings,
  );
  return withCounter(settings, async count => {
    const examplesOf = (reporter: Reporter, more: Partial<ExamplesOptions> = {}) =>
      flow(
        recordsOf(files, reporter.reject, settings, reporter.warn),
        uniqueRecords(reporter.reject),
        examples({
          scoring: { rule: settings.rule ?? 'loongrl', metric: settings.metric },
          count,
          maxPromptLength: settings.maxPromptLength,
          dropFlawed: settings.dropUnjudgeable,
          onReject: reporter.reject,
          ...more,
        }),
      );
    if (isDealt) run.reporter.step('the questions are counted, to be dealt out');
    const splitter = isDealt
      ? await dealOut({ start, end }, examplesOf(silentReporter))
      : ALL_TRAIN;
    try {
      const counts = await exportExamples({ ...settings, out }, run, writer, {
        examples: (reporter, { leftOut }) => examplesOf(reporter, { onLeftOut: leftOut }),
        splitter,
        isHeld: count === countAsMade && settings.maxPromptLength !== undefined,
      });
      await writer.publish?.();
      return counts;
    } finally {
      await splitter.close();
    }
  });
}

const readTwice = (): KeychainError =>
  new KeychainError(
    'USAGE',
    'standard input can be read once only, and questions that are dealt out are counted first; name a file',
  );

/** How prompts are counted: as samples say, or anew where something is said of the trainer's way. */
async function withCounter<T>(
  settings: SettingsOf<'export'>,
  work: (count: CountPrompt) => Promise<T>,
): Promise<T> {
  const { tokenizerType, tokenizerPath, chatTemplate, trainerTemplate: template } = settings;
  const isSaid = [tokenizerType, tokenizerPath, chatTemplate, template].some(
    value => value !== undefined,
  );
  if (!isSaid) return work(countAsMade);
  const counting = { ...settings, tokenizerType: tokenizerType ?? 'openai' };
  const source = templateSourceOf(counting);
  const chat = source && openChat(source);
  return withTokenizer(counting, tokenizer => work(countAsTrained({ tokenizer, chat, template })));
}
