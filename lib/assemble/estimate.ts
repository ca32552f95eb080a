import { Readable } from 'node:stream';
import { type EnsuredCorpus, findCorpus } from '../corpus/build/ensure.js';
import { type DatasetInput, fillersOf, sourcesOf } from '../corpus/corpus-of.js';
import { openCorpus } from '../corpus/open.js';
import { readQuestions } from '../datasets/read-questions.js';
import { cacheDir } from '../disk/cache-dir.js';
import { filter } from '../filter/filter.js';
import type { FilterRule } from '../filter/rule.js';
import { answerable } from '../filter/rules/answerable.js';
import { idsIn } from '../filter/rules/ids-in.js';
import { type IdList, idList } from '../ids/id-list.js';
import { estimateJudging, type JudgingEstimate } from '../judge/estimate-questions.js';
import { type Judging, type JudgingSettings, judgingOf } from '../judge/judge.js';
import { asksModel } from '../judge/models.js';
import type { Question } from '../records/question.js';
import type { Shard } from '../records/shard.js';
import { countDealt, dealOf, positionsAsked } from '../select/deal.js';
import { contaminatedQuestions } from '../select/decontaminate/contaminated-questions.js';
import { type Evaluation, evaluationOf } from '../select/decontaminate/evaluation.js';
import { excludedQuestions } from '../select/exclude/excluded-questions.js';
import { type Exclusion, exclusionOf } from '../select/exclude/exclusion.js';
import { countPositions, selectCandidates } from '../select/select.js';
import { shareOf } from '../select/share.js';
import { resolve, settingsOf } from '../settings/resolve.js';
import { shownSettings } from '../settings/shown.js';
import type { GivenTo } from '../settings/values.js';
import { flow } from '../stream/flow.js';
import { slice } from '../stream/slice.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { withTokenizer } from '../tokenize/with-tokenizer.js';
import { chatOf, chatSourceOf } from './chat.js';
import type { MakingCommand, MakingSettings } from './dataset.js';
import { formOf } from './form.js';
import { withListedFiles } from './lists.js';
import { placesOf } from './outputs/folders.js';
import { readRecipe } from './recipe.js';
import { shardOf } from './shard.js';
import { hasTasks } from './tasks.js';

/** The only one. */
const WHOLE: Shard = { index: 0, of: 1 };

/** Bytes of English a token, roughly; only for estimates. */
const BYTES_A_TOKEN = 4.4;

/**
 * The plan of a run, and what it will come to where that is known without making it.
 *
 * @throws KeychainError USAGE, TOKENIZER_UNUSABLE, INPUT_*, JOURNAL_UNUSABLE
 */
export async function estimateSamples<C extends MakingCommand>(
  command: C,
  given: GivenTo<C>,
): Promise<object> {
  const settings = await withListedFiles(resolve(command, given) as unknown as MakingSettings);
  const { datasetFormat: format, unescapeEntities } = settings;
  readRecipe(settings);
  formOf(settings);
  const shard = shardOf(settings);
  chatOf(settings, chatSourceOf(settings));
  const how = asksModel(settings) && judgingOf(settings as JudgingSettings);
  return withTokenizer(settings, async tokenizer => {
    const datasets: object[] = [];
    for (const { file, files, corpusDir } of placesOf(settings)) {
      const reading = { format, unescapeEntities, limits: settings };
      const found = await findCorpus({
        tokenizer,
        cacheDir: cacheDir(),
        dir: corpusDir,
        sources: sourcesOf(files.map(each => ({ file: each, ...reading }))),
        fillers: fillersOf(settings, settings),
      });
      const asked = { settings, shard };
      const judging =
        how && (await judgingEstimate({ file, ...reading }, found?.dir, how, asked, tokenizer));
      datasets.push({
        file,
        format,
        indexed: found !== undefined,
        ...judging,
        ...sizeEstimate(found, asked),
      });
    }
    const shown = shownSettings({ ...settings }, settingsOf(command));
    const plan = { command, settings: shown, ...(shard && { shard }) };
    return { plan, tokenizer: tokenizer.identity, datasets };
  });
}

/** A run's settings, and the shard of it that is made. */
interface Asked {
  settings: MakingSettings;
  shard: Shard | undefined;
}

