import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Question } from '../../../lib/records/question.js';
import type { Sample } from '../../../lib/records/sample.js';
import { worldStream } from '../../../lib/world/index.js';
import { type CommandResult, command, commandOutput } from '../../support/command.js';
import { cacheRepo } from '../../support/hub/cached.js';
import { questionIn } from '../../support/model/chat.js';
import { type Mock, type OwnAnswers, startMock } from '../../support/model/mock-server.js';
import { ownText } from '../../support/own-texts.js';

/** Questions of the tiny world. */
const QUESTIONS = 30;
/** Records that commands over records are given. */
const RECORDS = 6;

/** What all options are tried on; made once. */
export interface Ground {
  dir: string;
  /** Datasets of the tiny world, and one with a bad record. */
  hotpotqa: string;
  musique: string;
  badDataset: string;
  corpus: string;
  /** A text of its own. */
  texts: string;
  /** Questions as `parse` writes them, and as `index` knows them. */
  questions: Question[];
  questionsFile: string;
  filled: string;
  /** Samples with chains, and without. */
  samples: string;
  plain: string;
  /** The same samples without their `meta`. */
  stripped: string;
  /** Predictions for the questions, scored and not. */
  predictions: string;
  scored: string;
  /** The same with a record at the end that no stage can use. */
  broken: Record<
    'questions' | 'filled' | 'plain' | 'stripped' | 'predictions' | 'scored' | 'recipe',
    string
  >;
  /** Of the samples without chains, and that with a bad one. */
  recipe: string;
  /** Ids of the first three questions. */
  ids: string;
  /** Asks what they ask. */
  evaluation: string;
  /** Of a file that `synth` has made of the HotpotQA world. */
  manifest: string;
  /** A stage of its own. */
  stage: string;
  /** A chat template that shows all that it is given. */
  chatTemplate: string;
  /** A tokenizer in which each word is a token. */
  wordTokenizer: string;
  server: Mock;
  other: Mock;
  /** A path that nothing has been written to. */
  fresh(name?: string): string;
  /** A file with a text. */
  file(name: string, text: string): Promise<string>;
  close(): Promise<void>;
}

