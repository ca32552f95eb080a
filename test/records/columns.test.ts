import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import test, { type ExecutionContext } from 'ava';
import { recordJson } from '../../lib/json/json-text.js';
import { recordsOf } from '../../lib/json/records-of.js';
import { rollout } from '../../lib/model/rollout/rollout.js';
import { trajectories } from '../../lib/model/trajectory/trajectory.js';
import { writeStage } from '../../lib/output/stage-output.js';
import { ADDED_COLUMNS, COLUMNS, type Columns } from '../../lib/records/columns.js';
import { quietRun } from '../../lib/run.js';
import { flow } from '../../lib/stream/flow.js';
import {
  chainSamples,
  fillQuestions,
  filterRecords,
  indexDatasets,
  keychain,
  mergeParts,
  parseDatasets,
  relevantOnly,
  scoreRecords,
  synth,
} from '../../pipelines/index.js';
import { fakeChat } from '../support/model/chat.js';
import '../support/own-cache.js';
import { pathsIn } from '../support/paths.js';
import { madeQuestions } from '../support/questions.js';
import { type Inferred, tableReader, typeOf } from '../support/tables.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const { scores, rollouts } = ADDED_COLUMNS;
const SCORED = { predictions: ['text'], ...scores } as const satisfies Columns;
const ROLLED = {
  rollouts: rollouts.rollouts,
  ...scores,
  judged_by: rollouts.judged_by,
} as const satisfies Columns;

/** Files by the kind of records that they hold. */
type Files = Record<string, { columns: Columns; paths: string[] }>;

const own = (changes: object = {}) => ({ saveName: `${Math.random()}`.slice(2), ...changes });

