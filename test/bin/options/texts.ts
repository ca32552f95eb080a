import type { Sample } from '../../../lib/records/sample.js';
import { baseOf, baseOutput, type Effect, type Effects, recordsOf, withOptions } from './effect.js';
import { type Ground, run } from './ground.js';

const contextOf = ({ context, distractor_context = context }: Sample): string =>
  distractor_context ?? '';
/** Whether passages of the ground's own texts stand in a sample, and how many. */
const ownIn = (sample: Sample): number => contextOf(sample).split('\nfield\n').length - 1;
/** Sentences of the longest of them. */
const longest = (sample: Sample): number =>
  Math.max(
    ...contextOf(sample)
      .split(/\n\n(?=Document \d)/)
      .map(passage => passage.split(' was lit by ').length - 1),
  );
const othersIn = ({ meta }: Sample, { questions }: Ground): number =>
  meta.passages.length - questions.find(({ id }) => id === meta.question_id)!.passages.length;

/** A length that a question's own passages do not fill. */
const LONG = ['--max-seq-length', '6k'];

export const MAKING_TEXTS: Effects = {
  fillers: async at => {
    const { stdout } = await withOptions(at, [...LONG, '--fillers', at.ground.texts]);
    at.t.true(recordsOf(stdout).some(sample => ownIn(sample) > 0));
    at.t.false(recordsOf(await baseOutput(at)).some(sample => ownIn(sample) > 0));
  },
  fillerTokens: async at => {
    const texts = [...LONG, '--fillers', at.ground.texts, '--fillers-only'];
    const { stdout } = await withOptions(at, [...texts, '--filler-tokens', '30']);
    at.t.true(recordsOf(stdout).every(sample => longest(sample) <= 2));
    const usual = await withOptions(at, texts);
    at.t.true(recordsOf(usual.stdout).some(sample => longest(sample) > 4));
  },
  fillersOnly: async at => {
    const texts = [...LONG, '--fillers', at.ground.texts];
    const { stdout } = await withOptions(at, [...texts, '--fillers-only']);
    // The question's own passages stand before all fillers.
    at.t.true(recordsOf(stdout).every(sample => othersIn(sample, at.ground) <= ownIn(sample)));
    const mixed = recordsOf((await withOptions(at, texts)).stdout);
    at.t.true(mixed.some(sample => othersIn(sample, at.ground) > ownIn(sample)));
  },
};

export const NEEDLE_TEXTS: Effects = {
  ...MAKING_TEXTS,
  fillersOnly: async at => {
    const texts = [...LONG, '--fillers', at.ground.texts];
    const { stdout } = await withOptions(at, [...texts, '--fillers-only']);
    const isOwn = (sample: Sample): boolean => ownIn(sample) === sample.meta.passages.length;
    at.t.true(recordsOf(stdout).every(isOwn));
    at.t.false(recordsOf((await withOptions(at, texts)).stdout).every(isOwn));
  },
};

/** What `index` says of its corpus. */
const told = async (args: readonly string[]) =>
  JSON.parse((await run([...args, '--json'])).stderr.trimEnd().split('\n').at(-1)!);

export const INDEX_TEXTS: Effects = {
  fillers: async at => {
    const { inputs, fillers } = await told([...baseOf(at), '--fillers', at.ground.texts]);
    at.t.is(inputs.at(-1).format, 'texts');
    at.t.true(fillers > 0);
    at.t.is((await told(baseOf(at))).fillers, 0);
  },
  fillerTokens: async at => {
    const texts = [...baseOf(at), '--fillers', at.ground.texts];
    const short = await told([...texts, '--filler-tokens', '30']);
    at.t.true(short.fillers > 2 * (await told(texts)).fillers);
  },
};

/** Samples with own texts are right with them alone. */
const verified =
  (...made: string[]): Effect =>
  async at => {
    const { hotpotqa, texts, file } = at.ground;
    const own = ['--fillers', texts, ...made];
    const synth = ['synth', hotpotqa, '--max-seq-length', '1k', '--num-samples', '3', '--out', '-'];
    const { stdout } = await run([...synth, ...own, '--fillers-only']);
    const verify = ['verify', await file('own.jsonl', stdout), '--dataset', hotpotqa];
    at.t.regex((await run([...verify, ...own])).stdout, / {2}3 /);
    const less = made.length > 0 ? own.slice(0, 2) : [];
    at.t.regex((await run([...verify, ...less], 1)).stdout, /the dataset has no passage/);
  };

export const VERIFY_TEXTS: Effects = {
  fillers: verified(),
  fillerTokens: verified('--filler-tokens', '30'),
};

/** A corpus with own texts, and what `fill` makes of it. */
const filled = async (ground: Ground, ...options: string[]) => {
  const corpus = ground.fresh('own-corpus');
  await run(['index', ground.hotpotqa, '--fillers', ground.texts, '--corpus', corpus]);
  const fill = ['fill', ground.questionsFile, '--corpus', corpus, ...LONG];
  return { corpus, stdout: (await run([...fill, ...options])).stdout };
};

export const FILL_TEXTS: Effects = {
  fillersOnly: async at => {
    const { stdout } = await filled(at.ground, '--fillers-only');
    at.t.true(recordsOf(stdout).every(sample => othersIn(sample, at.ground) <= ownIn(sample)));
    const mixed = recordsOf((await filled(at.ground)).stdout);
    at.t.true(mixed.some(sample => othersIn(sample, at.ground) > ownIn(sample)));
  },
};

/** Without its passages and without room a sample tells which fillers were drawn last. */
const withoutRoom = (sample: Sample): string => {
  const { passages: _, passage_numbers: __, meta, ...rest } = sample;
  const max_seq_length = meta.max_seq_length - 300;
  return JSON.stringify({ ...rest, meta: { ...meta, max_seq_length } });
};

export const CHAIN_TEXTS: Effects = {
  fillersOnly: async at => {
    const { corpus, stdout } = await filled(at.ground, '--fillers-only');
    const samples = recordsOf(stdout).map(withoutRoom).join('\n');
    const chain = ['chain', await at.ground.file('room.jsonl', samples), '--corpus', corpus];
    const only = await run([...chain, '--fillers-only']);
    at.t.not(only.stdout, (await run(chain)).stdout);
  },
};
