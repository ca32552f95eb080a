/** Fields of a request, as servers know them, that are no options of ours. */
const BODY_FIELDS: ReadonlySet<string> = new Set([
  'best_of',
  'chat_template_kwargs',
  'frequency_penalty',
  'guided_json',
  'guided_regex',
  'ignore_eos',
  'include_reasoning',
  'length_penalty',
  'logit_bias',
  'logprobs',
  'max_thinking_tokens',
  'min_p',
  'min_tokens',
  'options',
  'presence_penalty',
  'provider',
  'reasoning',
  'reasoning_effort',
  'repetition_penalty',
  'response_format',
  'seed',
  'service_tier',
  'skip_special_tokens',
  'stop',
  'stop_token_ids',
  'thinking',
  'thinking_budget',
  'top_k',
  'user',
  'verbosity',
]);

/** What people call our options elsewhere, with what to say here. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  'api-key':
    'keys are not given on the command line, where others can read them: put the key into OPENAI_API_KEY, or name its variable with --api-key-env',
  'base-url': 'it is --llm-url here',
  'batch-size': 'calls under way at once are --concurrency',
  'choices-per-call': 'ask for --n answers; how many a server gives in one call is found out',
  'extra-headers': 'it is --header NAME=VALUE here',
  'http-proxy': 'set HTTPS_PROXY or HTTP_PROXY in the environment',
  'max-completion-tokens':
    'it is --max-tokens here; a server that wants the other name is sent that one',
  'max-new-tokens': 'it is --max-tokens here',
  'num-samples-per-prompt': 'it is --n here',
  offline: 'with --journal-only nobody is called',
  param: 'say it with --extra-body \'{"NAME": VALUE}\'',
  parameters: 'say it with --extra-body \'{"NAME": VALUE}\'',
  proxy: 'set HTTPS_PROXY or HTTP_PROXY in the environment',
  system: 'it is --system-prompt here',
  'system-message': 'it is --system-prompt here',
};

/**
 * Where something can be said that people say as an option elsewhere; undefined for what is known
 * nowhere, or where the command asks no model.
 *
 * @param name with hyphens
 * @param value the word behind it, if any
 * @param spelled the options that the command has
 */
export function elsewhere(
  name: string,
  value: string | undefined,
  spelled: readonly string[],
): string | undefined {
  if (!spelled.includes('extra-body')) return undefined;
  const isRescue = name.startsWith('rescue-') && spelled.includes('rescue-extra-body');
  const own = isRescue ? name.slice('rescue-'.length) : name;
  const option = isRescue ? '--rescue-extra-body' : '--extra-body';
  if (OTHER_NAMES[own] !== undefined) return OTHER_NAMES[own];
  const field = own.replaceAll('-', '_');
  const said = (fields: object): string => `say it with ${option} '${JSON.stringify(fields)}'`;
  // Of the chat template, not of the request.
  if (/^(enable_)?thinking$/.test(field) && !isJsonObject(value)) {
    return said({ chat_template_kwargs: { enable_thinking: value !== 'false' } });
  }
  return BODY_FIELDS.has(field) ? said({ [field]: jsonOf(value) }) : undefined;
}

const isJsonObject = (value: string | undefined): boolean => typeof jsonOf(value) === 'object';

/** The value as JSON has it: a number for `20`, a text for `high`. */
function jsonOf(value: string | undefined): unknown {
  if (value === undefined) return true;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