function sizeEstimate(corpus: EnsuredCorpus | undefined, { settings, shard }: Asked): object {
  const { maxSeqLength = [] } = settings;
  const deal = dealOf(settings);
  const numSamples = positionsAsked(settings.numSamples, deal);
  const asked = { ...settings, numSamples };
  const all = hasTasks(settings) ? numSamples : corpus && candidatesOf(corpus, asked);
  // How many questions there are, nobody knows before they are read.
  if (all === undefined) return {};
  // Of more positions, no shard has fewer.
  const { from, to } = shareOf(shard ?? WHOLE, all);
  const positions = { from, count: to - from };
  const made = (maxSeqLength.length > 0 ? maxSeqLength : [0]).map((tokens, length) => ({
    tokens,
    samples: countDealt(deal, positions, length),
  }));
  const tokens = made.reduce((sum, each) => sum + each.samples * each.tokens, 0);
  return {
    questions_at_most: positions.count,
    samples_at_most: made.reduce((sum, each) => sum + each.samples, 0),
    tokens_at_most: tokens,
    bytes_uncompressed_about: Math.round(tokens * BYTES_A_TOKEN),
  };
}

function candidatesOf({ info }: EnsuredCorpus, { numSamples, preSamples }: MakingSettings): number {
  const there = Math.max(0, info.questions - info.unanswerable - info.unlabelled - preSamples);
  return numSamples < 0 ? there : Math.min(numSamples, there);
}

async function judgingEstimate(
  input: DatasetInput,
  corpusDir: string | undefined,
  how: Judging,
  asked: Asked,
  tokenizer: Tokenizer,
): Promise<JudgingEstimate> {
  // Standard input can be read once, and that is for the run itself.
  if (corpusDir === undefined && input.file === '-') return {};
  const questions =
    corpusDir === undefined
      ? await questionsOfFile(input, asked.settings)
      : questionsOfCorpus(corpusDir, asked, tokenizer);
  return estimateJudging(questions, how, tokenizer);
}

/** The questions that may be asked, from a finished corpus. */
function questionsOfCorpus(
  dir: string,
  { settings, shard }: Asked,
  tokenizer: Tokenizer,
): Readable {
  return Readable.from(
    (async function* () {
      const corpus = await openCorpus(dir, tokenizer);
      const { filterIdsPath, exclude = [], decontaminate = [] } = settings;
      let ids: IdList | undefined;
      let exclusion: Exclusion | undefined;
      let evaluation: Evaluation | undefined;
      try {
        if (filterIdsPath !== undefined) ids = await idList(filterIdsPath);
        if (exclude.length > 0) exclusion = await exclusionOf(exclude);
        if (decontaminate.length > 0) evaluation = await evaluationOf(decontaminate);
        const excluded = exclusion && excludedQuestions(corpus, exclusion);
        const contaminated = evaluation && contaminatedQuestions(corpus, { file: dir, evaluation });
        const known = { ids, excluded, contaminated };
        const all = { ...settings, numSamples: -1 };
        const counts = { unanswerable: 0, unlabelled: 0, selected: 0 };
        const share = shard && shareOf(shard, countPositions(corpus, all, known));
        const limits = { ...known, share };
        for await (const { number } of selectCandidates(corpus, all, counts, limits)) {
          yield corpus.question(number).question;
        }
      } finally {
        await evaluation?.close();
        await exclusion?.close();
        await ids?.close();
        await corpus.close();
      }
    })(),
  );
}

/**
 * The same from a dataset that is not indexed yet. Which ones `--pre-samples` leaves out of a
 * shuffled list is not known then, nor which are a shard's; none are left out for that.
 */
async function questionsOfFile(
  { file, ...reading }: DatasetInput,
  { filterIdsPath, exclude = [], decontaminate = [], preSamples, shuffleQa }: MakingSettings,
): Promise<Readable> {
  const rules = [
    answerable(),
    ...(filterIdsPath === undefined ? [] : [await idsIn(filterIdsPath)]),
    ...(exclude.length === 0 ? [] : [notAsked(await exclusionOf(exclude))]),
    ...(decontaminate.length === 0 ? [] : [notEvaluated(await evaluationOf(decontaminate))]),
  ];
  const questions = readQuestions(file, reading);
  return flow(questions, filter(rules), slice(shuffleQa ? 0 : preSamples));
}

/** Keeps the questions that were not asked before. */
const notAsked = ({ has, close }: Exclusion): FilterRule => ({
  name: 'exclude',
  keeps: record => !has(record as unknown as Question),
  close,
});

/** Keeps the questions that do not stand in evaluation sets. */
const notEvaluated = ({ overlap, close }: Evaluation): FilterRule => ({
  name: 'decontaminate',
  keeps: record => overlap((record as unknown as Question).question) === undefined,
  close,
});
