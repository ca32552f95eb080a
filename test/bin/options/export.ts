import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sample } from '../../../lib/records/sample.js';
import { type PushServer, pushServer } from '../../support/hub/push-server.js';
import { useHub } from '../../support/hub/variables.js';
import { type At, baseOf, baseOutput, type Effect, type Effects, recordsOf } from './effect.js';
import { run } from './ground.js';

interface Row {
  id: string;
  prompt_tokens: number;
  flaws: string;
}

const rowsWith = async (at: At, ...options: string[]): Promise<Row[]> =>
  recordsOf<Row>((await run([...baseOf(at), ...options])).stdout);

/** Splits by their files, each with the ids of its rows. */
async function dealt(at: At, ...options: string[]): Promise<Record<string, string[]>> {
  const out = at.ground.fresh('dealt');
  await run([...baseOf(at), '--out', out, ...options]);
  const names = (await readdir(out)).filter(name => name.endsWith('.jsonl'));
  const read = async (name: string) =>
    recordsOf<Row>(await readFile(join(out, name), 'utf8')).map(({ id }) => id);
  return Object.fromEntries(
    await Promise.all(names.map(async name => [name.slice(0, -6), await read(name)])),
  );
}

/** The card of a dataset for the Hub. */
async function cardWith(at: At, ...options: string[]): Promise<string> {
  const out = at.ground.fresh('dataset');
  await run([...baseOf(at), '--to', 'hub', '--out', out, ...options]);
  return readFile(join(out, 'README.md'), 'utf8');
}

/** A Hub that the environment names. */
async function pushedTo({ t }: At): Promise<PushServer> {
  const token = 'hf_0123456789abcdefghij';
  const server = await pushServer(t, { token });
  await useHub(t, server.hub.url, { HF_TOKEN: token });
  return server;
}

const words = ({ ground }: At): string[] => [
  ...['--tokenizer-type', 'hf', '--tokenizer-path', ground.wordTokenizer],
];

/** Samples of which some have answers, or questions, that are worth nothing. */
const flawed = async ({ ground }: At): Promise<string> => {
  const samples = recordsOf<Sample>(await readFile(ground.plain, 'utf8'));
  const changed = samples.map((sample, i) => {
    if (i === 0) return { ...sample, answers: ['7'] };
    return i === 1 ? { ...sample, input: 'w' } : { ...sample, answers: ['Some lantern keeper'] };
  });
  return ground.file('flawed.jsonl', changed.map(sample => JSON.stringify(sample)).join('\n'));
};

const flawsWith = async (at: At, ...options: string[]): Promise<string[]> => {
  const [command = '', , ...rest] = baseOf(at);
  const { stdout } = await run([command, await flawed(at), ...rest, ...options]);
  return recordsOf<Row>(stdout).map(({ flaws }) => flaws);
};

/** Counts of the prompts become others. */
const counts =
  (options: (at: At) => string[], isRight: (now: number, before: number) => boolean): Effect =>
  async at => {
    const now = await rowsWith(at, ...options(at));
    const before = recordsOf<Row>(await baseOutput(at));
    at.t.true(now.length > 0);
    for (const [i, row] of now.entries()) {
      at.t.true(isRight(row.prompt_tokens, before[i]!.prompt_tokens));
    }
  };

interface Asked {
  custom_id: string;
  body: { model: string; top_k?: number };
}

const requestsWith = async (at: At, ...options: string[]): Promise<Asked[]> => {
  const out = at.ground.fresh('requests');
  await run([...baseOf(at), '--to', 'openai-batch', '--out', out, '--model', 'm', ...options]);
  return recordsOf<Asked>(await readFile(join(out, 'requests-00001.jsonl'), 'utf8'));
};

