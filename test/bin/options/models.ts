import { existsSync } from 'node:fs';
import type { Behaviour } from '../../support/model/mock-server.js';
import { type BatchLine, batchLines, runBatch } from '../../support/model/run-batch.js';
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

/** Adds a model to commands that may do without one; six samples need no threads. */
const judging = ({ command, ground }: At): string[] =>
  command === 'keychain' || command === 'synth' ? [...modelOf(ground), '--workers', '1'] : [];

/** Asks the mock server with more options. */
export async function ask(
  at: At,
  options: readonly string[] = [],
  { code = 0, otherwise, script, latencyMs }: Asking = {},
) {
  reset(at.ground.server);
  reset(at.ground.other);
  const { server } = at.ground;
  if (script) server.options.script = script;
  if (otherwise) server.options.otherwise = otherwise;
  if (latencyMs) server.options.latencyMs = latencyMs;
  const result = await run([...baseOf(at), ...judging(at), ...options], code);
  return { ...result, calls: server.calls };
}

interface Asking {
  code?: number;
  otherwise?: Behaviour;
  script?: Record<string, Behaviour[]>;
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

/** Options of both kinds of tokenizer. */
const tokenizers = ({ ground }: At): string[][] => [
  [],
  ['--tokenizer-type', 'hf', '--tokenizer-path', ground.wordTokenizer],
];

/** Milliseconds from the first call to the last. */
const span = (calls: Ground['server']['calls']): number => calls.at(-1)!.at - calls[0]!.at;

const KEY_VARIABLE = 'KEYCHAIN_TEST_KEY';
process.env[KEY_VARIABLE] = 'key-of-the-tests';

const hasKey = ({ headers }: Ground['server']['calls'][number]): boolean =>
  headers.authorization === 'Bearer key-of-the-tests';

const systemOf = ({ body }: Ground['server']['calls'][number]): string | undefined =>
  (body.messages as { role: string; content: string }[]).find(({ role }) => role === 'system')
    ?.content;

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
    for (const tokenizer of tokenizers(at)) {
      const { calls } = await ask(at, ['--tpm', '15000', '--max-tokens', '20', ...tokenizer]);
      at.t.true(span(calls) > 200, `${span(calls)}`);
    }
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
    // Prompts that the server has not been asked before; it counts.
    const instruction = at.ground.fresh('instruction');
    const own = ['--answer-instruction', instruction, '--concurrency', '1'];
    const { calls } = await ask(at, own);
    // A call of another test that was taken back may come in late.
    const { key } = calls.find(call => call.key.includes(instruction))!;
    // One failure makes no server sick.
    const failure = { status: 500 };
    const script: Record<string, Behaviour[]> = { [key]: ['answer', failure, failure] };
    const { stderr } = await ask(at, [...own, '--retries', '0'], { script, code: 3 });
    at.t.regex(stderr, /1 rejected \(MODEL_FAILED\)/);
    await ask(at, own, { script });
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
    for (const tokenizer of tokenizers(at)) {
      const enough = ['--max-cost', '100', ...prices, ...tokenizer];
      at.t.true((await ask(at, enough)).calls.length > 0);
    }
  },
  priceIn: costs('--price-in'),
  priceOut: costs('--price-out'),
  apiKeyCommand: requests(() => ['--api-key-command', 'echo key-of-the-tests'], hasKey),
  header: requests(
    () => ['--header', 'X-Team=a b', '--header', 'x-other=c=d'],
    ({ headers }) => headers['x-team'] === 'a b' && headers['x-other'] === 'c=d',
  ),
  headerEnv: requests(
    `--header-env X-Secret=${KEY_VARIABLE}`,
    ({ headers }) => headers['x-secret'] === 'key-of-the-tests',
  ),
  systemPrompt: async at => {
    const { calls } = await ask(at, ['--system-prompt', 'Be careful.']);
    at.t.true(calls.length > 0 && calls.every(call => systemOf(call) === 'Be careful.'));
    const file = await at.ground.file('system.txt', 'Be brief.\n');
    for (const named of [`@${file}`, file]) {
      const read = await ask(at, ['--system-prompt', named]);
      at.t.true(read.calls.length > 0 && read.calls.every(call => systemOf(call) === 'Be brief.'));
    }
    at.t.is(systemOf((await ask(at)).calls[0]!), undefined);
  },
  extraBody: async at => {
    const { calls } = await ask(at, ['--extra-body', '{"top_k": 20, "temperature": 0.6}']);
    at.t.true(calls.length > 0);
    for (const { body } of calls)
      at.t.like(body, { top_k: 20, temperature: 0.6, max_tokens: 2048 });
    const file = await at.ground.file('extra.json', '{"max_tokens": 99}\n');
    const read = await ask(at, ['--extra-body', `@${file}`]);
    for (const { body } of read.calls) at.t.like(body, { max_tokens: 99, temperature: 1 });
  },
  modelVersion: async at => {
    const journal = ['--journal', at.ground.fresh('versions')];
    at.t.true((await ask(at, journal)).calls.length > 0);
    at.t.is((await ask(at, journal)).calls.length, 0);
    const { calls } = await ask(at, [...journal, '--model-version', 'step-2']);
    at.t.true(calls.length > 0, 'answers of another checkpoint are not used');
    at.t.false(JSON.stringify(calls).includes('step-2'), 'no server is told of it');
  },
  stream: requests('--stream', ({ body }) => body.stream === true),
  maxTotalTokens: async at => {
    const { stderr, calls } = await ask(at, ['--max-total-tokens', '5'], { code: 1 });
    at.t.regex(stderr, /MODEL_CAP_REACHED: .*5 tokens/);
    at.t.is(calls.length, 0);
  },
  askAgain: async at => {
    const { server } = at.ground;
    const journal = ['--journal', at.ground.fresh('again')];
    reset(server);
    server.own = { text: (_, i) => (i === 0 ? '' : said('Zzz')) };
    const args = [...baseOf(at), ...judging(at), ...journal];
    await run(args);
    const first = server.calls.length;
    at.t.true(first > 0);
    reset(server);
    await run(args);
    at.t.is(server.calls.length, 0);
    await run([...args, '--ask-again', 'empty']);
    at.t.is(server.calls.length, first);
    at.t.true(
      server.calls.every(({ n }) => n === 1),
      'the other answer is kept',
    );
  },
  journalOnly: async at => {
    const journal = ['--journal', at.ground.fresh('alone')];
    const { stdout } = await ask(at, journal);
    const [url, address, ...model] = modelOf(at.ground);
    const own = [...baseOf(at), ...judging(at)].filter(word => word !== url && word !== address);
    reset(at.ground.server);
    const alone = await run([...own, ...model, ...journal, '--journal-only']);
    at.t.is(alone.stdout, stdout);
    at.t.is(at.ground.server.calls.length, 0);
    const empty = ['--journal', at.ground.fresh('nothing'), '--journal-only'];
    at.t.is(recordsOf((await ask(at, empty, { code: 3 })).stdout).length, 0);
  },
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
async function askRescued(
  at: At,
  options: readonly string[],
  { code = 0, latencyMs }: Asking = {},
) {
  reset(at.ground.server);
  reset(at.ground.other);
  const { server, other } = at.ground;
  const right = server.own!.text;
  server.own = {
    text: (call, i) => (isStrong(call) ? right(call, i) : said('Zzz')),
  };
  if (latencyMs) other.options.latencyMs = latencyMs;
  const result = await run([...baseOf(at), ...judging(at), ...options], code);
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
  rescueTemperature: rescued(
    '--rescue-temperature default',
    ({ body }) => !('temperature' in body),
  ),
  rescueTopP: rescued('--rescue-top-p 0.5', ({ body }) => body.top_p === 0.5),
  rescueMaxTokens: rescued('--rescue-max-tokens none', ({ body }) => !('max_tokens' in body)),
  rescueN: rescued('--rescue-n 3', ({ n }) => n === 3),
  rescueSystemPrompt: rescued(
    '--rescue-system-prompt Slowly.',
    call => systemOf(call) === 'Slowly.',
  ),
  rescueExtraBody: rescued('--rescue-extra-body {"top_k":9}', ({ body }) => body.top_k === 9),
  rescueModelVersion: async at => {
    const journal = ['--journal', at.ground.fresh('versions')];
    await askRescued(at, [...RESCUE_MODEL, ...journal]);
    const version = ['--rescue-model-version', 'step-2'];
    const { calls } = await askRescued(at, [...RESCUE_MODEL, ...journal, ...version]);
    at.t.true(calls.length > 0 && calls.every(({ body }) => body.model === 'strong'));
  },
  rescueApiKeyCommand: rescued('--rescue-api-key-command printenv|KEYCHAIN_TEST_KEY', hasKey),
  rescueAzureApiVersion: rescued(
    `--rescue-azure-api-version 2024-10-21 --rescue-api-key-env ${KEY_VARIABLE}`,
    ({ url }) => url.includes('api-version=2024-10-21'),
  ),
  rescueHeader: rescued('--rescue-header X-Team=b', ({ headers }) => headers['x-team'] === 'b'),
  rescueHeaderEnv: rescued(
    `--rescue-header-env X-Team=${KEY_VARIABLE}`,
    ({ headers }) => headers['x-team'] === 'key-of-the-tests',
  ),
  rescueStream: rescued('--rescue-stream', ({ body }) => body.stream === true),
  rescueConcurrency: async at => {
    const url = ['--rescue-url', at.ground.other.url];
    const strong = [...RESCUE_MODEL, ...url];
    const latencyMs = 20;
    await askRescued(at, [...strong, '--rescue-concurrency', '1'], { latencyMs });
    at.t.is(at.ground.other.mostInFlight, 1);
    await askRescued(at, strong, { latencyMs: 50 });
    at.t.true(at.ground.other.mostInFlight > 1);
  },
  rescueRpm: async at => {
    const { calls } = await askRescued(at, [...RESCUE_MODEL, '--rescue-rpm', '120']);
    const spent = span(calls.filter(isStrong));
    at.t.true(spent > 200, `${spent} over ${calls.filter(isStrong).length}`);
  },
  rescueTpm: async at => {
    const limit = ['--rescue-tpm', '15000', '--max-tokens', '20'];
    const { calls } = await askRescued(at, [...RESCUE_MODEL, ...limit]);
    const spent = span(calls.filter(isStrong));
    at.t.true(spent > 200, `${spent} over ${calls.filter(isStrong).length}`);
  },
  rescueTimeout: async at => {
    const url = ['--rescue-url', at.ground.other.url, '--patience', '0', '--retries', '0'];
    const options = [...RESCUE_MODEL, ...url, '--rescue-timeout', '0.05'];
    const { stderr } = await askRescued(at, options, { latencyMs: 400, code: 1 });
    at.t.regex(stderr, /MODEL_UNREACHABLE/);
  },
  rescueMaxRequests: rescueCap(['--rescue-max-requests', '1'], /1 requests/),
  rescueMaxTotalTokens: rescueCap(['--rescue-max-total-tokens', '5'], /5 tokens/),
  rescueMaxCost: rescueCap(['--rescue-max-cost', '0', '--rescue-price-in', '1'], /0 in cost/),
};

