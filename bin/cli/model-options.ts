import type { Option } from './option.js';

/** Where the model is, and what a run may ask of it. */
export const MODEL = {
  'llm-url': {
    value: 'URL',
    multiple: true,
    help: 'an OpenAI-compatible server, like http://127.0.0.1:8000/v1; more than one share the load',
  },
  model: { value: 'NAME', help: "the model's name on the server" },
  'api-key-env': {
    value: 'NAME',
    help: 'environment variable that holds the API key (default: OPENAI_API_KEY, if it is set)',
  },
  'azure-api-version': { value: 'V', help: 'the servers are Azure deployments of this version' },
  temperature: { value: 'X', default: '1.0', help: 'of sampling' },
  'top-p': { value: 'X', help: "of sampling (default: the server's)" },
  'max-tokens': { value: 'N', default: '2048', help: 'tokens of one answer at most' },
  concurrency: { value: 'N', default: '64', help: 'calls under way at once' },
  rpm: { value: 'N', help: 'requests a minute at most' },
  tpm: { value: 'N', help: 'tokens a minute at most, prompts and answers' },
  timeout: { value: 'SECONDS', default: '600', help: 'time for one call' },
  retries: { value: 'N', default: '6', help: 'how often a failed call is made again' },
  patience: {
    value: 'SECONDS',
    default: '300',
    help: 'how long a server that does not answer is waited for',
  },
  'run-timeout': { value: 'SECONDS', help: 'time for the whole run' },
  'max-requests': { value: 'N', help: 'requests that this run may send' },
  'max-cost': { value: 'X', help: 'what this run may cost; needs the prices' },
  'price-in': { value: 'X', help: 'price of a million prompt tokens' },
  'price-out': { value: 'X', help: 'price of a million answer tokens' },
  journal: {
    value: 'DIR',
    help: 'folder that keeps every answer, so that none is paid for twice (default: in the user cache)',
  },
} satisfies Record<string, Option>;

/** What is asked. */
export const ASKING = {
  n: { value: 'N', default: '8', help: 'answers to each prompt' },
  prompt: {
    value: 'FILE',
    help: 'a prompt of your own, with {prompt} or {context} and {question}, and {instruction}',
  },
  'answer-instruction': {
    value: 'TEXT',
    help: 'what {instruction} stands for: how the model is to give its answer',
  },
} satisfies Record<string, Option>;

/** A second model for what the first one never gets right; as the first one unless said. */
export const RESCUE = {
  rescue: { help: 'ask a second model what the first one never gets right; it decides then' },
  'rescue-model': { value: 'NAME', help: "the second model's name" },
  'rescue-url': { value: 'URL', multiple: true, help: 'its servers (default: those of --llm-url)' },
  'rescue-api-key-env': { value: 'NAME', help: 'variable of its key (default: the same)' },
  'rescue-price-in': {
    value: 'X',
    help: 'its price of a million prompt tokens (default: the same)',
  },
  'rescue-price-out': { value: 'X', help: 'and of a million answer tokens' },
} satisfies Record<string, Option>;

/** How answers are judged; for every command that does. */
export const SCORING = {
  rule: {
    value: 'RULE',
    default: 'answer-is',
    help: 'how an answer is found: answer-is, boxed-or-answer-is, think-boxed or loongrl',
  },
  metric: {
    value: 'METRIC',
    help: "what counts as right: em, sub_em, cem, f1 (> 0.75) or reward (default: the rule's own)",
  },
} satisfies Record<string, Option>;

/** Which judged questions are kept. */
export const KEEPING = {
  'min-correct': { value: 'N', help: 'right answers at least (default: 1)' },
  'max-correct': {
    value: 'N',
    help: 'right answers at most (default: three quarters of --n, so 6 of 8)',
  },
} satisfies Record<string, Option>;

export const REASONING = {
  style: {
    value: 'STYLE',
    default: 'cot',
    help: 'how the model is to reason: basic, normal, cot, cot-cite or mcts',
  },
} satisfies Record<string, Option>;