export const EXPORT: Effects = {
  model: async at => {
    const requests = await requestsWith(at, '--model', 'other');
    at.t.true(requests.length > 0 && requests.every(({ body }) => body.model === 'other'));
  },
  extraBody: async at => {
    const requests = await requestsWith(at, '--extra-body', '{"top_k": 7}');
    at.t.true(requests.length > 0 && requests.every(({ body }) => body.top_k === 7));
  },
  records: async at => {
    const [command = '', file = '', ...rest] = baseOf(at);
    const { stdout } = await run([command, ...rest, '--records', file]);
    at.t.is(stdout, await baseOutput(at));
  },
  to: async at => {
    const rows = await rowsWith(at, '--to', 'trl');
    at.t.true(rows.length > 0 && rows.every(row => 'prompt' in row && !('messages' in row)));
  },
  startIndex: async at => {
    const { train, test, valid } = await dealt(at, '--start-index', '2', '--end-index', '4');
    const ids = (await rowsWith(at)).map(({ id }) => id);
    at.t.deepEqual(train, ids.slice(2, 4));
    at.t.deepEqual([...train!, ...test!, ...valid!].sort(), [...ids].sort());
  },
  endIndex: async at => {
    const { train } = await dealt(at, '--end-index', '3');
    at.t.deepEqual(
      train,
      (await rowsWith(at)).slice(0, 3).map(({ id }) => id),
    );
  },
  maxPromptLength: async at => {
    const tokens = (await rowsWith(at)).map(row => row.prompt_tokens).sort((a, b) => a - b);
    const most = tokens[0]!;
    const kept = tokens.filter(each => each <= most).length;
    at.t.true(kept < tokens.length);
    const { stdout, stderr } = await run([...baseOf(at), '--max-prompt-length', `${most}`], 3);
    at.t.is(recordsOf(stdout).length, kept);
    at.t.regex(stderr, /rejected \(PROMPT_TOO_LONG\)/);
  },
  tokenizerType: counts(words, (now, before) => now < before),
  tokenizerPath: counts(
    () => ['--tokenizer-path', 'gpt2'],
    (now, before) => now !== before,
  ),
  // <user>, a line feed behind it, and <assistant>: words of the template.
  chatTemplate: async at => {
    const bare = await rowsWith(at, ...words(at));
    const chat = await rowsWith(at, ...words(at), '--chat-template', at.ground.chatTemplate);
    at.t.true(chat.every((row, i) => row.prompt_tokens > bare[i]!.prompt_tokens));
  },
  trainerTemplate: async at => {
    const bare = await rowsWith(at, ...words(at));
    const more = ['--trainer-template', 'Read this. {prompt} Now answer.'];
    const rows = await rowsWith(at, ...words(at), ...more);
    // Read, this, a full stop, Now, answer, a full stop.
    at.t.deepEqual(
      rows.map(row => row.prompt_tokens),
      bare.map(row => row.prompt_tokens + 6),
    );
  },
  dropUnjudgeable: async at => {
    const kept = await flawsWith(at, '--drop-unjudgeable');
    at.t.true(kept.length > 0 && kept.every(flaws => flaws === ''));
    at.t.is((await flawsWith(at)).length, kept.length + 2);
  },
  rule: async at => {
    at.t.deepEqual((await flawsWith(at)).slice(0, 2), ['short', 'broken-question']);
    const other = await flawsWith(at, '--rule', 'answer-is');
    at.t.deepEqual(other.slice(0, 2), ['', 'broken-question']);
  },
  metric: async at => {
    at.t.is((await flawsWith(at, '--metric', 'em'))[0], '');
  },
  push: async at => {
    const server = await pushedTo(at);
    await cardWith(at, '--push', 'ann/data');
    const { files, isPrivate } = server.repos.get('ann/data')!;
    at.t.true(files.has('README.md') && isPrivate);
  },
  public: async at => {
    const server = await pushedTo(at);
    await cardWith(at, '--push', 'ann/data', '--public');
    at.t.false(server.repos.get('ann/data')!.isPrivate);
  },
  prettyName: async at => {
    at.t.regex(await cardWith(at, '--pretty-name', 'My data'), /^pretty_name: My data$/m);
  },
  license: async at => {
    const card = await cardWith(at, '--license', 'mit,cc-by-4.0');
    at.t.regex(card, /^license:\n +- mit\n +- cc-by-4\.0$/m);
  },
  language: async at => {
    at.t.regex(await cardWith(at), /^language:\n +- en\nlicense/m);
    at.t.regex(await cardWith(at, '--language', 'de'), /^language:\n +- de\nlicense/m);
  },
  format: async at => {
    at.t.regex(await cardWith(at), /data\/1k\/\*\.parquet/);
    at.t.regex(await cardWith(at, '--format', 'jsonl.gz'), /data\/1k\/\*\.jsonl\.gz/);
    const out = at.ground.fresh('packed');
    await run([...baseOf(at), '--to', 'trl', '--out', out, '--format', 'jsonl.gz']);
    at.t.true(existsSync(join(out, 'train.jsonl.gz')));
  },
  fresh: async at => {
    const out = await at.ground.file('there.jsonl', 'mine\n');
    const { stderr } = await run([...baseOf(at), '--out', out], 1);
    at.t.regex(stderr, /OUTPUT_DIFFERS: .*--fresh/);
    at.t.is(await readFile(out, 'utf8'), 'mine\n');
    await run([...baseOf(at), '--out', out, '--fresh']);
    at.t.is(await readFile(out, 'utf8'), await baseOutput(at));
    at.t.true(existsSync(`${out}.export.json`));
  },
};
