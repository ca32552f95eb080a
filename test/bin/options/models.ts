import { existsSync } from 'node:fs';
import type { Behaviour } from '../../support/model/mock-server.js';
import {
  type At,
  baseOf,
  type Effect,
  type Effects,
  modelOf,
  recordsOf,
  withOptions,
} from './effect.js';
import { type Ground, reset, run, said } from './ground.js';

/** Adds a model to commands that may do without one. */
const judging = ({ command, ground }: At): string[] =>
  command === 'keychain' || command === 'synth' ? modelOf(ground) : [];

/** Asks the mock server with more options. */
export async function ask(
  at: At,
  options: readonly string[] = [],
  { code = 0, otherwise, latencyMs }: Asking = {},
) {
  reset(at.ground.server);
  reset(at.ground.other);
  const { server } = at.ground;
  if (otherwise) server.options.otherwise = otherwise;
  if (latencyMs) server.options.latencyMs = latencyMs;
  const result = await run([...baseOf(at), ...judging(at), ...options], code);
  return { ...result, calls: server.calls };
}

interface Asking {
  code?: number;
  otherwise?: Behaviour;
  latencyMs?: number;
}

/** The requests become others, each as it should be. */
const requests =
  (
    options: string | ((ground: Ground) => string[]),
    isRight: (call: Ground['server']['calls'][number]) => unknown,
  ): Effect =>
  async at => {
    const given = typeof options === 'string' ? options.split(' ') : options(at.ground);
    const { calls } = await ask(at, given);
    at.t.true(calls.length > 0);
    for (const call of calls) at.t.truthy(isRight(call));
    at.t.false((await ask(at)).calls.some(isRight), 'they are so without the option');
  };

/** What a run has spent, as its summary says. */
export function spentIn(stderr: string): { cost: number } {
  const summary = JSON.parse(stderr.trimEnd().split('\n').at(-1)!);
  return summary.datasets?.[0].judged ?? summary;
}

const costs =
  (option: string): Effect =>
  async at => {
    const { stderr } = await ask(at, [option, '1000000', '--json']);
    at.t.true(spentIn(stderr).cost > 1);
    at.t.is(spentIn((await ask(at, ['--json'])).stderr).cost, 0);
  };

/** Milliseconds from the first call to the last. */
const span = (calls: Ground['server']['calls']): number => calls.at(-1)!.at - calls[0]!.at;

const KEY_VARIABLE = 'KEYCHAIN_TEST_KEY';
process.env[KEY_VARIABLE] = 'key-of-the-tests';

const hasKey = ({ headers }: Ground['server']['calls'][number]): boolean =>
  headers.authorization === 'Bearer key-of-the-tests';

