import test from 'ava';
import { readApiKey } from '../../../lib/model/client/api-key.js';
import { classify } from '../../../lib/model/faults/classify.js';
import type { Fault } from '../../../lib/model/faults/fault.js';
import { retryAfter } from '../../../lib/network/retry-after.js';
import { FakeClock } from '../../support/model/fake-clock.js';

const key = readApiKey({});

interface Given {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  choices?: number;
  stream?: boolean;
  hasAnswered?: boolean;
  givesMany?: boolean;
}

function faultOf({ status, body, headers = {}, choices = 8, ...rest }: Given): Fault {
  const result = classify(
    {
      status,
      header: name => headers[name],
      body: typeof body === 'string' ? body : JSON.stringify(body),
    },
    {
      endpoint: 'http://server/v1',
      asked: { choices, stream: rest.stream ?? false },
      hasAnswered: rest.hasAnswered ?? false,
      givesMany: rest.givesMany ?? false,
      key,
      clock: new FakeClock(Date.parse('2026-01-01T00:00:00Z')),
    },
  );
  if ('answers' in result) throw new Error('an answer');
  return result;
}

const error = (message: string, more: object = {}) => ({ error: { message, ...more } });

/** What servers say, and what it means. */
const SAID: Record<string, [string, number, unknown][]> = {
  'prompt-too-long': [
    [
      'TGI',
      422,
      error(
        'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000',
        { type: 'validation' },
      ),
    ],
    [
      'TGI, prompt alone',
      422,
      error('Input validation error: `inputs` must have less than 4095 tokens. Given: 5000'),
    ],
    [
      'Gemini',
      400,
      [
        error(
          'The input token count (317740) exceeds the maximum number of tokens allowed (131072).',
          { code: 400, status: 'INVALID_ARGUMENT' },
        ),
      ],
    ],
    [
      'Anthropic',
      400,
      error('input length and `max_tokens` exceed context limit: 198000 + 8192 > 200000'),
    ],
    [
      'Groq',
      413,
      error(
        'Request too large for model `small` on tokens per minute (TPM): Limit 6000, Requested 9000',
        { code: 'rate_limit_exceeded' },
      ),
    ],
    ['nginx', 413, '<html><head><title>413 Request Entity Too Large</title></head></html>'],
    [
      'xAI',
      400,
      {
        code: 'invalid',
        error:
          "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
      },
    ],
    [
      'DashScope',
      400,
      error(
        '<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 98304]',
        { code: 'invalid_parameter_error' },
      ),
    ],
    [
      'LM Studio',
      400,
      {
        error:
          'Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
      },
    ],
    [
      'Mistral',
      400,
      {
        object: 'error',
        message:
          'Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length',
      },
    ],
    [
      'llama.cpp with 500',
      500,
      error('the request exceeds', { type: 'exceed_context_size_error' }),
    ],
    [
      'inside 200',
      200,
      error(
        "This endpoint's maximum context length is 32768 tokens. However, you requested about 90000 tokens.",
        { code: 400 },
      ),
    ],
  ],
  'quota-spent': [
    [
      'OpenAI',
      429,
      error('You exceeded your current quota, please check your plan and billing details.', {
        code: 'insufficient_quota',
      }),
    ],
    [
      'OpenAI, hard limit',
      400,
      error('Billing hard limit has been reached', { code: 'billing_hard_limit_reached' }),
    ],
    ['DeepSeek', 402, error('Insufficient Balance', { type: 'unknown_error' })],
    ['OpenRouter', 402, error('This request requires more credits, or fewer max_tokens.')],
    [
      'OpenRouter inside 200',
      200,
      error('Insufficient credits. Add more using https://...', { code: 402 }),
    ],
    [
      'a word inside 200',
      200,
      error('You exceeded your current quota', { code: 'insufficient_quota' }),
    ],
    ['one-api', 403, error('insufficient user quota', { code: 'insufficient_user_quota' })],
    ['one-api in Chinese', 403, error('用户额度不足, 剩余额度: 0')],
    [
      'Moonshot',
      429,
      error('Your account is suspended, please check your plan and billing details', {
        type: 'exceeded_current_quota_error',
      }),
    ],
    [
      'Anthropic',
      400,
      error(
        'Your credit balance is too low to access the API. Please go to Plans & Billing to upgrade or purchase credits.',
      ),
    ],
    [
      'DashScope',
      400,
      error('Access denied, please make sure your account is in good standing.', {
        code: 'Arrearage',
      }),
    ],
  ],
  'content-refused': [
    [
      'OpenRouter',
      403,
      error('Your input was flagged', { code: 403, metadata: { reasons: ['violence'] } }),
    ],
    ['OpenRouter inside 200', 200, error('Input flagged by moderation', { code: 403 })],
    [
      'Azure',
      400,
      error(
        "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
        { code: 'content_filter' },
      ),
    ],
    [
      'DashScope',
      400,
      error('Input data may contain inappropriate content.', { code: 'data_inspection_failed' }),
    ],
  ],
  'key-refused': [
    ['OpenAI', 401, error('Incorrect API key provided')],
    ['403 of the key', 403, error('Invalid API key')],
  ],
  'not-served': [
    [
      'a country',
      403,
      error('Country, region, or territory not supported', {
        code: 'unsupported_country_region_territory',
      }),
    ],
    [
      'a project',
      403,
      error('Project `p` does not have access to model `m`', { code: 'model_not_found' }),
    ],
    ['an organisation', 403, error('Your organization must be verified to use the model `m`.')],
    ['a firewall', 403, '<!DOCTYPE html><html><body>Blocked</body></html>'],
    [
      'vLLM, another model',
      404,
      {
        object: 'error',
        message: 'The model `m` does not exist.',
        type: 'NotFoundError',
        code: 404,
      },
    ],
    ['FastAPI, another path', 404, { detail: 'Not Found' }],
    ['Ollama', 404, error('model "m" not found, try pulling it first')],
    ['OpenRouter', 400, error('m is not a valid model ID', { code: 400 })],
    ['a redirect', 301, ''],
  ],
  'not-there': [
    ['an ingress', 404, 'default backend - 404'],
    ['nginx', 404, '<html><head><title>404 Not Found</title></head></html>'],
  ],
  busy: [
    ['plainly', 429, error('Rate limit reached for requests')],
    ['Anthropic', 529, error('Overloaded')],
    ['OpenRouter inside 200', 200, error('Provider returned error', { code: 429 })],
    ['a word inside 200', 200, error('The server is overloaded', { code: 'server_overloaded' })],
    [
      'Gemini',
      429,
      [
        error('You exceeded your current quota, please check your plan. Please retry in 20.5s.', {
          code: 429,
          status: 'RESOURCE_EXHAUSTED',
        }),
      ],
    ],
    ['loading', 503, error('model is loading')],
    ['llm-d', 503, error('no candidate pods: at capacity')],
  ],
  'server-error': [
    ['502 inside 200', 200, error('Network connection lost.', { code: 502 })],
    ['a string inside 200', 200, { error: 'upstream went away' }],
    ['beside no choices', 200, { ...error('boom'), choices: [] }],
    ['conflict', 409, error('try again')],
    ['too early', 425, ''],
    ['503', 503, 'no'],
    ['"top up" within words', 500, error('failed to stop upstream; laptop update')],
  ],
  'broken-body': [
    ['a page', 200, '<!doctype html><html>maintenance</html>'],
    ['nothing', 200, { choices: [] }],
    ['null', 200, { choices: null }],
    ['half', 200, '{"choices": ['],
    [
      'a broken choice',
      200,
      {
        choices: [{ message: { content: '' }, finish_reason: 'error', error: { message: 'died' } }],
      },
    ],
  ],
};

