import { foreignTerms } from '../lib/adopt/terms.js';
import { templateSourceOf } from '../lib/assemble/chat.js';
import { withTexts } from '../lib/corpus/with-texts.js';
import { openInput } from '../lib/input/open.js';
import { readValues } from '../lib/json/read-values.js';
import { sampleFiles } from '../lib/output/sample-files.js';
import { holdAgainstManifest } from '../lib/rerun/hold-against-manifest.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo, SettingsOf } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';
import { type Chat, openChat } from '../lib/tokenize/chat/chat.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import { chooseRecounts } from '../lib/verify/recount/choose.js';
import type { FileReport } from '../lib/verify/report/tally.js';
import { requireSameFirst } from '../lib/verify/same-tokenizer.js';
import { verifyFile } from '../lib/verify/verify.js';

/**
 * Holds finished files (or folders of them) against the dataset, or its corpus, the tokenizer,
 * and the manifests beside them. A part of the samples, or all of them, is counted by the tokenizer's
 * own library too.
 *
 * @throws KeychainError
 */
export async function verify(given: GivenTo<'verify'>, run: Run = quietRun): Promise<FileReport[]> {
  const settings = resolve('verify', given);
  const files = await sampleFiles(settings.records);
  const read = (file: string) =>
    flow(openInput(file, { limits: settings }), readValues(file, settings));
  const isCountedSo = ({ identity }: Tokenizer) => requireSameFirst(files, read, identity);
  return withTexts(settings, run.reporter, isCountedSo, async (tokenizer, corpus) => {
    const chat = chatRenderer(settings);
    const recounts = chooseRecounts(settings.countAll);
    const reports: FileReport[] = [];
    for (const file of files) {
      const sources = { tokenizer, chat, corpus, foreign: foreignTerms(settings, file) };
      const report = await verifyFile(read(file), sources, { file, recounts });
      reports.push(await holdAgainstManifest(report, settings));
      const progress = { done: reports.length, total: files.length, unit: 'files' };
      run.reporter.progress('verify', progress);
    }
    return reports;
  });
}

/** The chat template of the samples; by default the tokenizer's own, if a sample asks for it. */
function chatRenderer(settings: SettingsOf<'verify'>): () => Chat | undefined {
  let chat: Chat | undefined;
  return () => {
    const source = chat
      ? undefined
      : templateSourceOf({ ...settings, chatTemplate: settings.chatTemplate ?? 'auto' });
    chat ??= source && openChat(source);
    return chat;
  };
}
