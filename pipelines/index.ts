// The pipelines, a function a command.

// What stages stand on.
export { type AdoptOptions, adopt } from '../lib/adopt/adopt.js';
export type { AdoptSources } from '../lib/adopt/adopt-sample.js';
export { type PassagesByText, passagesByText } from '../lib/adopt/passages.js';
export type { OwnStage } from '../lib/assemble/block/own-stage.js';
// What they are told, and what they tell.
export type { Manifest } from '../lib/assemble/outputs/manifest.js';
// The stages, each a Transform, for pipelines of one's own.
export { chain, fill, type StageParts } from '../lib/assemble/stages.js';
export type { DatasetSummary } from '../lib/assemble/write.js';
export { type QuestionsByText, questionsByText } from '../lib/corpus/by-text.js';
export { corpusOfFiles } from '../lib/corpus/corpus-of-files.js';
export { type Corpus, openCorpus } from '../lib/corpus/open.js';
export type { CorpusInfo } from '../lib/corpus/store/info.js';
export { parse } from '../lib/datasets/parse.js';
export { readQuestions } from '../lib/datasets/read-questions.js';
export type { DatasetFormat } from '../lib/datasets/registry.js';
export { uniqueIds } from '../lib/datasets/unique-ids.js';
export { sortOnDisk } from '../lib/disk/sort-on-disk.js';
export type { Downloaded } from '../lib/download/download.js';
export { fetchNamed } from '../lib/download/named.js';
export { ERROR_CODES, type ErrorCode, KeychainError, RecordError } from '../lib/errors.js';
export { filter } from '../lib/filter/filter.js';
export type { FilterRule } from '../lib/filter/rule.js';
export { passCount } from '../lib/filter/rules/pass-count.js';
export { openInput } from '../lib/input/open.js';
export { readRecords } from '../lib/json/read-records.js';
export { readSamples } from '../lib/json/read-samples.js';
export { toJsonLines } from '../lib/json/to-lines.js';
export type { MixSummary } from '../lib/mix/mix.js';
export type { MixManifest } from '../lib/mix/output/manifest.js';
export type { AskOptions, Model } from '../lib/model/ask/ask.js';
export type { AskingOptions } from '../lib/model/ask/asking.js';
export type { Rolled } from '../lib/model/ask/judge.js';
export type { PromptOptions } from '../lib/model/ask/prompt.js';
export { openChat } from '../lib/model/client/chat.js';
export type * from '../lib/model/client/chat-types.js';
export type { ChatOptions } from '../lib/model/client/options.js';
export { type Reasoned, type ReasonOptions, reason } from '../lib/model/reason/reason.js';
export { type RolloutOptions, rollout } from '../lib/model/rollout/rollout.js';
export {
  type Trajectory,
  type TrajectoryOptions,
  trajectories,
} from '../lib/model/trajectory/trajectory.js';
export { lineFile } from '../lib/output/line-file.js';
export type { StageCounts } from '../lib/output/stage-output.js';
export { wholeQuestions } from '../lib/output/whole-questions.js';
export { withoutPassages } from '../lib/output/without-passages.js';
export { finalPrompt } from '../lib/prompt/final-prompt.js';
export { keyedPermutation, keyedRandom } from '../lib/random.js';
export type * from '../lib/records/candidate.js';
export type * from '../lib/records/needle.js';
export type { Place } from '../lib/records/place.js';
export type * from '../lib/records/question.js';
export type * from '../lib/records/reject.js';
export type * from '../lib/records/sample.js';
export { type Progress, type Reporter, silentReporter } from '../lib/reporter.js';
export type { Run } from '../lib/run.js';
export { scorePrediction } from '../lib/score/prediction.js';
export { scoreRecord } from '../lib/score/record.js';
export { score } from '../lib/score/score.js';
export type { Scoring } from '../lib/score/scoring.js';
export { resolve } from '../lib/settings/resolve.js';
export { SETTINGS } from '../lib/settings/table.js';
export type { GivenTo, SettingsOf } from '../lib/settings/values.js';
export type { Status } from '../lib/status/status.js';
export { flow } from '../lib/stream/flow.js';
export { ordered } from '../lib/stream/ordered.js';
export { slice } from '../lib/stream/slice.js';
export { stage } from '../lib/stream/stage.js';
export { loadTokenizer } from '../lib/tokenize/load.js';
export type { Tokenizer } from '../lib/tokenize/tokenizer.js';
export type { FileReport } from '../lib/verify/report/tally.js';
export type { ForeignTerms } from '../lib/verify/sources.js';
export { verify, verifyFile } from '../lib/verify/verify.js';
export { adopt as adoptRecords } from './adopt.js';
export { chain as chainSamples } from './chain.js';
export { download } from './download.js';
export { exportSamples } from './export.js';
export { fill as fillQuestions } from './fill.js';
export { filter as filterRecords } from './filter.js';
export { indexDatasets } from './index-datasets.js';
export { keychain } from './keychain.js';
export { merge as mergeParts } from './merge.js';
export { mergeShards } from './merge-shards.js';
export { mix } from './mix.js';
export { needle } from './needle.js';
export { parse as parseDatasets } from './parse.js';
export { reasoning as reasonRecords } from './reasoning.js';
export { relevantOnly } from './relevant-only.js';
export { rollout as rolloutRecords } from './rollout.js';
export { score as scoreRecords } from './score.js';
export { status } from './status.js';
export { synth } from './synth.js';
export { trajectories as makeTrajectories } from './trajectories.js';
export { verify as verifyFiles } from './verify.js';