for (const [fault, rows] of Object.entries(SAID)) {
  for (const [server, status, body] of rows) {
    test(`${fault}: ${server}`, t => {
      t.is(faultOf({ status, body, choices: 1 }).fault as string, fault);
    });
  }
}

/** How servers say no to several choices, and how many are then asked for. */
const NO_CHOICES: [string, number, unknown, number][] = [
  ['llama.cpp', 400, error('Only one completion choice is allowed'), 1],
  ['vLLM', 400, error('n must be 1 when using greedy sampling, got 8.'), 1],
  ['DeepSeek', 400, error('Invalid n value (currently only n = 1 is supported)'), 1],
  ['DeepSeek, old', 400, { detail: 'Invalid n value (currently only n = 1 is supported)' }, 1],
  [
    'Gemini',
    400,
    [error('Only one candidate can be specified in the current model', { code: 400 })],
    1,
  ],
  ['Gemini 3', 400, [error('Multiple candidates is not enabled for this model', { code: 400 })], 1],
  [
    'Vertex',
    400,
    [
      error(
        'Unable to submit request because it has a candidateCount value of 8 but the supported range is from 1 (inclusive) to 9 (exclusive)... only one candidate',
      ),
    ],
    1,
  ],
  ['Groq', 400, error("'n' : number must be at most 1"), 1],
  ['OpenAI o1', 400, error("Unsupported value: 'n' does not support 8", { param: 'n' }), 4],
  [
    'DashScope',
    400,
    error('<400> InternalError.Algo.InvalidParameter: Range of n should be [1, 4]'),
    4,
  ],
  [
    'FastAPI',
    422,
    {
      detail: [
        {
          type: 'less_than_equal',
          loc: ['body', 'n'],
          msg: 'Input should be less than or equal to 1',
        },
      ],
    },
    1,
  ],
  [
    'extra fields forbidden',
    422,
    {
      detail: [
        { type: 'extra_forbidden', loc: ['body', 'n'], msg: 'Extra inputs are not permitted' },
      ],
    },
    4,
  ],
  ['TensorRT-LLM', 400, error('best_of / n > 1 is not supported by this engine'), 1],
  ['500', 500, error('n>1 is not supported'), 1],
];
for (const [server, status, body, atMost] of NO_CHOICES) {
  test(`no to eight choices: ${server}`, t => {
    const { fault, lack } = faultOf({ status, body });
    t.is(fault, 'cannot');
    t.deepEqual(lack, { of: 'choices', atMost, surely: true });
    t.not(faultOf({ status, body, choices: 1 }).fault, 'cannot');
  });
}

