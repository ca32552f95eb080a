import type { Lack } from './fault.js';
import type { ServerMessage } from './server-message.js';

/** How servers say that the prompt, with the room for the answer, does not fit. */
const TOO_LONG = [
  // OpenAI, Azure, vLLM ("This model's maximum context length is 4096 tokens. However, ..."),
  // SGLang ("Requested token count exceeds the model's maximum context length of ..."), xAI.
  /maximum (context|prompt) length/i,
  // vLLM: "The decoder prompt (length 10127) is longer than the maximum model length of 8192".
  // SGLang: "The input (61709 tokens) is longer than the model's context length (40960 tokens)".
  /longer than the (maximum model|model's (maximum )?context) length/i,
  /too long to fit into the model/i,
  // vLLM, where the prompt alone fills the context.
  /max_tokens must be at least 1, got -/i,
  // SGLang: "Input length (160062 tokens) exceeds the maximum allowed length (59862 tokens)".
  // llama.cpp: "the request exceeds the available context size"; llama-cpp-python: "Requested
  // tokens (2285) exceed context window of 2048"; Anthropic: "exceed context limit".
  /exceeds? the (available context size|maximum (allowed|input|sequence|number of tokens)( length)?)/i,
  /exceeds? (the )?(model'?s )?(maximum )?context (window|length|size|limit)/i,
  /(prompt|input|request) (is|was) too (long|large)/i,
  // TGI: "`inputs` must have less than 4095 tokens", "`inputs` tokens + `max_new_tokens` must be <=".
  /inputs`? (must have less than|tokens \+)/i,
  // Gemini: "The input token count (317740) exceeds the maximum number of tokens allowed".
  /token count .{0,40}exceeds/i,
  // DashScope: "Range of input length should be [1, 98304]".
  /range of input length/i,
  // LM Studio: "Trying to keep the first 5000 tokens when context the overflows. However, the model
  // is loaded with context length of only 4096 tokens".
  /context length of only|context the overflows/i,
  // Mistral: "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768".
  /prompt contains \d+ tokens.{0,60}too large/i,
  // Groq, whose limit on tokens a minute is below one request: "Request too large for model".
  /request too large for model/i,
];

const NEVER_FITS = [/request too large for|must be reduced in order to run/i];

/** OpenAI's code and llama.cpp's type hold under any status: llama.cpp has used 500 for it. */
export function saysTooLong(message: ServerMessage, status: number): boolean {
  if (message.code === 'context_length_exceeded') return true;
  if (message.type === 'exceed_context_size_error') return true;
  if (status === 413) return true;
  // OpenAI and Groq, of one request beyond a minute's tokens: no wait makes it fit.
  if (status === 429) return matches(NEVER_FITS, message.text);
  return status < 500 && matches(TOO_LONG, message.text);
}

/** Codes and types of an account without money. */
const SPENT_CODES =
  /^(insufficient_quota|billing_hard_limit_reached|billing_not_active|insufficient_(user_)?(quota|balance|funds|credits?)|exceeded_current_quota(_error)?|arrearage|payment_required|credit_balance_too_low|account_(overdue|deactivated))$/i;
/** The same in words: DeepSeek, OpenRouter, Anthropic, Moonshot, DashScope, one-api. */
const SPENT_WORDS = [
  /insufficient (account )?(balance|credits?|funds|quota)/i,
  /(credit|account) balance is too low|balance (is )?(insufficient|not enough)|out of credits?/i,
  /(requires|need|purchase|add) more credits|more credits, or fewer/i,
  /billing (hard )?limit|exceeded your current quota|check your plan and billing/i,
  /account .{0,30}(arrears|overdue|suspended|in good standing)|arrearage|\brecharge\b|\btop[ -]up\b/i,
  /quota (is )?(used up|exhausted)|(quota|credits?) .{0,20}not enough|用户额度不足|余额不足|欠费/i,
];

/**
 * Whether the money is gone. Gemini and gateways speak of a quota where a minute's is meant, and
 * say when it is back: that is a limit like any other.
 */
export function saysSpent(message: ServerMessage, status: number): boolean {
  if (status === 402) return true;
  if (SPENT_CODES.test(message.code) || SPENT_CODES.test(message.type)) return true;
  if (/per (minute|second|hour|day)|retry (in|after)|try again (in|after)/i.test(message.text)) {
    return false;
  }
  return matches(SPENT_WORDS, message.text);
}

/** Filters of content, under any status: Azure, OpenRouter, DashScope, Gemini. */
const CONTENT = [
  /content.?filter|content management policy|content.?policy|responsible.?ai/i,
  /\b(flagged|moderation)\b|data_inspection_failed|inappropriate content|prohibited_content/i,
  /safety (system|filter|setting|policy)|blocked by .{0,20}safety/i,
];

export const saysContent = ({ text, code, type }: ServerMessage): boolean =>
  matches(CONTENT, `${code} ${type} ${text}`);

/** Whether a 403 speaks of the key, and not of a country, a model or a project. */
export const saysKey = ({ text, code, type }: ServerMessage): boolean =>
  /\b(api[ _-]?key|token|credentials?|authenticat\w*|authoriz\w*|unauthorized|request signature)\b/i.test(
    `${code} ${type} ${text}`,
  ) && !/(does not|doesn't|no) have access to|country|region|verif/i.test(text);

/** Too much at once, or not ready yet. */
const BUSY = [
  /rate.?limit|too many (concurrent )?(requests|connections)|throttl|slow down|concurren/i,
  /overload|server (is )?busy|at capacity|over capacity|no (healthy|available) (upstream|server)/i,
  /queue is full|resource.?exhausted|(model|server) is (currently )?(loading|starting)|warming up/i,
];

export const saysBusy = ({ text, code, type }: ServerMessage): boolean =>
  matches(BUSY, `${code} ${type} ${text}`);

/** Whether a 404 or 400 says that there is no such model or route. */
export const saysNoModel = ({ text, code, type }: ServerMessage): boolean =>
  /model_not_found|DeploymentNotFound|NotFoundError/i.test(`${code} ${type}`) ||
  /(model|deployment|engine|lora)\b.{0,120}(not (found|exist|available|supported|a valid)|does not exist|doesn't exist|no endpoints|unknown)|(unknown|invalid|no such) model|not a valid model/i.test(
    text,
  );

/** What a call asked for: servers without it are known by what they say of it. */
export interface AskedFor {
  choices: number;
  stream: boolean;
  limitName?: 'max_tokens' | 'max_completion_tokens';
  /** What was left out. */
  without?: readonly string[];
}

/**
 * What the server cannot do, by its own words; undefined if it speaks of nothing that we can still
 * leave out: who complains of what was not sent would be asked for ever. A limit on choices is taken from the words, else halved, else one.
 */
export function lackIn(message: ServerMessage, asked: AskedFor): Lack | undefined {
  const { text, param } = message;
  const about = (name: string): boolean => param === name || text.includes(name);
  if (
    !asked.stream &&
    /\bstream(ing)?\b/i.test(text) &&
    /\b(only|must|enable|required?|non-streaming)\b/i.test(text)
  ) {
    return { of: 'whole-answers' };
  }
  if (
    asked.limitName !== 'max_completion_tokens' &&
    about('max_tokens') &&
    text.includes('max_completion_tokens') &&
    !/too large|at least/.test(text)
  ) {
    return { of: 'max_tokens' };
  }
  if (asked.choices > 1 && speaksOfChoices(message)) {
    return { of: 'choices', atMost: choicesIn(text, asked.choices), surely: true };
  }
  const isUnsupported =
    /unsupported|not support|does not allow|only the default|not (permitted|allowed)|extra (inputs|fields)|unrecognized|deprecated|fixed/i.test(
      `${message.code} ${text}`,
    );
  if (!isUnsupported) return undefined;
  const of = OPTIONAL.find(name => about(name) && !asked.without?.includes(name));
  return of === undefined || (of === 'stream_options' && !asked.stream) ? undefined : { of };
}

/** Fields that a request can do without. Old Azure, Mistral and gateways take no `stream_options`. */
const OPTIONAL = ['temperature', 'top_p', 'stream_options'] as const;

/** llama.cpp: "Only one completion choice is allowed"; others name the parameter or candidates. */
function speaksOfChoices({ text, param }: ServerMessage): boolean {
  return (
    param === 'n' ||
    /completion choice|(one|single|multiple|number of) candidate|candidate_?count|\bbest_of\b|number of choices/i.test(
      text,
    ) ||
    /(^|[\s"'`([,])n(['"`]|\s*(value|must|should|>|=|<|is|be)|\s*[,\]])/i.test(text)
  );
}

function choicesIn(text: string, asked: number): number {
  const bound =
    /(?:less than or equal to|at most|no more than|not exceed|<=|maximum(?: value)?(?: is| of)?|between 1 and|\[1, ?)\s*(\d+)/i.exec(
      text,
    );
  const named = Number(bound?.[1]);
  if (named >= 1 && named < asked) return named;
  return /\b(one|1|multiple|single)\b/i.test(text) ? 1 : Math.max(1, Math.floor(asked / 2));
}

const matches = (wordings: readonly RegExp[], text: string): boolean =>
  wordings.some(wording => wording.test(text));
