import type { EnsuredCorpus } from '../lib/corpus/build/ensure.js';
import { corpusOf, fillersOf } from '../lib/corpus/corpus-of.js';
import { readRejects } from '../lib/corpus/read-rejects.js';
import { comparePublished } from '../lib/download/published.js';
import { KeychainError } from '../lib/errors.js';
import { checkInputs } from '../lib/input/check-inputs.js';
import { rejectFile } from '../lib/output/reject-file.js';
import type { Reject } from '../lib/records/reject.js';
import { quietRun, type Run } from '../lib/run.js';
import { resolve } from '../lib/settings/resolve.js';
import type { GivenTo } from '../lib/settings/values.js';
import { checkTexts } from '../lib/texts/check-texts.js';
import { tokenizerOptions, withIdentity } from '../lib/tokenize/with-tokenizer.js';

/**
 * Builds one corpus of some datasets, unless it is there already: unique passages with their exact
 * token counts, and the questions.
 *
 * @throws KeychainError
 */
export async function indexDatasets(
  given: GivenTo<'index'>,
  run: Run = quietRun,
): Promise<EnsuredCorpus> {
  const settings = resolve('index', given);
  const { dataset: files = [], datasetFormat: format, unescapeEntities } = settings;
  const datasets = files.map(file => ({ file, format, unescapeEntities, limits: settings }));
  const texts = settings.fillers ?? [];
  if (files.length + texts.length === 0) {
    throw new KeychainError('USAGE', 'name a dataset file, or - for standard input');
  }
  return withIdentity(settings, async tokenizer => {
    await checkInputs(files);
    await checkTexts(texts);
    const file = rejectFile(settings.rejects);
    const write = async (rejects: AsyncIterable<Reject>): Promise<void> => {
      for await (const reject of rejects) await file.write(reject);
      await file.end();
      await file.commit();
    };
    try {
      const fillers = fillersOf(settings, settings);
      const threads = { tokenizer: tokenizerOptions(settings), count: settings.workers };
      const place = { dir: settings.corpus, onNothing: write, fillers, threads };
      const corpus = await corpusOf(datasets, tokenizer, place, run.reporter);
      // While the corpus was built just now they were told as they were met.
      await write(
        readRejects(corpus, [...files, ...texts], corpus.built ? undefined : run.reporter.reject),
      );
      for (const { text, differs } of texts.length === 0 ? comparePublished(corpus.info) : []) {
        if (differs) run.reporter.warn(text);
        else run.reporter.step(text);
      }
      return corpus;
    } catch (error) {
      await file.abandon();
      throw error;
    }
  });
}
