/**
 * Every error a user can see. `bin/README.md` lists the same codes; a test compares the two.
 *
 * `usage` errors end a run with exit code 2, `input` and `internal` ones with 1; a `reject`
 * concerns one record, which is set aside while the run goes on.
 */
export const ERROR_CODES = {
  USAGE: { kind: 'usage', summary: 'an unknown command or option, or a value that is not allowed' },

  INPUT_MISSING: { kind: 'input', summary: 'a file does not exist or cannot be read' },
  INPUT_TRUNCATED: { kind: 'input', summary: 'an input ends in the middle of its JSON or archive' },
  INPUT_SYNTAX: { kind: 'input', summary: 'an input is not valid JSON' },
  INPUT_NOT_UTF8: { kind: 'input', summary: 'an input is not UTF-8 text' },
  INPUT_FORMAT: { kind: 'input', summary: 'an input has none of the known dataset shapes' },
  INPUT_TOO_LARGE: {
    kind: 'input',
    summary: 'a compressed input, or what is no record in it, is larger than its limits',
  },
  INPUT_COMPRESSION: { kind: 'input', summary: 'a compressed input is damaged' },
  IDS_UNMATCHED: { kind: 'input', summary: 'no id of a list is the id of any record' },
  TOKENIZER_UNUSABLE: {
    kind: 'input',
    summary: 'a tokenizer cannot be loaded, or is not the one a sample was counted with',
  },
  CHAT_TEMPLATE_UNUSABLE: {
    kind: 'input',
    summary: 'a chat template is broken, changes prompts, or is not the one a sample was made with',
  },
  CORPUS_UNUSABLE: {
    kind: 'input',
    summary:
      'a corpus is missing, unfinished, damaged, without texts to fill with, or built for another tokenizer or version',
  },
  DOWNLOAD_FAILED: {
    kind: 'input',
    summary: 'a file cannot be fetched: its host does not answer, or gives something else',
  },
  DOWNLOAD_DIFFERS: {
    kind: 'input',
    summary: 'what was fetched is not the file that was published: another size or SHA-256',
  },
  HUB_MISSING: {
    kind: 'input',
    summary: 'the Hub (offline: its cache) has no such repository, revision or file',
  },
  PUSH_FAILED: { kind: 'input', summary: 'what was to be pushed to the Hub has not got there' },
  HUB_REFUSED: { kind: 'input', summary: 'the Hub wants a token, or one that may see more' },
  OUTPUT_UNWRITABLE: { kind: 'input', summary: 'an output cannot be written' },
  OUTPUT_IN_USE: { kind: 'input', summary: 'another run is writing an output' },
  OUTPUT_DIFFERS: {
    kind: 'input',
    summary: 'a file that another plan has made, or begun, has the name of an output',
  },
  TOO_FEW_ROWS: {
    kind: 'input',
    summary: 'a part of a mixture, or a split, has less than it is to have',
  },
  SYSTEM_LIMIT: {
    kind: 'input',
    summary: 'the system allows too few open files, or too little memory',
  },
  SHARDS_UNUSABLE: {
    kind: 'input',
    summary: 'shards that are to be merged are missing, double, damaged, or of another run',
  },
  TOO_MANY_REJECTS: { kind: 'input', summary: 'a record was rejected under `--on-reject fail`' },
  STAGE_FAILED: { kind: 'input', summary: "a stage of the user's own fails on a sample" },
  VERIFY_FAILED: { kind: 'input', summary: 'a sample breaks an invariant' },
  MODEL_KEY_REFUSED: { kind: 'input', summary: 'a model server refuses the API key' },
  MODEL_QUOTA_SPENT: { kind: 'input', summary: 'the account with a model provider is empty' },
  MODEL_NOT_SERVED: {
    kind: 'input',
    summary: 'what answers at the URL does not serve the model: another name, path or certificate',
  },
  MODEL_UNREACHABLE: { kind: 'input', summary: 'no model server has answered for too long' },
  MODEL_CAP_REACHED: {
    kind: 'input',
    summary: 'the cap on requests, tokens or cost leaves no room for another request',
  },
  MODEL_TIME_OVER: { kind: 'input', summary: 'the time that a run may take is over' },
  SUBMIT_FAILED: {
    kind: 'input',
    summary: 'what runs jobs on many machines is not there, or does not take them',
  },
  JOURNAL_UNUSABLE: { kind: 'input', summary: 'the journal of answers cannot be read or written' },

  RECORD_INVALID: { kind: 'reject', summary: 'a field is missing or has the wrong type' },
  RECORD_TOO_LARGE: {
    kind: 'reject',
    summary: 'a record is longer than `--max-record-bytes`, or nested more than 1,000 deep',
  },
  TEXT_UNREADABLE: {
    kind: 'reject',
    summary: 'a file of a folder of texts cannot be read, or is no text',
  },
  NO_PASSAGES: { kind: 'reject', summary: 'a question has no passages' },
  NO_ANSWER: { kind: 'reject', summary: 'an answerable question has no answer' },
  NO_SUPPORT: { kind: 'reject', summary: 'an answerable question has no supporting passage' },
  SUPPORT_MISSING: {
    kind: 'reject',
    summary: 'a supporting title does not stand among the passages',
  },
  SUPPORT_EMPTY: { kind: 'reject', summary: 'a supporting passage has no text' },
  DUPLICATE_ID: { kind: 'reject', summary: 'an earlier question has the same id' },
  CONTAMINATED: {
    kind: 'reject',
    summary: 'the question stands in an evaluation set, or shares 13 words in a row with it',
  },
  QUESTION_LEAKED: {
    kind: 'reject',
    summary: 'the question itself stands in one of its supporting passages',
  },
  PASSAGE_MISLEADS: {
    kind: 'reject',
    summary: "a supporting passage holds what reads as an inserted pair or a passage's header",
  },
  BUDGET_TOO_SMALL: {
    kind: 'reject',
    summary: 'the supporting passages (with the chains) do not fit into the token budget',
  },
  NO_INSERTION_POINT: {
    kind: 'reject',
    summary: 'a context has no point at which a pair may stand',
  },
  PROMPT_TOO_LONG: { kind: 'reject', summary: "a prompt does not fit into the model's context" },
  MODEL_REFUSED: { kind: 'reject', summary: 'a model server refuses the request' },
  MODEL_FAILED: {
    kind: 'reject',
    summary: 'a model has given no answer, however often it was asked',
  },
  ANSWER_MISSING: {
    kind: 'reject',
    summary: 'the journal, from which alone answers were to come, does not have all of them',
  },
  MISSING_ID: { kind: 'reject', summary: 'no part has a record of the list that it was made from' },
  FOREIGN_ID: { kind: 'reject', summary: 'a part has a record that its list does not have' },
} as const satisfies Record<string, { kind: 'usage' | 'input' | 'reject'; summary: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;
export type RejectCode = {
  [C in ErrorCode]: (typeof ERROR_CODES)[C]['kind'] extends 'reject' ? C : never;
}[ErrorCode];

/** What is kept of a message that repeats a value of the data, in UTF-16 units: place and way out. */
const HEAD = 1_000;
const TAIL = 500;

/** A message, or its beginning and its end where a value in it makes it longer than anybody reads. */
export function inShort(message: string): string {
  if (message.length <= HEAD + TAIL) return message;
  return `${message.slice(0, HEAD)} ... ${message.slice(-TAIL)}`.toWellFormed();
}

/** An error with a code, a place (inside the message) and a way out; ends the run. */
export class KeychainError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(inShort(message), options);
    this.name = 'KeychainError';
    this.code = code;
  }

  /** What the process ends with when nothing catches this error. */
  get exitCode(): 1 | 2 {
    return ERROR_CODES[this.code].kind === 'usage' ? 2 : 1;
  }
}

/** Says why one record cannot be used. Thrown by pure code, turned into a reject by the stage. */
export class RecordError extends Error {
  readonly code: RejectCode;

  constructor(code: RejectCode, message: string) {
    super(inShort(message));
    this.name = 'RecordError';
    this.code = code;
  }
}