/** Right answers that the second model may have; of those that judge. */
const RESCUE_BOUNDS: Effects = {
  rescueMinCorrect: async at => {
    const bounds = ['--rescue-min-correct', '2', '--rescue-max-correct', '2'];
    at.t.is((await askRescued(at, [...RESCUE_MODEL, ...bounds])).stdout, '');
    at.t.not((await askRescued(at, RESCUE_MODEL)).stdout, '');
  },
  rescueMaxCorrect: async at => {
    // The mock rescues the first answer of two.
    const bounds = ['--rescue-min-correct', '0', '--rescue-max-correct', '0'];
    at.t.is((await askRescued(at, [...RESCUE_MODEL, ...bounds])).stdout, '');
  },
};

/** The second model's requests become others, and the first one's do not. */
function rescued(
  options: string,
  isRight: (call: Ground['server']['calls'][number]) => unknown,
): Effect {
  return async at => {
    const given = options.split(' ').map(word => word.replace('|', ' '));
    const { calls } = await askRescued(at, [...RESCUE_MODEL, ...given]);
    at.t.true(calls.some(isStrong));
    for (const call of calls) at.t.is(Boolean(isRight(call)), isStrong(call));
  };
}

function rescueCap(options: string[], said: RegExp): Effect {
  return async at => {
    // The first model's answers are there already: no call of its own is cut short.
    const journal = ['--journal', at.ground.fresh('journal')];
    await askRescued(at, journal);
    const capped = [...RESCUE_MODEL, ...options, ...journal];
    const { stderr } = await askRescued(at, capped, { code: 1 });
    at.t.regex(stderr, /MODEL_CAP_REACHED/);
    at.t.regex(stderr, said);
  };
}

