import { SINKS, type SinkName } from '../../../lib/output/sinks.js';
import { keyedRandom } from '../../../lib/random.js';
import type { Moment, Signal } from './moment.js';

/** A command whose runs are killed. */
export interface Work {
  command: 'index' | 'keychain' | 'synth' | 'relevant-only' | 'needle';
  format: SinkName;
  /** One length, or three. */
  lengths: string;
  /** Whether a model judges the questions. */
  model: boolean;
  /** Whether a stage of the user's own changes the samples, and leaves some out. */
  stage: boolean;
  /** Whether contexts are filled with texts of a folder, too. */
  texts: boolean;
  /** How many questions are asked for at most. */
  questions: number | undefined;
  /** Parts that are made by runs of their own and merged; 1 for one run. */
  shards: number;
}

/** What a killed run may differ in from the next one, and from the unbroken one. */
export interface Manner {
  workers: number;
  /** Whether the corpus is there already, or is built by the run itself. */
  corpus: 'found' | 'built';
}

/** A run that is killed. */
export interface Kill extends Manner {
  moment: Moment;
  signal: Signal;
}

/** Some work, how its runs are killed, and how the last one is made, which is left alone. */
export interface Scenario {
  index: number;
  work: Work;
  kills: Kill[];
  last: Manner;
}

const ONE_LENGTH = '16k';
/** Some questions do not fit into the first. */
const THREE_LENGTHS = '1k,4k,16k';
const MOST_KILLS = 3;
/** The last is the only one that meets what is short. */
const MOMENTS = ['time', 'change', 'name', 'step', 'step'] as const;
const FEW_QUESTIONS = 60;
const SHARDS = 3;

const FORMATS = Object.keys(SINKS) as SinkName[];

type Kind = Pick<Work, 'command' | 'format' | 'lengths' | 'model' | 'texts' | 'shards'> & {
  workers: number;
};

/** All that is combined with all; the scenarios take them in turn. */
export const KINDS: readonly Kind[] = FORMATS.flatMap(format => {
  const keychains = [ONE_LENGTH, THREE_LENGTHS].flatMap(lengths =>
    [false, true].flatMap(model =>
      [1, 2].flatMap(workers =>
        [1, SHARDS].map(
          (shards): Kind => ({
            ...{ command: 'keychain', format, lengths, model, workers, shards },
            texts: false,
          }),
        ),
      ),
    ),
  );
  const others = (
    [
      ['index', false],
      ['synth', false],
      ['relevant-only', false],
      ['index', true],
      ['synth', true],
      ['needle', false],
      ['needle', true],
    ] as const
  ).map(
    ([command, texts]): Kind => ({
      command,
      format,
      lengths: ONE_LENGTH,
      model: false,
      texts,
      workers: 2,
      shards: 1,
    }),
  );
  return [...keychains, ...others];
});

/** Scenario number `index` of the seed. */
export function scenarioOf(seed: number, index: number): Scenario {
  const { workers, ...kind } = KINDS[index % KINDS.length]!;
  const random = keyedRandom('kills', seed, index);
  const isOdd = (): boolean => random.below(2) === 1;
  // The corpus that is there has no texts.
  const corpus = kind.command === 'index' || kind.texts || isOdd() ? 'built' : 'found';
  const kills = Array.from({ length: 1 + random.below(MOST_KILLS) }, (): Kill => {
    const moment: Moment = {
      after: MOMENTS[random.below(MOMENTS.length)]!,
      share: random.float(),
    };
    const kind = (['SIGINT', 'SIGTERM'] as const)[random.below(10)];
    const signal = moment.after === 'step' ? 'SIGKILL' : (kind ?? 'SIGKILL');
    // Other workers go on with the same work.
    return { workers: random.below(4) === 0 ? 3 - workers : workers, corpus, moment, signal };
  });
  const stage = isOdd();
  // How many a model keeps of each shard nobody knows.
  const isFew = isOdd() && !(kind.model && kind.shards > 1);
  return {
    index,
    work: { ...kind, stage, questions: isFew ? FEW_QUESTIONS : undefined },
    kills,
    last: { workers, corpus },
  };
}

/** A scenario in words. */
export function told({ work, kills, last }: Scenario): string {
  const { command, format, lengths, model, stage, texts, questions, shards } = work;
  const words = [
    command,
    ...(command === 'index' ? [] : [format, lengths]),
    ...(model ? ['with a model'] : []),
    ...(stage ? ['with a stage'] : []),
    ...(texts ? ['with texts'] : []),
    ...(questions === undefined ? [] : [`${questions} questions`]),
    ...(shards > 1 ? [`${shards} shards`] : []),
    `${last.workers} workers`,
    `corpus ${last.corpus}`,
  ];
  const killed = kills.map(({ signal, moment, workers }) => {
    const share = `${Math.round(moment.share * 100)} %`;
    return `${signal} at ${share} of its ${moment.after}s${workers === last.workers ? '' : `, ${workers} workers`}`;
  });
  return `${words.join(', ')}; ${killed.join('; ')}`;
}