async function filesOf(t: ExecutionContext): Promise<Files> {
  const dir = await tempDir(t);
  const world = await worldFile(t, 'hotpotqa', 60);
  const corpus = join(dir, 'corpus');
  await indexDatasets({ dataset: [world], corpus });
  const made = { dataset: [world], corpus, workers: 1, numSamples: 3, format: 'jsonl' as const };
  const at = (name: string) => ({ ...made, saveDir: join(dir, name) });
  const paths = async (name: string) =>
    (await pathsIn(join(dir, name))).filter(
      path => path.endsWith('.jsonl') && !path.includes('rejects'),
    );
  const out = (name: string) => join(dir, `${name}.jsonl`);

  // 1k: one chain, so no distractors; 16k: more than there is.
  await keychain({ ...at('keychain'), ...own(), maxSeqLength: [1024, 2048, 16_384] });
  const options = [
    { sigma: 1, clamp: 1, placement: 'gaussian' },
    { shape: 'tree', keyFormat: 'hex8', hopOrder: 'forward' },
    { shape: 'full-tree', keyFormat: 'letters8', hops: 2, chains: { fixed: 12 } },
    {
      keyFormat: 'default_8',
      removeNewlineTab: true,
      passageFormat: 'Passage {n}:\n{title}\n{text}',
    },
  ] as const;
  for (const changes of options) {
    await keychain({ ...at('keychain'), ...own(), maxSeqLength: [4096], ...changes });
  }
  await keychain({ ...at('kept'), ...own(), maxSeqLength: [1024, 2048], keepContext: true });
  await synth({ ...at('plain'), ...own(), maxSeqLength: [1024, 16_384] });
  await synth({ ...at('plain'), ...own(), maxSeqLength: [2048], distractQuestions: 3, sigma: 1 });
  await relevantOnly({ ...at('plain'), ...own() });
  await relevantOnly({ ...at('plain'), ...own(), maxSeqLength: [2048] });

  for (const shape of ['hotpotqa', 'musique', '2wikimqa', 'squad'] as const) {
    const dataset = [await worldFile(t, shape, 12)];
    await parseDatasets({ dataset, out: out(shape) });
  }
  const bare = join(dir, 'bare.jsonl');
  const lines = madeQuestions(6).map(({ passages, ...question }) => ({
    ...question,
    passages: passages.map(({ sentences: _, ...passage }) => passage),
  }));
  await writeFile(bare, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
  await parseDatasets({ dataset: [bare], out: out('questions') });
  await filterRecords({ records: [out('musique')], answerable: true, out: out('filtered') });
  const questions = ['hotpotqa', 'musique', '2wikimqa', 'squad', 'questions', 'filtered'].map(out);

  await fillQuestions({
    dataset: [out('hotpotqa')],
    corpus,
    maxSeqLength: [2048],
    chains: { fixed: 2 },
    out: out('with-passages'),
  });
  await chainSamples({
    dataset: [out('with-passages')],
    corpus,
    chains: { fixed: 2 },
    out: out('chained'),
  });
  const [first] = await paths('keychain');
  await filterRecords({ records: [first!], level: ['none'], out: out('none-left') });
  await mergeParts({ records: [first!, out('chained')], out: out('merged') });

  const answer = async (name: string, text: string | undefined, of: string) => {
    const asked = out(`asked-${name}`);
    await writeStage({ out: asked }, quietRun, ({ reject }) =>
      flow(
        Readable.from(
          (async function* () {
            for await (const record of recordsOf(of, reject)) {
              const answers = (record as { answers: string[] }).answers;
              yield { ...record, predictions: [text ?? `The answer is ${answers[0]}.`] };
            }
          })(),
        ),
      ),
    );
    const scored: string[] = [];
    for (const rule of ['answer-is', 'loongrl', 'think-boxed'] as const) {
      scored.push(out(`${name}-${rule}`));
      await scoreRecords({ records: [asked], rule, out: scored.at(-1)! });
    }
    return scored;
  };
  const scored = [
    ...(await answer('right', undefined, out('chained'))),
    ...(await answer('wrong', 'no', out('chained'))),
    ...(await answer('boxed', 'so \\boxed{Nobody} it is', out('chained'))),
  ];

  const chatOf = (text: string) => ({ name: 'm', chat: fakeChat((_, n) => Array(n).fill(text)) });
  const rolled: string[] = [];
  const solved: string[] = [];
  for (const [name, text] of Object.entries({
    right: '<think>.</think> \\boxed{x} the',
    empty: '',
  })) {
    const options = { model: chatOf(text), n: 2, concurrency: 1 };
    rolled.push(out(`rolled-${name}`));
    await writeStage({ out: rolled.at(-1)! }, quietRun, ({ reject }) =>
      flow(recordsOf(out('hotpotqa'), reject), rollout({ ...options, onReject: reject })),
    );
    solved.push(out(`solved-${name}`));
    await writeStage({ out: solved.at(-1)! }, quietRun, ({ reject }) =>
      flow(
        recordsOf(first!, reject),
        trajectories({
          ...options,
          model: {
            name: 'm',
            chat: fakeChat((prompt, n) =>
              Array(n).fill(text && `<think>${prompt.length}</think>\\boxed{}`),
            ),
          },
          onReject: reject,
        }),
      ),
    );
  }

  const keychains = [...(await paths('keychain')), out('chained'), out('merged')];
  const {
    meta,
    length,
    distract_questions,
    chain_head_with_question,
    distractor_context,
    ...head
  } = COLUMNS.keychain;
  const kept = {
    ...head,
    context: 'text',
    distractor_context,
    chain_head_with_question,
    distract_questions,
    length,
    meta,
  } as const;
  return {
    keychain: { columns: COLUMNS.keychain, paths: keychains },
    'keychain with its context': { columns: kept, paths: await paths('kept') },
    plain: { columns: COLUMNS.plain, paths: await paths('plain') },
    question: { columns: COLUMNS.question, paths: questions },
    scored: { columns: { ...COLUMNS.keychain, ...SCORED }, paths: scored },
    rolled: { columns: { ...COLUMNS.question, ...ROLLED }, paths: rolled },
    trajectories: {
      columns: {
        ...COLUMNS.keychain,
        ...ROLLED,
        best: 'whole',
        messages: [{ role: 'text', content: 'text' }],
      },
      paths: solved,
    },
  };
}

/** Whether types are those of some columns; of a list that is empty throughout nothing is known. */
const isOf = (types: Inferred, columns: Columns): boolean => {
  const wanted = Object.entries(columns).map(([name, column]) => [name, typeOf(column)]);
  const pattern = (type: string) =>
    type
      .replaceAll('"', '')
      .replaceAll(/[[\]()]/g, '\\$&')
      .replaceAll('JSON', '(VARCHAR|STRUCT\\(.*\\))');
  return (
    types.length === wanted.length &&
    types.every(
      ([name, type], i) =>
        name === wanted[i]![0] && new RegExp(`^${pattern(type)}$`).test(wanted[i]![1]!),
    )
  );
};

test('of any two files of a kind, the types of one take the other', async t => {
  t.timeout(600_000);
  const files = await filesOf(t);
  const reader = await tableReader();
  t.teardown(() => reader.close());
  for (const [kind, { columns, paths }] of Object.entries(files)) {
    t.true(paths.length > 1, kind);
    const inferred = new Map<string, Inferred>();
    for (const path of paths) {
      const types = await reader.infer(path);
      inferred.set(path, types);
      t.true(isOf(types, columns), `${kind}, ${path}: ${JSON.stringify(types, null, 1)}`);
    }
    for (const [one, types] of inferred) {
      for (const other of paths) {
        t.true((await reader.rows(other, types)) > 0, `${kind}: ${one} and then ${other}`);
      }
    }
  }
});

test('types that do not fit are found by the reader', async t => {
  const dir = await tempDir(t);
  const reader = await tableReader();
  t.teardown(() => reader.close());
  const file = async (name: string, record: string) => {
    await writeFile(join(dir, name), `${record}\n`);
    return join(dir, name);
  };
  const whole = await file('a', '{"sigma":1,"meta":{"n":1}}');
  const fraction = await file('b', recordJson({ sigma: 0.3, meta: { n: 1 } }));
  const text = await file('c', '{"sigma":"x","meta":{"n":1}}');
  const types = await reader.infer(whole);
  t.deepEqual(types, [
    ['sigma', 'BIGINT'],
    ['meta', 'STRUCT(n BIGINT)'],
  ]);
  t.not((await reader.infer(fraction))[0]![1], 'BIGINT');
  await t.throwsAsync(() => reader.rows(text, types));
});