const isStrong = ({ body }: Ground['server']['calls'][number]): boolean => body.model === 'strong';

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
  ...RESCUE_BOUNDS,
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

/** The lines of the batch that the base asks for with more options. */
async function batched(at: At, options: readonly string[] = []): Promise<BatchLine[]> {
  const dir = at.ground.fresh('batch');
  const { stdout, calls } = await ask(at, ['--batch-out', dir, ...options]);
  at.t.is(stdout, '');
  at.t.is(calls.length, 0);
  return batchLines(dir);
}

/** Requests in files, in place of calls. */
const BATCHES: Effects = {
  batchOut: async at => {
    const lines = await batched(at);
    at.t.is(lines.length, 6);
    at.t.true(lines.every(({ body }) => body.n === 2));
  },
  batchChoices: async at => {
    const lines = await batched(at, ['--batch-choices', '1']);
    at.t.is(lines.length, 12);
    at.t.true(lines.every(({ body }) => body.n === undefined));
  },
  batchIn: async at => {
    const journal = ['--journal', at.ground.fresh('journal')];
    const dir = at.ground.fresh('batch');
    await ask(at, [...journal, '--batch-out', dir]);
    const answers = at.ground.fresh('answers.jsonl');
    await runBatch(dir, answers, { text: () => said('Zzz') });
    const { stdout } = await ask(at, [...journal, '--batch-in', answers]);
    at.t.is(stdout, '');
    const after = await ask(at, journal);
    at.t.is(after.calls.length, 0);
    at.t.is(recordsOf(after.stdout).length, 6);
  },
};

export const ROLLOUT: Effects = { ...MODEL, ...ASKED, ...RULED, ...RESCUE, ...BATCHES };

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
  take: async at => {
    const rows = async (...options: string[]): Promise<number> => {
      reset(at.ground.server);
      const { text } = at.ground.server.own!;
      // Of answers that read the same one is taken.
      at.ground.server.own = { text: (call, i) => `So many: ${i}. ${text(call, 0)}` };
      return recordsOf((await run([...baseOf(at), ...options])).stdout).length;
    };
    at.t.true((await rows('--take', 'all')) > (await rows()));
  },
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
