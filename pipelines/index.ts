export type { AskOptions, Model } from '../lib/ask/ask.js';
export type { AskingOptions } from '../lib/ask/asking.js';
export type { Rolled } from '../lib/ask/judge.js';
export type { PromptOptions } from '../lib/ask/prompt.js';
export type { CorpusInfo } from '../lib/corpus/info.js';
export { type Corpus, openCorpus } from '../lib/corpus/open.js';
export { ERROR_CODES, type ErrorCode, KeychainError, RecordError } from '../lib/errors.js';
export { filter } from '../lib/filter/filter.js';
export { passCount } from '../lib/filter/pass-count.js';
export type { FilterRule } from '../lib/filter/rule.js';
export { openChat } from '../lib/llm/chat.js';
export type * from '../lib/llm/chat-types.js';
export type { ChatOptions } from '../lib/llm/options.js';
export { finalPrompt } from '../lib/prompt/final-prompt.js';
export { keyedPermutation, keyedRandom } from '../lib/random.js';
export { openInput } from '../lib/read/open.js';
export { parse } from '../lib/read/parse.js';
export { type DatasetFormat, readQuestions } from '../lib/read/read-questions.js';
export { readSamples } from '../lib/read/samples.js';
export { uniqueIds } from '../lib/read/unique-ids.js';
export { type Reasoned, type ReasonOptions, reason } from '../lib/reason/reason.js';
export type * from '../lib/records.js';
export { type RolloutOptions, rollout } from '../lib/rollout/rollout.js';
export { scorePrediction } from '../lib/score/prediction.js';
export { scoreRecord } from '../lib/score/record.js';
export { score } from '../lib/score/score.js';
export type { Scoring } from '../lib/score/scoring.js';
export { flow } from '../lib/stream/flow.js';
export { ordered } from '../lib/stream/ordered.js';
export { slice } from '../lib/stream/slice.js';
export { sortOnDisk } from '../lib/stream/sort-on-disk.js';
export { stage } from '../lib/stream/stage.js';
export { loadTokenizer, type Tokenizer } from '../lib/tokenize/tokenizer.js';
export {
  type Trajectory,
  type TrajectoryOptions,
  trajectories,
} from '../lib/trajectory/trajectory.js';
export type { FileReport } from '../lib/verify/tally.js';
export { verify, verifyFile } from '../lib/verify/verify.js';
export { toJsonLines } from '../lib/write/jsonl.js';
export { gzipMembers, packMembers } from '../lib/write/members.js';
export { numberSamples, withoutPassages } from '../lib/write/number-samples.js';
export { corpusOfFiles } from './corpus-of-files.js';
export { type Reporter, silentReporter } from './reporter.js';
export { makeSamples, type SampleRun } from './samples.js';
export * from './settings.js';
export { chain, type FillStageOptions, fill, type StageOptions } from './stages.js';
export { verifyFiles } from './verify.js';
