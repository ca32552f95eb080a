import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ExecutionContext } from 'ava';
import { recordsOf } from '../../lib/json/records-of.js';
import type { Model } from '../../lib/model/ask/ask.js';
import { reason } from '../../lib/model/reason/reason.js';
import { rollout } from '../../lib/model/rollout/rollout.js';
import { trajectories } from '../../lib/model/trajectory/trajectory.js';
import { writeStage } from '../../lib/output/stage-output.js';
import { quietRun } from '../../lib/run.js';
import { flow } from '../../lib/stream/flow.js';
import {
  chainSamples,
  fillQuestions,
  filterRecords,
  indexDatasets,
  keychain,
  mergeParts,
  needle,
  parseDatasets,
  relevantOnly,
  scoreRecords,
  synth,
} from '../../pipelines/index.js';
import { fakeChat } from '../support/model/chat.js';
import { pathsIn } from '../support/paths.js';
import { madeQuestions } from '../support/questions.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

/** Where files are written, and what of. */
interface Place {
  dir: string;
  /** A dataset, and the corpus of it. */
  world: string;
  corpus: string;
}

/** Opens a place in a folder of the test. */
export async function openPlace(t: ExecutionContext): Promise<Place> {
  const dir = await tempDir(t);
  const world = await worldFile(t, 'hotpotqa', 60);
  const corpus = join(dir, 'corpus');
  await indexDatasets({ dataset: [world], corpus });
  return { dir, world, corpus };
}

const out = ({ dir }: Place, name: string): string => join(dir, `${name}.jsonl`);

/** Runs that make a few samples each, in folders of their own below one. */
function runs({ dir, world, corpus }: Place, name: string) {
  let run = 0;
  return {
    settings: () => ({
      ...{ dataset: [world], corpus, workers: 1, numSamples: 3, format: 'jsonl' as const },
      ...{ saveDir: join(dir, name), saveName: `${run++}` },
    }),
    files: async () =>
      (await pathsIn(join(dir, name))).filter(
        path => path.endsWith('.jsonl') && !path.includes('rejects'),
      ),
  };
}

/** Of samples with chains, by lengths and options. */
export async function keychainFiles(place: Place): Promise<string[]> {
  const { settings, files } = runs(place, 'keychain');
  // 1k: one chain, so no distractors; 16k: more than there is.
  await keychain({ ...settings(), maxSeqLength: [1024, 2048, 16_384] });
  const options = [
    { sigma: 1, clamp: 1, placement: 'gaussian' },
    { shape: 'tree', keyFormat: 'hex8', hopOrder: 'forward' },
    { shape: 'full-tree', keyFormat: 'letters8', hops: 2, chains: { fixed: 12 } },
    { keyFormat: 'default_8', removeNewlineTab: true, passageFormat: '[{n}] {title}: {text}' },
  ] as const;
  for (const changes of options) {
    await keychain({ ...settings(), maxSeqLength: [4096], ...changes });
  }
  return files();
}

/** Of samples that keep their context without pairs. */
export async function keptFiles(place: Place): Promise<string[]> {
  const { settings, files } = runs(place, 'kept');
  await keychain({ ...settings(), maxSeqLength: [1024, 2048], keepContext: true });
  return files();
}

/** Of samples without chains: `synth` and `relevant-only`. */
export async function plainFiles(place: Place): Promise<string[]> {
  const { settings, files } = runs(place, 'plain');
  await synth({ ...settings(), maxSeqLength: [1024, 16_384] });
  await synth({ ...settings(), maxSeqLength: [2048], distractQuestions: 3, sigma: 1 });
  await relevantOnly(settings());
  await relevantOnly({ ...settings(), maxSeqLength: [2048] });
  return files();
}

/** Of samples with needles. */
export async function needleFiles(place: Place): Promise<string[]> {
  const { settings, files } = runs(place, 'needle');
  await needle({ ...settings(), maxSeqLength: [1024, 16_384], keys: 4 });
  await needle({
    ...settings(),
    maxSeqLength: [2048],
    keys: 3,
    values: 4,
    queries: 2,
    value: 'mixed',
  });
  return files();
}