/** How a model is reached and asked, of every command that asks one. */
const MODEL: Effects = {
  llmUrl: async at => {
    const { server, other } = at.ground;
    await ask(at, ['--llm-url', other.url], { latencyMs: 20 });
    at.t.true(server.calls.length > 0 && other.calls.length > 0, 'load is spread');
  },
  model: requests('--model other-name', ({ body }) => body.model === 'other-name'),
  apiKeyEnv: requests(`--api-key-env ${KEY_VARIABLE}`, hasKey),
  azureApiVersion: requests(
    `--azure-api-version 2024-10-21 --api-key-env ${KEY_VARIABLE}`,
    ({ url, headers }) =>
      url.includes('api-version=2024-10-21') && headers['api-key'] === 'key-of-the-tests',
  ),
  temperature: requests('--temperature 0.25', ({ body }) => body.temperature === 0.25),
  topP: requests('--top-p 0.5', ({ body }) => body.top_p === 0.5),
  maxTokens: requests('--max-tokens 77', ({ body }) => body.max_tokens === 77),
  concurrency: async at => {
    await ask(at, ['--concurrency', '1'], { latencyMs: 5 });
    at.t.is(at.ground.server.mostInFlight, 1);
    await ask(at, [], { latencyMs: 50 });
    at.t.true(at.ground.server.mostInFlight > 1);
  },
  rpm: async at => {
    // Four at once, and then one every quarter of a second.
    const { calls } = await ask(at, ['--rpm', '240']);
    at.t.true(span(calls) > 200, `${span(calls)}`);
  },
  tpm: async at => {
    // Few tokens a second, and each of them takes about as many.
    const { calls } = await ask(at, ['--tpm', '15000', '--max-tokens', '20']);
    at.t.true(span(calls) > 200, `${span(calls)}`);
  },
  timeout: async at => {
    const options = ['--retries', '0', '--patience', '0'];
    const slow = { latencyMs: 400 };
    await ask(at, options, slow);
    const { stderr, code } = await ask(at, [...options, '--timeout', '0.05', '--allow-rejects'], {
      ...slow,
      code: 1,
    });
    at.t.is(code, 1);
    at.t.regex(stderr, /MODEL_UNREACHABLE/);
  },
  retries: async at => {
    const { calls } = await ask(at, ['--retries', '0'], { otherwise: 'no-choices', code: 3 });
    const keys = calls.map(({ key }) => key);
    at.t.is(new Set(keys).size, keys.length, 'a call was made again');
  },
  patience: async at => {
    const options = ['--patience', '0', '--retries', '0'];
    const { stderr } = await ask(at, options, { otherwise: { status: 503 }, code: 1 });
    at.t.regex(stderr, /MODEL_UNREACHABLE/);
  },
  runTimeout: async at => {
    const { stderr } = await ask(at, ['--run-timeout', '0.3'], { otherwise: 'hang', code: 1 });
    at.t.regex(stderr, /MODEL_TIME_OVER/);
  },
  maxRequests: async at => {
    const { stderr, calls } = await ask(at, ['--max-requests', '2'], { code: 1 });
    at.t.regex(stderr, /MODEL_CAP_REACHED: .*2 requests/);
    at.t.is(calls.length, 2);
  },
  maxCost: async at => {
    const prices = ['--price-in', '1', '--price-out', '1'];
    const { stderr, calls } = await ask(at, ['--max-cost', '0', ...prices], { code: 1 });
    at.t.regex(stderr, /MODEL_CAP_REACHED/);
    at.t.is(calls.length, 0);
    at.t.true((await ask(at, ['--max-cost', '100', ...prices])).calls.length > 0);
  },
  priceIn: costs('--price-in'),
  priceOut: costs('--price-out'),
  journal: async at => {
    const journal = at.ground.fresh('own-journal');
    const first = await ask(at, ['--journal', journal]);
    at.t.true(existsSync(journal));
    at.t.true(first.calls.length > 0);
    const second = await ask(at, ['--journal', journal]);
    at.t.is(second.calls.length, 0);
    at.t.is(second.stdout, first.stdout);
  },
  n: requests('--n 3', ({ n }) => n === 3),
  prompt: async at => {
    const file = await at.ground.file('prompt.txt', 'Mine: {prompt}\nQuestion: {question}\n');
    const { calls } = await ask(at, ['--prompt', file]);
    at.t.true(calls.length > 0 && calls.every(({ key }) => key.startsWith('Mine: ')));
  },
  answerInstruction: requests(
    () => ['--answer-instruction', 'Say it\\nloud.'],
    ({ key }) => key.includes('Say it\nloud.'),
  ),
};

/** The answers are told otherwise than by default. */
const RULED: Effects = {
  rule: async at => {
    const { own } = at.ground.server;
    const answers = async (options: string[]): Promise<string> => {
      reset(at.ground.server);
      const text = at.ground.server.own!.text;
      // Each rule finds another answer.
      at.ground.server.own = {
        text: (call, i) => text(call, i).replace(/\\boxed\{.*\}/, '\\boxed{Zzz}'),
      };
      const args = [...baseOf(at), ...judging(at), ...options];
      return (await run(args)).stdout;
    };
    const other = at.command === 'trajectories' ? 'answer-is' : 'loongrl';
    at.t.not(await answers(['--rule', other]), await answers([]));
    at.ground.server.own = own!;
  },
  metric: async at => {
    const part = async (options: string[]): Promise<string> => {
      reset(at.ground.server);
      const text = at.ground.server.own!.text;
      // A part of the answer is found inside it, and is not equal to it.
      at.ground.server.own = {
        text: (call, i) => {
          const [, answer = ''] = /\\boxed\{(.*)\}/.exec(text(call, i)) ?? [];
          return said(answer.slice(0, Math.max(4, answer.length - 2)));
        },
      };
      return (await run([...baseOf(at), ...judging(at), ...options])).stdout;
    };
    const most = at.command === 'keychain' || at.command === 'synth' ? ['--max-correct', '2'] : [];
    at.t.not(await part(['--metric', 'em', ...most]), await part(most));
  },
};

const RESCUE_MODEL = ['--rescue-model', 'strong'];

/** The first model is never right. */
async function askRescued(at: At, options: readonly string[]) {
  reset(at.ground.server);
  reset(at.ground.other);
  const { server, other } = at.ground;
  server.own = {
    text: ({ body }, i) => (body.model === 'strong' && i === 0 ? said('rescued') : said('Zzz')),
  };
  const result = await run([...baseOf(at), ...judging(at), ...options]);
  return { ...result, calls: server.calls, others: other.calls };
}

