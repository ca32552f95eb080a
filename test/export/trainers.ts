// What the readers of trainers do with rows, in our own words: each returns what it has against them.

/** A row as a reader of tables gives it. */
export type Row = Readonly<Record<string, unknown>>;

interface Message {
  role: string;
  content: string;
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isConversation = (value: unknown): value is Message[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(({ role, content }: Message) => isText(role) && isText(content));

/** Roles that alternate, a system's message before them. */
function roleFaults(messages: readonly Message[], last: string): string[] {
  const roles = messages.map(({ role }) => role);
  const rest = roles[0] === 'system' ? roles.slice(1) : roles;
  const alternate = rest.every((role, i) => role === (i % 2 === 0 ? 'user' : 'assistant'));
  return [
    ...(alternate ? [] : [`roles ${roles}`]),
    ...(roles.at(-1) === last ? [] : [`ends with ${roles.at(-1)}`]),
  ];
}

/**
 * verl: `RLHFDataset` takes the conversation in `prompt`, counts it through the chat template and drops
 * it above `max_prompt_length`; it takes `index` out of `extra_info`. A reward manager hands
 * `data_source`, `reward_model.ground_truth` and `extra_info` to the function of the source; that of
 * LoongRL goes by the beginning of `data_source`, and looks through a list of texts.
 */
export function verlFaults(
  { prompt, data_source: source, reward_model: reward, extra_info: more, ability }: Row,
  count: (messages: readonly Message[]) => number,
  maxPromptLength: number,
): string[] {
  if (!isConversation(prompt)) return ['prompt is no conversation'];
  const { style, ground_truth: truth } = (reward ?? {}) as Row;
  const { index, split, question, prompt_tokens: tokens } = (more ?? {}) as Row;
  const known = /^custom_(longcontextqa|longcontext_needle_qa|needle)_./;
  return [
    ...roleFaults(prompt, 'user'),
    ...(count(prompt) <= maxPromptLength ? [] : ['the filter drops it']),
    ...(count(prompt) === Number(tokens) ? [] : [`${count(prompt)} tokens, not ${tokens}`]),
    ...(isText(source) && known.test(source) ? [] : [`no reward for ${source}`]),
    ...(style === 'rule' ? [] : [`style ${style}`]),
    ...(Array.isArray(truth) && truth.length > 0 && truth.every(isText) ? [] : ['ground_truth']),
    ...(Number.isSafeInteger(Number(index)) ? [] : [`index ${index}`]),
    ...(isText(split) && isText(question) ? [] : ['extra_info']),
    ...(ability === 'longcontext_qa' ? [] : [`ability ${ability}`]),
  ];
}

/** Keys by which TRL tells kinds of data: a prompt-only row has `prompt` of these, an SFT row `messages`. */
const TRL_KEYS = ['prompt', 'chosen', 'rejected', 'completion', 'messages', 'label', 'text'];
/** What GRPO hands to a reward function itself, beside the other columns. */
const TRL_OWN = ['prompts', 'completions', 'completion_ids', 'trainer_state', 'log_extra'];
/** Columns that mean something to it. */
const TRL_MEANINGS = ['images', 'image', 'tools', 'chat_template_kwargs', 'environment'];

/** TRL: which kind of data a row is of, and whether its columns can be handed to a reward function. */
export function trlFaults(row: Row, kind: 'prompt' | 'messages'): string[] {
  const keys = Object.keys(row);
  const taken = keys.filter(key => TRL_OWN.includes(key) || TRL_MEANINGS.includes(key));
  const told = keys.filter(key => TRL_KEYS.includes(key));
  const conversation = row[kind];
  if (!isConversation(conversation)) return [`${kind} is no conversation`];
  return [
    ...(told.join() === kind ? [] : [`told by ${told}`]),
    ...taken.map(key => `${key} is taken`),
    ...roleFaults(conversation, kind === 'prompt' ? 'user' : 'assistant'),
  ];
}

/** Columns that ms-swift renames to a part of the conversation, whatever they are. */
const SWIFT_RENAMED = [
  ...['system', 'system_prompt', 'query', 'prompt', 'input', 'instruction', 'question'],
  ...['response', 'answer', 'output', 'targets', 'target', 'answer_key', 'text', 'completion'],
  ...['content', 'conversation', 'conversations', 'history'],
];
/** Columns that mean something to it. */
const SWIFT_MEANINGS = [
  ...['rejected_response', 'rejected_messages', 'label', 'images', 'videos', 'audios', 'tools'],
  ...['objects', 'channel', 'margin', 'answers'],
  // It adds a column of this name itself.
  'dataset',
];

/** ms-swift: `messages` is what the conversation is found by, and pairs of messages are checked. */
export function swiftFaults(row: Row, last: 'user' | 'assistant'): string[] {
  const { messages } = row;
  if (!isConversation(messages)) return ['messages is no conversation'];
  const taken = Object.keys(row).filter(key =>
    [...SWIFT_RENAMED, ...SWIFT_MEANINGS].includes(key.toLowerCase()),
  );
  const empty = messages.some(({ role, content }) => role === 'assistant' && content === '');
  return [
    ...taken.map(key => `${key} is taken`),
    ...(empty ? ['an empty answer'] : []),
    ...roleFaults(messages, last),
  ];
}

/** OpenAI's fine-tuning: nothing but the conversation, which an assistant ends. */
export function fineTuningFaults(row: Row): string[] {
  const { messages, ...others } = row;
  if (!isConversation(messages)) return ['messages is no conversation'];
  return [
    ...Object.keys(others).map(key => `${key} is not known`),
    ...roleFaults(messages, 'assistant'),
  ];
}

/** OpenAI's batches: a request. That ids are unique is a question of the file. */
export function requestFaults(row: Row): string[] {
  const { custom_id: id, method, url, body, ...others } = row;
  const { model, messages } = (body ?? {}) as Row;
  if (!isConversation(messages)) return ['messages is no conversation'];
  return [
    ...Object.keys(others).map(key => `${key} is not known`),
    ...(isText(id) && id.length > 0 && id.length <= 64 ? [] : [`custom_id ${id}`]),
    ...(method === 'POST' && url === '/v1/chat/completions' ? [] : [`${method} ${url}`]),
    ...(isText(model) ? [] : ['no model']),
    ...roleFaults(messages, 'user'),
  ];
}
