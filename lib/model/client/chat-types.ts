import type { RecordError } from '../../errors.js';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** What is asked of the model for one record. */
export interface ChatRequest {
  messages: ChatMessage[];
  /** How many sampled answers are wanted; their rollout numbers are 0 to `rollouts` - 1. */
  rollouts: number;
  /** Tokens of the messages, where the caller has counted them; else they are estimated. */
  promptTokens?: number;
}

/** What a server reported for the call that gave an answer, in tokens of its own counting. */
export interface CallUsage {
  prompt_tokens: number;
  /** Over all choices of that call. */
  completion_tokens: number;
  /** Choices that the call gave. */
  choices: number;
}

/** One rollout. */
export interface ChatAnswer {
  text: string;
  /** `stop`, `length`, ...; null where the server does not say. */
  finish_reason: string | null;
  /** The model's reasoning, where the server splits it off. */
  reasoning_content?: string;
  /** Null where the server reported none. */
  usage: CallUsage | null;
}

/** What a run has used so far. Answers from the journal cost nothing and count in `reused` only. */
export interface ChatTotals {
  /** Requests sent, failed ones included. */
  requests: number;
  /** Tokens, as reported by the servers (estimated where they report none). */
  promptTokens: number;
  completionTokens: number;
  /** In the currency of the prices; 0 without prices. */
  cost: number;
  /** Answers taken from the journal. */
  reused: number;
}

/** A model behind one or more endpoints, with a journal. */
export interface Chat {
  /**
   * The answers in rollout order, each of them on disk by then, or the reason why the record is
   * to be rejected. An aborted signal takes back what is under way for this request alone.
   * Requests may wait in any number; with some more of them than the concurrency, the slots stay
   * busy while answers are written to disk.
   *
   * @throws KeychainError MODEL_* or JOURNAL_UNUSABLE, then and for every later request: the run
   *   is over
   */
  ask(request: ChatRequest, signal?: AbortSignal): Promise<ChatAnswer[] | RecordError>;
  totals(): ChatTotals;
  /** Takes back what is under way, flushes the journal and closes all connections. */
  close(): Promise<void>;
}