test('a refusal without a reason may be for the choices, once', t => {
  const given = { status: 400, body: error('Bad request') };
  t.deepEqual(faultOf(given).lack, { of: 'choices', atMost: 1, surely: false });
  t.is(faultOf({ ...given, choices: 1 }).fault, 'refused');
  t.is(faultOf({ ...given, givesMany: true }).fault, 'refused');
});

const LACKS: [string, number, unknown, string][] = [
  [
    'GPT-5',
    400,
    error(
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { param: 'max_tokens', code: 'unsupported_parameter' },
    ),
    'max_tokens',
  ],
  [
    'GPT-5',
    400,
    error(
      "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.",
      { param: 'temperature', code: 'unsupported_value' },
    ),
    'temperature',
  ],
  ['a gateway', 400, error('top_p is not supported'), 'top_p'],
  [
    'DashScope, QwQ',
    400,
    error(
      'This model only support stream mode, please enable the stream parameter to access the model.',
    ),
    'whole-answers',
  ],
  [
    'DashScope, Qwen3',
    400,
    error('parameter.enable_thinking must be set to false for non-streaming calls'),
    'whole-answers',
  ],
];
for (const [server, status, body, of] of LACKS) {
  test(`${server} is asked without ${of}`, t => {
    t.is(faultOf({ status, body }).lack?.of as string, of);
  });
}