/** Of questions, of each dataset, and what `filter` leaves of them. */
export async function questionFiles(t: ExecutionContext, place: Place): Promise<string[]> {
  for (const shape of ['hotpotqa', 'musique', '2wikimqa', 'squad'] as const) {
    await parseDatasets({ dataset: [await worldFile(t, shape, 12)], out: out(place, shape) });
  }
  const bare = out(place, 'bare');
  const lines = madeQuestions(6).map(({ passages, ...question }) => ({
    ...question,
    passages: passages.map(({ sentences: _, ...passage }) => passage),
  }));
  await writeFile(bare, lines.map(line => `${JSON.stringify(line)}\n`).join(''));
  await parseDatasets({ dataset: [bare], out: out(place, 'questions') });
  const filtered = { records: [out(place, 'musique')], out: out(place, 'filtered') };
  await filterRecords({ ...filtered, answerable: true });
  return ['hotpotqa', 'musique', '2wikimqa', 'squad', 'questions', 'filtered'].map(name =>
    out(place, name),
  );
}

/** Of samples that went through the stages one by one, from a file of questions. */
export async function stageFiles(place: Place, questions: string): Promise<string[]> {
  const { corpus } = place;
  const [filled, chained, filtered, merged] = ['filled', 'chained', 'kept-all', 'merged'].map(
    name => out(place, name),
  ) as [string, string, string, string];
  const chains = { fixed: 2 };
  const maxSeqLength = [2048];
  await fillQuestions({ dataset: [questions], corpus, maxSeqLength, chains, out: filled });
  await chainSamples({ dataset: [filled], corpus, chains, out: chained });
  await filterRecords({ records: [chained], minAnswerLength: 1, out: filtered });
  await mergeParts({ records: [filtered, chained], out: merged });
  return [chained, filtered, merged];
}

/** Of samples with predictions - right, wrong, none found -, scored by several rules. */
export async function scoredFiles(place: Place, samples: string): Promise<string[]> {
  const scored: string[] = [];
  const texts = { right: undefined, wrong: 'no', boxed: 'so \\boxed{Nobody} it is' };
  for (const [name, text] of Object.entries(texts)) {
    const asked = out(place, `asked-${name}`);
    await writeStage({ out: asked }, quietRun, ({ reject }) =>
      Readable.from(
        (async function* () {
          for await (const record of recordsOf(samples, reject)) {
            const { answers } = record as { answers: string[] };
            yield { ...record, predictions: [text ?? `The answer is ${answers[0]}.`] };
          }
        })(),
      ),
    );
    for (const rule of ['answer-is', 'loongrl', 'think-boxed'] as const) {
      scored.push(out(place, `${name}-${rule}`));
      await scoreRecords({ records: [asked], rule, out: scored.at(-1)! });
    }
  }
  return scored;
}

const modelOf = (text: string): Model => ({
  name: 'made',
  chat: fakeChat((_, n) => Array<string>(n).fill(text)),
});
const ANSWERS = { said: 'so \\boxed{x} and The answer is y', empty: '' };

/** Of questions with rollouts. */
export async function rolledFiles(place: Place, questions: string): Promise<string[]> {
  const rolled: string[] = [];
  for (const [name, text] of Object.entries(ANSWERS)) {
    rolled.push(out(place, `rolled-${name}`));
    const options = { model: modelOf(text), n: 2, concurrency: 1 };
    await writeStage({ out: rolled.at(-1)! }, quietRun, ({ reject }) =>
      flow(recordsOf(questions, reject), rollout({ ...options, onReject: reject })),
    );
  }
  return rolled;
}

/** Of reasoning, by a model that thinks apart and by one that does not. */
export async function reasoningFiles(place: Place, samples: string): Promise<string[]> {
  const made: string[] = [];
  for (const style of ['basic', 'cot'] as const) {
    made.push(out(place, `reasoned-${style}`));
    const options = { model: modelOf('so it is'), style, n: 2, concurrency: 1 };
    await writeStage({ out: made.at(-1)! }, quietRun, ({ reject }) =>
      flow(recordsOf(samples, reject), reason({ ...options, onReject: reject })),
    );
  }
  return made;
}

/** Of trajectories: one file of solved samples, one of unsolved ones. */
export async function trajectoryFiles(place: Place, samples: string): Promise<string[]> {
  const made: string[] = [];
  const scoring = { rule: 'think-boxed', metric: 'sub_em' } as const;
  for await (const record of recordsOf(samples, () => undefined)) {
    const [answer] = record.answers as string[];
    for (const [name, text] of [
      ['solved', `<think>hm</think>\\boxed{${answer}}`],
      ['unsolved', '<think>hm'],
    ] as const) {
      made.push(out(place, `${name}-${made.length}`));
      const options = { model: modelOf(text), n: 2, concurrency: 1, scoring };
      await writeStage({ out: made.at(-1)! }, quietRun, ({ reject }) =>
        flow(Readable.from([record]), trajectories({ ...options, onReject: reject })),
      );
    }
    break;
  }
  return made;
}
