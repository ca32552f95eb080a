import { fileURLToPath } from 'node:url';
import { digestFile } from '../corpus/build/digest.js';
import type { EnsuredCorpus } from '../corpus/build/ensure.js';
import { checkOwnTexts } from '../corpus/check-own-texts.js';
import { openCorpus } from '../corpus/open.js';
import { finalPlace } from '../disk/final-place.js';
import { KeychainError } from '../errors.js';
import { checkInputs } from '../input/check-inputs.js';
import { type JudgingSettings, judgingOf, noneJudged } from '../judge/judge.js';
import { asksModel } from '../judge/models.js';
import { type RejectFile, rejectFile } from '../output/reject-file.js';
import type { Sink } from '../output/sink.js';
import { SINKS } from '../output/sinks.js';
import type { Shard } from '../records/shard.js';
import type { Run } from '../run.js';
import { dealOf } from '../select/deal.js';
import { contaminatedQuestions } from '../select/decontaminate/contaminated-questions.js';
import type { Evaluation } from '../select/decontaminate/evaluation.js';
import { excludedQuestions } from '../select/exclude/excluded-questions.js';
import type { Exclusion } from '../select/exclude/exclusion.js';
import { shareOf } from '../select/share.js';
import { settingsOf } from '../settings/resolve.js';
import { checkTexts } from '../texts/check-texts.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { tokenizerOptions, withIdentity } from '../tokenize/with-tokenizer.js';
import { isFilePath } from '../values/kinds.js';
import { chatOf, chatSourceOf } from './chat.js';
import type { Dataset, MakingCommand, MakingSettings, OpenDataset } from './dataset.js';
import { findCorporaOf, findCorpus } from './find-corpus.js';
import { formOf } from './form.js';
import { tellOfExcluded, withListedFiles, withLists } from './lists.js';
import { tellEarlyRejects } from './outputs/early-rejects.js';
import { fileOutputs } from './outputs/file-outputs.js';
import { type DatasetPlace, placesOf } from './outputs/folders.js';
import { streamOutput } from './outputs/stream-output.js';
import { readRecipe } from './recipe.js';
import { shardOf } from './shard.js';
import { takenQuestions } from './taken.js';
import { positionsOf } from './tasks.js';
import { type DatasetSummary, found } from './write.js';

type Shared = Pick<
  Dataset,
  'command' | 'settings' | 'run' | 'judging' | 'chat' | 'ids' | 'rejects' | 'digests'
> & {
  /** The shard that is made of each dataset; missing for the whole. */
  part: Shard | undefined;
  /** What was asked before; missing where nobody names any. */
  exclusion: Exclusion | undefined;
  /** What is to be evaluated with; missing where nobody names any. */
  evaluation: Evaluation | undefined;
};

/**
 * Does something with each dataset that the settings name, one after the other. Tokenizer and
 * models are opened once for all of them, so that caps hold for the whole run; each one's corpus is
 * found or built.
 *
 * @throws KeychainError USAGE, INPUT_*, IDS_UNMATCHED, TOKENIZER_UNUSABLE, CORPUS_UNUSABLE, JOURNAL_UNUSABLE
 */
export async function eachDataset(
  command: MakingCommand,
  given: MakingSettings,
  run: Run,
  work: (dataset: OpenDataset) => Promise<DatasetSummary>,
): Promise<DatasetSummary[]> {
  const { dataset: files = [] } = given;
  const settings = await withListedFiles(given);
  readRecipe(settings);
  formOf(settings);
  dealOf(settings);
  const part = shardOf(settings);
  const chat = chatSourceOf(settings);
  chatOf(settings, chat);
  if (chat?.warning !== undefined) run.reporter.warn(chat.warning);
  refuseOut(settings);
  warnOfColumns(settings, run);
  const places = placesOf(settings);
  const digests = await digestsOf(command, settings);
  // The tokenizer's digest does not say which template stands beside it.
  if (settings.chatTemplate === 'auto') digests.set(settings.chatTemplate, chat!.sha256);
  // Samples are made by workers, each with a tokenizer of its own.
  return withIdentity(settings, tokenizer =>
    withJudging(settings, run, async judging => {
      await checkInputs(files);
      await checkTexts(settings.fillers ?? []);
      return withLists(settings, digests, run, lists =>
        withRejects(settings, async rejects => {
          const common = { command, settings, run, judging, chat, rejects, digests, part };
          const shared = { ...common, ...lists };
          const { ids } = lists;
          const known = ids && (await findCorporaOf(ids, places, tokenizer, shared));
          /** Folders of corpora whose questions are in the output already. */
          const earlier: string[] = [];
          const results: DatasetSummary[] = [];
          for (const [i, place] of places.entries()) {
            const found = known?.[i] ?? (await findCorpus(place, tokenizer, shared));
            results.push(await withDataset(place, found, earlier, tokenizer, shared, work));
            if (settings.out !== undefined) earlier.push(found.dir);
          }
          tellOfExcluded(results, settings, run);
          return results;
        }),
      );
    }),
  );
}

/** @throws KeychainError USAGE for a place that is none */
function refuseOut({ out }: MakingSettings): void {
  if (out === undefined || out === '-') return;
  throw new KeychainError('USAGE', `--out ${out}: only - is allowed here; see --save-dir`);
}