export async function makeGround(): Promise<Ground> {
  const dir = await mkdtemp(join(tmpdir(), 'keychain-options-'));
  let serial = 0;
  const fresh = (name = 'out'): string => join(dir, `${serial++}-${name}`);
  const file = async (name: string, text: string): Promise<string> => {
    const path = fresh(name);
    await writeFile(path, text);
    return path;
  };
  const written = async (name: string, args: readonly string[]): Promise<string> =>
    file(name, await commandOutput([...args, '--quiet']));
  const world = async (shape: 'hotpotqa' | 'musique'): Promise<string> => {
    const path = join(dir, `${shape}.json`);
    await pipeline(worldStream(shape, { questions: QUESTIONS, seed: 3 }), createWriteStream(path));
    return path;
  };
  const hotpotqa = await world('hotpotqa');
  const musique = await world('musique');
  const texts = join(dir, 'field.txt');
  await writeFile(texts, ownText(600));
  const corpus = join(dir, 'corpus');
  await commandOutput(['index', hotpotqa, '--corpus', corpus, '--quiet']);
  const all = await commandOutput(['parse', hotpotqa]);
  const lines = all.split('\n').slice(0, RECORDS);
  const questions = lines.map(line => JSON.parse(line) as Question);
  const questionsFile = await file('questions.jsonl', `${lines.join('\n')}\n`);
  const filled = await written('filled.jsonl', [
    ...['fill', questionsFile, '--corpus', corpus, '--max-seq-length', '2k'],
  ]);
  const predictions = await file(
    'predictions.jsonl',
    questions
      .map((question, i) =>
        JSON.stringify({
          ...question,
          // More right ones from question to question; half a right one last.
          predictions: [0, 1, 2, 3].map(at => said(question.answers[0]!, at < i)),
        }),
      )
      .join('\n'),
  );
  const scored = await written('scored.jsonl', ['score', predictions]);
  const plain = await written('plain.jsonl', [
    ...['synth', hotpotqa, '--max-seq-length', '1k', '--num-samples', `${RECORDS}`, '--out', '-'],
  ]);
  const samples = await written('samples.jsonl', ['chain', filled, '--corpus', corpus]);
  const stripped = await file(
    'stripped.jsonl',
    [samples, plain]
      .flatMap(name => readFileSync(name, 'utf8').trimEnd().split('\n'))
      .map(line => `${JSON.stringify({ ...JSON.parse(line), meta: undefined })}\n`)
      .join(''),
  );
  /** The last sample again, with a budget that nothing fits into. */
  const cramped = async (name: string): Promise<string> => {
    const lines = (await readFile(name, 'utf8')).trimEnd().split('\n');
    const { meta, ...sample } = JSON.parse(lines.at(-1)!) as Sample;
    lines.push(JSON.stringify({ ...sample, id: 'broken', meta: { ...meta, max_seq_length: 200 } }));
    return file('broken.jsonl', `${lines.join('\n')}\n`);
  };
  const recipe = (from: string): Promise<string> =>
    file('recipe.yaml', `parts:\n  only:\n    from: ${JSON.stringify(from)}\n`);
  const broken = async (name: string): Promise<string> =>
    file('broken.jsonl', `${(await readFile(name, 'utf8')).trimEnd()}\n{"id": "broken"}\n`);
  const answers = new Map(
    all
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as Question)
      .map(({ question, answers }) => [question, answers[0]!]),
  );
  await commandOutput([
    ...['synth', hotpotqa, '--max-seq-length', '1k', '--num-samples', `${RECORDS}`],
    ...['--save-dir', dir, '--save-name', 'w', '--quiet'],
  ]);
  const server = await mock(answers);
  const other = await mock(answers);
  // Nobody on the Hub is asked, and nothing of whoever runs the tests is found.
  Object.assign(process.env, { HF_HOME: join(dir, 'hf'), HF_HUB_OFFLINE: '1' });
  const hub = join(dir, 'hf/hub');
  const rows = `${lines.join('\n')}\n`;
  await cacheRepo(hub, 'datasets/me/set', { 'data/a.jsonl': rows });
  await cacheRepo(hub, 'datasets/rajpurkar/squad_v2', {
    'squad_v2/train-00000-of-00001.parquet': rows,
    'squad_v2/validation-00000-of-00001.parquet': rows,
  });
  return {
    dir,
    hotpotqa,
    musique,
    badDataset: await file(
      'bad.jsonl',
      `${lines.join('\n')}\n${JSON.stringify({ ...questions[0], id: 'broken', passages: [] })}\n`,
    ),
    corpus,
    texts,
    questions,
    questionsFile,
    filled,
    samples,
    plain,
    stripped,
    predictions,
    scored,
    recipe: await recipe(plain),
    broken: {
      recipe: await recipe(await broken(plain)),
      questions: await broken(questionsFile),
      filled: await cramped(filled),
      plain: await broken(plain),
      stripped: await broken(stripped),
      predictions: await broken(predictions),
      scored: await broken(scored),
    },
    ids: await file(
      'ids.txt',
      questions
        .slice(0, 3)
        .map(({ id }) => id)
        .join('\n'),
    ),
    evaluation: await file(
      'evaluation.json',
      JSON.stringify(questions.slice(0, 3).map(({ question }) => ({ prompt: `${question}!` }))),
    ),
    manifest: join(dir, 'w', `validation-num_sample_${RECORDS}-max_seq_1024.manifest.json`),
    stage: await file(
      'stage.mjs',
      "export const stage = sample => ({ ...sample, input: 'of a stage of its own' });\n",
    ),
    chatTemplate: await file('chat.jinja', CHAT),
    wordTokenizer: await file('tokenizer.json', JSON.stringify(WORDS)),
    server,
    other,
    fresh,
    file,
    close: async () => {
      await server.close();
      await other.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const CHAT = `{% for message in messages %}<{{ message.role }}>
{{ message.content }}
{% endfor %}
{{ date_string }} {{ 'Do not think.' if enable_thinking is false }}
<assistant>
`;

const WORDS = {
  version: '1.0',
  added_tokens: [],
  normalizer: null,
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: null,
  decoder: null,
  model: { type: 'WordLevel', vocab: { unknown: 0 }, unk_token: 'unknown' },
};

/** An answer that every rule finds. */
export const said = (answer: string, isRight = true): string =>
  `Hm.</think>\n\\boxed{${isRight ? answer : 'Zzz'}}. The answer is ${isRight ? answer : 'Zzz'}`;

/** A model that is right the first time it is asked something, and wrong after that. */
async function mock(answers: ReadonlyMap<string, string>): Promise<Mock> {
  const server = await startMock();
  const own: OwnAnswers = {
    text: ({ key }, at) => said(answers.get(questionIn(key)) ?? 'unknown', at === 0),
  };
  first.set(server, own);
  mocks.push(server);
  server.own = own;
  return server;
}

const mocks: Mock[] = [];
const first = new WeakMap<Mock, OwnAnswers>();

/** The server as it is at first: nobody has called, it answers at once, half of it right. */
export function reset(server: Mock): void {
  server.calls.length = 0;
  server.mostInFlight = 0;
  server.options = {};
  server.own = { ...first.get(server)! };
}

/** Runs a command line that is to end with a code. */
export async function run(args: readonly string[], expected = 0): Promise<CommandResult> {
  const result = await command(args);
  // Calls that were no longer wanted are not to be seen among those of the next command.
  await Promise.all(mocks.map(mock => mock.left()));
  if (result.code === expected) return result;
  throw new Error(`${args.join(' ')} ended with ${result.code}, not ${expected}: ${result.stderr}`);
}
