import type { Behaviour, Mock, SeenCall } from './mock-server.js';

/** What a server says where it does not do as it is asked. */
export interface Said {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** A server, as far as a client meets it. A row of the table in `lib/model/README.md`. */
export interface ServerRow {
  name: string;
  /** Choices a call: as many as asked, so many at most, or one whatever is asked (in silence). */
  n: 'any' | 'ignored' | { most: number; said: Said };
  /** Takes `max_completion_tokens` in place of `max_tokens`, and says so. */
  limit?: Said;
  /** Takes no temperature but its own, and says so. */
  temperature?: Said;
  /** Answers by streaming alone, and says so. */
  stream?: Said;
  /** Where its thoughts stand. */
  thoughts: 'apart' | 'parts' | 'tags' | 'none';
  throttled: Said;
  tooLong: Said;
  /** Missing for servers of one's own. */
  broke?: Said;
  /** Missing where none is reported. */
  usage?: 'plain' | 'reasoning outside';
}

const error = (message: string, more: object = {}): unknown => ({ error: { message, ...more } });
const bare = (message: string, type: string, code: number): unknown => ({
  object: 'error',
  message,
  type,
  param: null,
  code,
});

const QUEUE_FULL: Said = { status: 503, body: error('The engine is overloaded, try again later') };
const NO_MAX_TOKENS: Said = {
  status: 400,
  body: error(
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    { param: 'max_tokens', code: 'unsupported_parameter' },
  ),
};
const PLAIN_429: Said = { status: 429, body: error('Too many requests') };

/** Facts from documentation, source code and bug reports of each; none of them was reached here. */
export const SERVERS: readonly ServerRow[] = [
  {
    name: 'vLLM 0.6',
    n: 'any',
    thoughts: 'tags',
    throttled: QUEUE_FULL,
    tooLong: {
      status: 400,
      body: bare(
        "This model's maximum context length is 4096 tokens. However, you requested 6148 tokens (4100 in the messages, 2048 in the completion).",
        'BadRequestError',
        400,
      ),
    },
    usage: 'plain',
  },
  {
    name: 'vLLM 0.10',
    n: 'any',
    thoughts: 'apart',
    throttled: QUEUE_FULL,
    tooLong: {
      status: 400,
      body: bare(
        "'max_tokens' or 'max_completion_tokens' is too large: 2048. This model's maximum context length is 4096 tokens and your request has 4100 input tokens.",
        'BadRequestError',
        400,
      ),
    },
    usage: 'plain',
  },
  {
    name: 'vLLM 0.17',
    n: 'any',
    thoughts: 'apart',
    throttled: QUEUE_FULL,
    tooLong: {
      status: 400,
      body: error('max_tokens must be at least 1, got -7584. (parameter=max_tokens, value=-7584)', {
        type: 'BadRequestError',
        param: 'max_tokens',
        code: 400,
      }),
    },
    usage: 'plain',
  },
  {
    name: 'vLLM 0.18, greedy',
    n: {
      most: 1,
      said: {
        status: 400,
        body: error('n must be 1 when using greedy sampling, got 8.', { type: 'BadRequestError' }),
      },
    },
    thoughts: 'apart',
    throttled: QUEUE_FULL,
    tooLong: {
      status: 400,
      body: error("Input length (11680) exceeds model's maximum context length (4096).", {
        code: 400,
      }),
    },
    usage: 'plain',
  },
  {
    name: 'SGLang',
    n: 'any',
    thoughts: 'apart',
    throttled: { status: 503, body: bare('The request queue is full.', 'ServiceUnavailable', 503) },
    tooLong: {
      status: 400,
      body: bare(
        "The input (61709 tokens) is longer than the model's context length (40960 tokens).",
        'BadRequestError',
        400,
      ),
    },
    usage: 'plain',
  },
  {
    name: 'llama.cpp',
    n: {
      most: 1,
      said: {
        status: 400,
        body: error('Only one completion choice is allowed', { type: 'invalid_request_error' }),
      },
    },
    thoughts: 'apart',
    throttled: { status: 503, body: error('Loading model', { type: 'unavailable_error' }) },
    tooLong: {
      status: 400,
      body: error('the request exceeds the available context size, try increasing it', {
        type: 'exceed_context_size_error',
        n_ctx: 4096,
      }),
    },
    usage: 'plain',
  },
  {
    name: 'Ollama',
    n: 'ignored',
    thoughts: 'apart',
    throttled: {
      status: 503,
      body: { error: 'server busy, please try again. maximum pending requests exceeded' },
    },
    tooLong: { status: 400, body: error('input length exceeds the context length') },
    usage: 'plain',
  },
  {
    name: 'TGI',
    n: 'ignored',
    thoughts: 'tags',
    throttled: { status: 429, body: { error: 'Model is overloaded', error_type: 'overloaded' } },
    tooLong: {
      status: 422,
      body: {
        error: 'Input validation error: `inputs` must have less than 4095 tokens. Given: 5000',
        error_type: 'validation',
      },
    },
  },
  {
    name: 'LiteLLM',
    n: 'ignored',
    thoughts: 'apart',
    throttled: {
      status: 429,
      body: error('litellm.RateLimitError: No deployments available for selected model', {
        type: 'throttling_error',
        code: '429',
      }),
    },
    tooLong: {
      status: 400,
      body: error(
        "litellm.ContextWindowExceededError: This model's maximum context length is 8192 tokens.",
        { code: '400' },
      ),
    },
    broke: {
      status: 400,
      body: error('Budget has been exceeded! You exceeded your current quota'),
    },
    usage: 'plain',
  },
  {
    name: 'OpenRouter',
    n: 'ignored',
    thoughts: 'apart',
    throttled: { status: 200, body: error('Provider returned error', { code: 429 }) },
    tooLong: {
      status: 200,
      body: error("This endpoint's maximum context length is 32768 tokens.", { code: 400 }),
    },
    broke: { status: 402, body: error('Insufficient credits', { code: 402 }) },
    usage: 'reasoning outside',
  },
  {
    name: 'DeepSeek',
    n: {
      most: 1,
      said: {
        status: 400,
        body: error('Invalid n value (currently only n = 1 is supported)', {
          type: 'invalid_request_error',
        }),
      },
    },
    thoughts: 'apart',
    throttled: PLAIN_429,
    tooLong: {
      status: 400,
      body: error(
        "This model's maximum context length is 131072 tokens. However, you requested 9.",
      ),
    },
    broke: { status: 402, body: error('Insufficient Balance') },
    usage: 'plain',
  },
  {
    name: 'OpenAI, o-series',
    n: {
      most: 1,
      said: {
        status: 400,
        body: error(
          "Unsupported value: 'n' does not support 8 with this model. Only 1 is supported.",
          {
            param: 'n',
            code: 'unsupported_value',
          },
        ),
      },
    },
    limit: NO_MAX_TOKENS,
    temperature: {
      status: 400,
      body: error("Unsupported parameter: 'temperature' is not supported with this model.", {
        param: 'temperature',
        code: 'unsupported_parameter',
      }),
    },
    thoughts: 'none',
    throttled: {
      status: 429,
      body: error('Rate limit reached for m on requests per min (RPM). Please try again in 20ms.', {
        code: 'rate_limit_exceeded',
      }),
      headers: { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '20ms' },
    },
    tooLong: { status: 400, body: error('too long', { code: 'context_length_exceeded' }) },
    broke: {
      status: 429,
      body: error('You exceeded your current quota', { code: 'insufficient_quota' }),
    },
    usage: 'plain',
  },
  {
    name: 'OpenAI, GPT-5',
    n: 'any',
    limit: NO_MAX_TOKENS,
    temperature: {
      status: 400,
      body: error(
        "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.",
        { param: 'temperature', code: 'unsupported_value' },
      ),
    },
    thoughts: 'none',
    throttled: {
      status: 429,
      body: error('Rate limit reached', { code: 'rate_limit_exceeded' }),
      headers: { 'retry-after-ms': '20' },
    },
    tooLong: { status: 400, body: error('too long', { code: 'context_length_exceeded' }) },
    broke: {
      status: 400,
      body: error('Billing hard limit has been reached', { code: 'billing_hard_limit_reached' }),
    },
    usage: 'plain',
  },
  {
    name: 'Azure',
    n: 'any',
    thoughts: 'none',
    throttled: {
      status: 429,
      body: error('Requests have exceeded call rate limit. Please retry after 1 second.', {
        code: '429',
      }),
      headers: { 'retry-after-ms': '20', 'retry-after': '1' },
    },
    tooLong: { status: 400, body: error('too long', { code: 'context_length_exceeded' }) },
    broke: { status: 429, body: error('quota', { code: 'insufficient_quota' }) },
    usage: 'plain',
  },
  {
    name: 'Gemini, compatible',
    n: {
      most: 1,
      said: {
        status: 400,
        body: [
          error('Multiple candidates is not enabled for this model', {
            code: 400,
            status: 'INVALID_ARGUMENT',
          }),
        ],
      },
    },
    thoughts: 'none',
    throttled: {
      status: 429,
      body: [
        error('You exceeded your current quota, please check your plan. Please retry in 0.02s.', {
          code: 429,
          status: 'RESOURCE_EXHAUSTED',
        }),
      ],
    },
    tooLong: {
      status: 400,
      body: [
        error(
          'The input token count (317740) exceeds the maximum number of tokens allowed (131072).',
          {
            code: 400,
          },
        ),
      ],
    },
    usage: 'reasoning outside',
  },
  {
    name: 'DashScope, compatible',
    n: {
      most: 4,
      said: {
        status: 400,
        body: error('<400> InternalError.Algo.InvalidParameter: Range of n should be [1, 4]', {
          code: 'invalid_parameter_error',
        }),
      },
    },
    thoughts: 'apart',
    throttled: {
      status: 429,
      body: error('Requests rate limit exceeded, please try again later.', {
        code: 'limit_requests',
      }),
    },
    tooLong: {
      status: 400,
      body: error(
        '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 98304]',
        {
          code: 'invalid_parameter_error',
        },
      ),
    },
    broke: {
      status: 400,
      body: error('Access denied, please make sure your account is in good standing.', {
        code: 'Arrearage',
      }),
    },
    usage: 'plain',
  },
  {
    name: 'DashScope, QwQ',
    n: {
      most: 1,
      said: { status: 400, body: error('<400> InternalError.Algo.InvalidParameter: n must be 1') },
    },
    stream: {
      status: 400,
      body: error(
        'This model only support stream mode, please enable the stream parameter to access the model.',
      ),
    },
    thoughts: 'apart',
    throttled: PLAIN_429,
    tooLong: { status: 400, body: error('Range of input length should be [1, 98304]') },
    broke: { status: 400, body: error('overdue', { code: 'Arrearage' }) },
    usage: 'plain',
  },
  {
    name: 'Mistral',
    n: 'any',
    thoughts: 'parts',
    throttled: {
      status: 429,
      body: { object: 'error', message: 'Requests rate limit exceeded', type: 'rate_limited' },
    },
    tooLong: {
      status: 400,
      body: {
        object: 'error',
        message:
          'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
        type: 'invalid_request_prompt',
      },
    },
    broke: { status: 402, body: { object: 'error', message: 'Payment required' } },
    usage: 'plain',
  },
];

/**
 * Makes a mock behave as that server does: says no to what it does not do, throttles a call in
 * 25, and answers in its own form.
 *
 * @param textOf choice `at` of the answer to a call
 */
export function behaveAs(
  mock: Mock,
  row: ServerRow,
  textOf: (call: SeenCall, at: number) => string,
): void {
  let calls = 0;
  mock.decide = call => {
    const no = refusalOf(row, call);
    if (no) return no;
    if (++calls % 25 === 0) return row.throttled;
    const given = row.n === 'ignored' ? 1 : call.n;
    const texts = Array.from({ length: given }, (_, at) => textOf(call, at));
    return call.body.stream === true ? streamed(row, texts) : whole(row, texts);
  };
}

function refusalOf(row: ServerRow, { n, body }: SeenCall): Behaviour | undefined {
  if (row.stream && body.stream !== true) return row.stream;
  if (row.limit && 'max_tokens' in body) return row.limit;
  if (row.temperature && 'temperature' in body && body.temperature !== 1) return row.temperature;
  return typeof row.n === 'object' && n > row.n.most ? row.n.said : undefined;
}

const THOUGHT = 'Let me see. The answer is Nobody, or is it?';

function messageOf({ thoughts }: ServerRow, text: string): object {
  if (thoughts === 'apart') return { content: text, reasoning_content: THOUGHT };
  if (thoughts === 'tags') return { content: `<think>${THOUGHT}</think>\n\n${text}` };
  if (thoughts === 'none') return { content: text };
  return {
    content: [
      { type: 'thinking', thinking: [{ type: 'text', text: THOUGHT }] },
      { type: 'text', text },
    ],
  };
}

function usageOf({ usage }: ServerRow, choices: number): object {
  if (usage === undefined) return {};
  const completion = 20 * choices;
  const shown = usage === 'plain' ? completion : 5 * choices;
  return {
    usage: { prompt_tokens: 100, completion_tokens: shown, total_tokens: 100 + completion },
  };
}

const whole = (row: ServerRow, texts: string[]): Behaviour => ({
  status: 200,
  body: {
    object: 'chat.completion',
    choices: texts.map((text, index) => ({
      index,
      message: { role: 'assistant', ...messageOf(row, text) },
      finish_reason: 'stop',
    })),
    ...usageOf(row, texts.length),
  },
});

function streamed(row: ServerRow, texts: string[]): Behaviour {
  const chunks = texts.map((text, index) => ({
    choices: [{ index, delta: messageOf(row, text), finish_reason: 'stop' }],
  }));
  const last = { choices: [], ...usageOf(row, texts.length) };
  const lines = [...chunks, last].map(chunk => `data: ${JSON.stringify(chunk)}`);
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: [...lines, 'data: [DONE]', ''].join('\n\n'),
  };
}
