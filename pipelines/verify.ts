import { foreignTerms } from '../lib/adopt/terms.js';
import { withTexts } from '../lib/corpus/with-texts.js';
import { openInput } from '../lib/input/open.js';
import { readValues } from '../lib/json/read-values.js';
import { sampleFiles } from '../lib/output/sample-files.js';
import { holdAgainstManifest } from '../lib/rerun/hold-against-manifest.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { flow } from '../lib/stream/flow.js';
import type { Tokenizer } from '../lib/tokenize/tokenizer.js';
import { chooseRecounts } from '../lib/verify/recount/choose.js';
import type { FileReport } from '../lib/verify/report/tally.js';
import { requireSameFirst } from '../lib/verify/same-tokenizer.js';
import { verifyFile } from '../lib/verify/verify.js';
import { lookOnThreads } from '../lib/verifying/look-on-threads.js';
import { chatRenderer } from '../lib/verifying/open-sources.js';

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
  return withTexts(settings, run.reporter, isCountedSo, async (tokenizer, corpus, corpora) => {
    const chat = chatRenderer(settings);
    const recounts = chooseRecounts(settings.countAll);
    const opened = corpora.map(({ dir, info: { key } }) => ({ dir, key }));
    const threads = lookOnThreads({ settings, corpora: opened }, settings.workers);
    const { elsewhere } = threads;
    const reports: FileReport[] = [];
    try {
      for (const file of files) {
        const sources = { tokenizer, chat, corpus, foreign: foreignTerms(settings, file) };
        const report = await verifyFile(read(file), sources, { file, recounts, elsewhere });
        reports.push(await holdAgainstManifest(report, settings));
        const progress = { done: reports.length, total: files.length, unit: 'files' };
        run.reporter.progress('verify', progress);
      }
    } finally {
      await threads.close();
    }
    return reports;
  });
}
