import { KeychainError, RecordError } from '../../errors.js';

/** Ends the run. */
export type StopCode =
  | 'USAGE'
  | 'MODEL_KEY_REFUSED'
  | 'MODEL_QUOTA_SPENT'
  | 'MODEL_NOT_SERVED'
  | 'MODEL_UNREACHABLE'
  | 'MODEL_CAP_REACHED'
  | 'MODEL_TIME_OVER'
  | 'JOURNAL_UNUSABLE';

/** Sets one record aside. */
export type ChatRejectCode =
  | 'PROMPT_TOO_LONG'
  | 'MODEL_REFUSED'
  | 'MODEL_FAILED'
  | 'ANSWER_MISSING';

/** What ends a run of model calls. */
export function stopError(code: StopCode, message: string): KeychainError {
  return new KeychainError(code, message);
}

/** What is said of a record that got no answer: returned as a value, not thrown. */
export function rejectError(code: ChatRejectCode, message: string): RecordError {
  return new RecordError(code, message);
}