test('a limit on tokens that is too large is no other name for it', t => {
  const said =
    "'max_tokens' or 'max_completion_tokens' is too large: 2048. This model's maximum context length is 4096 tokens";
  t.is(faultOf({ status: 400, body: error(said) }).fault, 'prompt-too-long');
});

test('what was served once is trouble that passes', t => {
  for (const [, status, body] of SAID['not-served']!) {
    t.is(faultOf({ status, body, hasAnswered: true }).fault, 'not-there');
  }
});

test('what a server says is in the message, in one line, and a page is called one', t => {
  t.is(
    faultOf({ status: 400, body: SAID['prompt-too-long']![7]![2], choices: 1 }).message,
    'http://server/v1 says 400: <400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 98304]',
  );
  t.regex(faultOf({ status: 502, body: '<html>\n<p>bad' }).message, /says 502: an HTML page$/);
  t.regex(
    faultOf({ status: 301, body: '', headers: { location: 'https://x/v1' } }).message,
    /redirects \(301\) to https:\/\/x\/v1; give that URL/,
  );
  t.regex(
    faultOf({ status: 404, body: { detail: 'Not Found' } }).message,
    /Not Found; does the URL end in \/v1/,
  );
});

test('nothing of what a server says moves a terminal or is half a character', t => {
  const message = `\u001b[31mbad\u0007 \u009b\u202ething\u2028 ${'x'.repeat(232)}${'🙂'.repeat(40)}`;
  const said = faultOf({ status: 500, body: error(message) }).message;
  t.regex(said, /says 500: +\[31mbad +thing +x+🙂+\ufffd?\.\.\.$/u);
  t.true(said.isWellFormed());
});

const WAITS: [string, Record<string, string>, string, number | undefined][] = [
  ['nothing', {}, 'Rate limit reached', undefined],
  ['seconds', { 'retry-after': '7' }, '', 7000],
  ['milliseconds', { 'retry-after-ms': '250', 'retry-after': '1' }, '', 250],
  ['a date', { 'retry-after': 'Thu, 01 Jan 2026 00:00:09 GMT' }, '', 9000],
  ['a duration', { 'x-ratelimit-reset-requests': '500ms' }, '', 500],
  [
    'minutes',
    {
      'x-ratelimit-reset-tokens': '6m0s',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-requests': '1s',
    },
    '',
    360_000,
  ],
  [
    'the nearer one',
    { 'x-ratelimit-reset-tokens': '6m0s', 'x-ratelimit-reset-requests': '1s' },
    '',
    1000,
  ],
  ['a time in ms', { 'x-ratelimit-reset': String(Date.parse('2026-01-01T00:00:03Z')) }, '', 3000],
  ['words', {}, 'Please try again in 1m30.5s.', 90_500],
  ['Azure', {}, 'Please retry after 86400 seconds.', 86_400_000],
  ['Gemini', {}, 'Please retry in 20.5s.', 20_500],
  ['milliseconds in words', {}, 'try again in 20 milliseconds', 20],
  ['no time but a number', {}, 'Please try again later. Limit: 5 messages, 3 slots', undefined],
  ['a date in the past', { 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, '', 0],
  [
    'a date, by a clock that is an hour off',
    {
      'retry-after': 'Thu, 01 Jan 2026 01:00:09 GMT',
      date: 'Thu, 01 Jan 2026 01:00:00 GMT',
    },
    '',
    9000,
  ],
  ['a number without end', { 'retry-after': '9'.repeat(400) }, '', 86_400_000_000],
];
for (const [name, headers, text, ms] of WAITS) {
  test(`how long to wait: ${name}`, t => {
    const clock = new FakeClock(Date.parse('2026-01-01T00:00:00Z'));
    t.is(retryAfter({ status: 429, header: header => headers[header], text }, clock), ms);
  });
}