const RESCUE: Effects = {
  rescue: async at => {
    const { stderr } = await run([...baseOf(at), ...judging(at), '--rescue'], 2);
    at.t.regex(stderr, /--rescue-model/);
    const { calls } = await askRescued(at, ['--rescue', ...RESCUE_MODEL]);
    at.t.true(calls.some(({ body }) => body.model === 'strong'));
  },
  rescueModel: async at => {
    const strong = (calls: Ground['server']['calls']): number =>
      calls.filter(({ body }) => body.model === 'strong').length;
    at.t.true(strong((await askRescued(at, RESCUE_MODEL)).calls) > 0);
    at.t.is(strong((await askRescued(at, [])).calls), 0);
  },
  rescueUrl: async at => {
    const url = ['--rescue-url', at.ground.other.url];
    const { calls, others } = await askRescued(at, [...RESCUE_MODEL, ...url]);
    at.t.true(others.length > 0 && others.every(({ body }) => body.model === 'strong'));
    at.t.true(calls.every(({ body }) => body.model === 'm'));
  },
  rescueApiKeyEnv: async at => {
    const key = ['--rescue-api-key-env', KEY_VARIABLE];
    const { calls } = await askRescued(at, [...RESCUE_MODEL, ...key]);
    at.t.true(calls.every(call => hasKey(call) === (call.body.model === 'strong')));
  },
  rescuePriceIn: rescueCosts('--rescue-price-in'),
  rescuePriceOut: rescueCosts('--rescue-price-out'),
};

function rescueCosts(option: string): Effect {
  return async at => {
    const price = [option, '1000000', '--json'];
    at.t.true(spentIn((await askRescued(at, [...RESCUE_MODEL, ...price])).stderr).cost > 1);
    at.t.is(spentIn((await askRescued(at, [...RESCUE_MODEL, '--json'])).stderr).cost, 0);
  };
}

/** Of `keychain` and `synth`: one answer of two is right, and such questions are kept. */
export const JUDGING: Effects = {
  ...MODEL,
  ...RULED,
  ...RESCUE,
  minCorrect: async at => {
    at.t.true(recordsOf((await ask(at)).stdout).length > 0);
    at.t.is((await ask(at, ['--min-correct', '2', '--max-correct', '2'])).stdout, '');
  },
  maxCorrect: async at => {
    at.t.is((await ask(at, ['--min-correct', '0', '--max-correct', '0'])).stdout, '');
  },
};

/** What would be asked, of the commands that ask about each record. */
const ASKED: Effects = {
  records: async at => {
    const [command = '', file = '', ...rest] = baseOf(at);
    reset(at.ground.server);
    const { stdout } = await run([command, ...rest, '--records', file]);
    at.t.is(stdout, (await ask(at)).stdout);
  },
  dryRun: async at => {
    const { stdout, calls } = await ask(at, ['--dry-run']);
    at.t.is(JSON.parse(stdout).estimate.requests, 6);
    at.t.is(calls.length, 0);
  },
  tokenizerType: async at => {
    const words = ['--tokenizer-type', 'hf', '--tokenizer-path', at.ground.wordTokenizer];
    const tokens = await estimated(at, words);
    at.t.true(tokens > 0 && tokens < (await estimated(at, [])));
  },
  tokenizerPath: async at => {
    at.t.not(await estimated(at, ['--tokenizer-path', 'gpt2']), await estimated(at, []));
  },
};

async function estimated(at: At, options: readonly string[]): Promise<number> {
  const { stdout } = await withOptions(at, [...options, '--dry-run']);
  return JSON.parse(stdout).estimate.prompt_tokens;
}

export const ROLLOUT: Effects = { ...MODEL, ...ASKED, ...RULED, ...RESCUE };

export const REASONING: Effects = {
  ...MODEL,
  ...ASKED,
  style: async at => {
    const other = (await ask(at, ['--style', 'mcts'])).calls.map(({ key }) => key);
    const usual = (await ask(at)).calls.map(({ key }) => key);
    at.t.notDeepEqual(other.sort(), usual.sort());
  },
};

export const TRAJECTORIES: Effects = {
  ...MODEL,
  ...ASKED,
  ...RULED,
  keepUnsolved: async at => {
    const lines = async (options: string[]): Promise<number> => {
      reset(at.ground.server);
      at.ground.server.own = { text: () => said('Zzz') };
      return recordsOf((await run([...baseOf(at), ...options])).stdout).length;
    };
    at.t.is(await lines([]), 0);
    at.t.is(await lines(['--keep-unsolved']), 6);
  },
};