/** Whether a stage of the user's own adds anything is known only when it is asked, maybe hours later. */
function warnOfColumns({ stage = [], format, out }: MakingSettings, { reporter }: Run): void {
  const { takesLines }: Sink = SINKS[format];
  if (stage.length === 0 || out !== undefined || takesLines) return;
  reporter.warn(
    `--format ${format} has the columns of a sample alone: a --stage that adds a field, or changes the type of one, ends the run; take --format jsonl.gz for that`,
  );
}

/** Opens the models that judge the questions, if any is named. */
async function withJudging<T>(
  settings: MakingSettings,
  { reporter }: Run,
  work: (judging: Dataset['judging']) => Promise<T>,
): Promise<T> {
  if (!asksModel(settings)) return work(undefined);
  // The client is large, and most runs have no use for it.
  const { openModels } = await import('../judge/open-models.js');
  const how = judgingOf(settings as JudgingSettings);
  const models = await openModels(how, tokenizerOptions(settings), reporter);
  try {
    const result = await work({ how, models });
    for (const warning of models.warnings()) reporter.warn(warning);
    return result;
  } finally {
    await models.close();
  }
}

/** Opens the file of rejects of datasets that are written as one stream. */
async function withRejects<T>(
  { out, rejects: path }: MakingSettings,
  work: (rejects: RejectFile | undefined) => Promise<T>,
): Promise<T> {
  if (out === undefined) return work(undefined);
  // What cannot be written at the end is told now.
  if (path !== undefined) await finalPlace(path);
  const rejects = rejectFile(path);
  try {
    const result = await work(rejects);
    await rejects.end();
    await rejects.commit();
    return result;
  } catch (error) {
    await rejects.abandon();
    throw error;
  }
}

async function withDataset(
  { file, files, name, folder }: DatasetPlace,
  { dir, info, built }: EnsuredCorpus,
  earlier: readonly string[],
  tokenizer: Tokenizer,
  shared: Shared,
  work: (dataset: OpenDataset) => Promise<DatasetSummary>,
): Promise<DatasetSummary> {
  const { part, exclusion, evaluation, ...common } = shared;
  const { settings, ids } = common;
  const corpus = await openCorpus(dir, tokenizer, info.key);
  try {
    checkOwnTexts(info, settings.fillersOnly);
    const taken = await takenQuestions(corpus, file, earlier, tokenizer);
    const excluded = exclusion && excludedQuestions(corpus, exclusion);
    const contaminated =
      evaluation && contaminatedQuestions(corpus, { file, evaluation, leftOut: [taken, excluded] });
    const limits = { ids, taken, excluded, contaminated };
    return await withOutputs(work, {
      ...common,
      file,
      files,
      name,
      folder,
      maxSeqLengths: settings.maxSeqLength ?? [null],
      deal: dealOf(settings),
      // The inputs may have had other names when the corpus was built.
      corpus: { ...corpus, info },
      corpusDir: dir,
      taken,
      excluded,
      contaminated,
      shard: part && {
        is: part,
        share: shareOf(part, positionsOf(corpus, settings, limits)),
      },
      isIndexed: built,
      counts: {
        unanswerable: 0,
        unlabelled: 0,
        selected: 0,
        judged: noneJudged(),
        judgedAt: (settings.maxSeqLength ?? []).map(noneJudged),
        answers: { rollouts: 0, right: 0 },
      },
      enough: new AbortController(),
    });
  } finally {
    await corpus.close();
  }
}

/** Opens the outputs of a dataset; where they are all there already, that is all there is to do. */
async function withOutputs(
  work: (dataset: OpenDataset) => Promise<DatasetSummary>,
  dataset: Dataset,
): Promise<DatasetSummary> {
  await tellEarlyRejects(dataset);
  const { rejects } = dataset;
  const outputs = rejects ? await streamOutput(dataset, rejects) : await fileOutputs(dataset);
  const open = { ...dataset, outputs };
  if (outputs.before.every(({ from }) => from === Number.POSITIVE_INFINITY)) return found(open);
  try {
    return await work(open);
  } catch (error) {
    await outputs.suspend(error);
    throw error;
  }
}

/** Hashes the files that settings name, before they are read; the list of ids is while it is. */
export async function digestsOf(
  command: MakingCommand,
  settings: MakingSettings,
): Promise<Map<string, string>> {
  const digests = new Map<string, string>();
  const values = settings as Readonly<Record<string, unknown>>;
  for (const [name, { kind, changes }] of settingsOf(command)) {
    if (changes === 'nothing' || name === 'filterIdsPath') continue;
    for (const path of [values[name] ?? []].flat()) {
      if (isFilePath(kind, path)) digests.set(path, await digestOf(path));
    }
  }
  return digests;
}

async function digestOf(path: string): Promise<string> {
  try {
    // Code may name a module by its address.
    return (await digestFile(path.startsWith('file:') ? fileURLToPath(path) : path)).sha256;
  } catch (cause) {
    throw new KeychainError('INPUT_MISSING', `${path}: ${(cause as Error).message}`, { cause });
  }
}
