import { NO_CHAT, NO_CUT, type Pair, type Sample } from '../../lib/records/sample.js';
import type { CorpusTexts, TokenCounter } from '../../lib/verify/sources.js';

/** Counts words; stands in for a tokenizer. */
export const words: TokenCounter = {
  identity: { type: 'openai', name: 'words', sha256: 'f'.repeat(64) },
  count: text => text.split(/\s+/).filter(Boolean).length,
};

export interface TestPassage {
  id: string;
  title: string;
  sentences: string[];
  supporting: boolean;
  own: boolean;
}

const passage = (
  n: number,
  title: string,
  kind: 'supporting' | 'own' | 'filler',
  ...sentences: string[]
): TestPassage => ({
  id: `${n}`.repeat(16),
  title,
  sentences,
  supporting: kind === 'supporting',
  own: kind !== 'filler',
});

export const PASSAGES: TestPassage[] = [
  passage(1, 'Old Town Mill', 'filler', 'The mill stands in Avon.', 'It grinds rye.', 'It is red.'),
  passage(
    2,
    'Acme Works',
    'supporting',
    'Acme Co. KG earned 3.5 million crowns.',
    'Its founder was J. R. R. Stone of the U.S. Army.',
    'He sold it in 1990.',
  ),
  passage(3, 'The Long Bridge', 'own', 'It has nine arches.', 'Was it "safe"?', 'Nobody knows.'),
  passage(
    4,
    'Anna Stone',
    'supporting',
    'Anna was his daughter.',
    'She was born in Bath.',
    'She sang.',
  ),
  passage(5, 'Bath Spa', 'filler', 'The spa is warm.', 'The Romans built it.', 'It is famous.'),
];

export const INPUT = 'Where was the daughter of the "Acme" founder born?';
export const ANSWERS = ['Bath', 'the city of Bath'];
export const QUESTION_ID = '2hop__1_2';

export function corpusOf(passages: TestPassage[] = PASSAGES, withBounds = true): CorpusTexts {
  const byId = new Map(passages.map(one => [one.id, one]));
  return {
    passage(id) {
      const found = byId.get(id);
      if (!found) return undefined;
      const { title, sentences } = found;
      const bounds = sentences
        .slice(0, -1)
        .map((_, i) => sentences.slice(0, i + 1).join(' ').length);
      return { title, text: sentences.join(' '), ...(withBounds ? { bounds } : {}) };
    },
    question(id) {
      if (id !== QUESTION_ID) return undefined;
      const own = passages.filter(one => one.own).map(({ id, supporting }) => ({ id, supporting }));
      return { question: INPUT, answers: ANSWERS, passages: own };
    },
  };
}

export const sources = { tokenizer: words, corpus: corpusOf() };

/** The n-th key of a format. */
export function key(n: number, format = 'uuid'): string {
  const hex = (0x9e3779b1 * (n + 1)).toString(16).padStart(14, '0').slice(-8);
  if (format === 'uuid') return `${hex}-0000-4000-8000-${hex}0000`;
  return format === 'hex8' ? hex : `_-${hex}`.slice(0, Number(format.slice(4)));
}

export const CHAINS: Pair[][] = [
  [
    [key(1), key(2)],
    [key(2), key(3)],
    [key(3), 'Who wrote "Emma"?'],
  ],
  [
    [key(4), key(5)],
    [key(5), key(6)],
    [key(6), INPUT],
  ],
  [
    [key(7), key(8)],
    [key(8), key(9)],
    [key(9), 'When did {context} end?'],
  ],
];

const hex = (n: number) => key(n, 'hex8');

/** Two trees of two hops, each with one question and two fresh keys that lead nowhere. */
export const TREES: Pair[][] = [
  [
    [hex(1), hex(2)],
    [hex(1), hex(3)],
    [hex(2), hex(4)],
    [hex(2), INPUT],
  ],
  [
    [hex(5), hex(6)],
    [hex(5), hex(7)],
    [hex(7), 'Who wrote "Emma"?'],
    [hex(7), hex(8)],
  ],
];

/** Slot 0 is behind the title, slot k behind the k-th sentence. */
export type Place = [passage: number, slot: number];

/** Every place where a pair may stand, in order. */
export const PLACES: Place[] = PASSAGES.flatMap(({ sentences }, p) =>
  [0, ...sentences.map((_, k) => k + 1)].map((slot): Place => [p, slot]),
).slice(0, -1);

const SPREAD = [0, 2, 4, 6, 8, 10, 12, 15, 18].map(i => PLACES[i]!);

export function renderPair([pairKey, value]: Pair): string {
  return `{"${pairKey}": ${JSON.stringify(value)}}.`;
}

export function render(passages: TestPassage[], pairs: Pair[] = [], places: Place[] = []): string {
  const at = (p: number, slot: number) =>
    pairs
      .filter((_, i) => places[i]![0] === p && places[i]![1] === slot)
      .map(pair => ` ${renderPair(pair)}`)
      .join('');
  return passages
    .map(({ title, sentences }, p) => {
      const text = sentences.map((sentence, k) => `${sentence}${at(p, k + 1)}`).join(' ');
      return `Document ${p}:\n${title}${at(p, 0)}\n${text}`;
    })
    .join('\n\n');
}

const LIMIT = 512;
const TEMPLATE = 'Please read.\n{context}\n\nFollow "{chain_head}".';

/** Fills in the lengths that belong to what the sample says now, without changing its total. */
export function recount(sample: Sample): Sample {
  const { meta } = sample;
  const context = sample.distractor_context ?? sample.context!;
  const filled = meta.template
    .split('{chain_head}')
    .join(sample.chain_head_with_question ?? '{chain_head}')
    .split('{question}')
    .join(sample.input)
    .replace('{context}', () => context);
  meta.prompt_tokens = words.count(filled);
  meta.tokens_to_generate = LIMIT - 2 - meta.prompt_tokens;
  sample.length = LIMIT - 2;
  return sample;
}

function plain(index: number, passages: TestPassage[]): Sample {
  const id = QUESTION_ID;
  return recount({
    id: `musique/${id}/${LIMIT}`,
    index,
    source_index: index + 3,
    input: INPUT,
    answers: [...ANSWERS],
    context: render(passages),
    distract_questions: [],
    length: 0,
    meta: {
      dataset: 'musique',
      question_id: id,
      seed: 42,
      tokenizer: { ...words.identity },
      max_seq_length: LIMIT,
      tokens_to_generate: 0,
      prompt_tokens: 0,
      template: '{context}',
      passage_format: 'Document {i}:\n{title}\n{text}',
      remove_newline_tab: false,
      ...NO_CHAT,
      corpus: 'c'.repeat(16),
      passages: passages.map(({ id, supporting }) => ({ id, supporting })),
      cut: NO_CUT,
      placement: 'uniform',
      sigma: 0.3,
      clamp: 0.95,
      version: '0.1.0',
      warnings: { corpus_too_small: false, too_few_questions: false },
    },
  });
}

/** A right sample of `synth`. */
export function plainSample(passages = PASSAGES): Sample {
  return plain(0, passages);
}

export interface ChainOptions {
  chains?: Pair[][];
  places?: Place[];
  passages?: TestPassage[];
  keyFormat?: string;
}

/** A right sample with chains; places are given to the pairs in the order of `chains`. */
export function chainSample(options: ChainOptions = {}): Sample {
  const { chains = CHAINS, places = SPREAD, passages = PASSAGES, keyFormat = 'uuid' } = options;
  const { context, ...sample } = plain(0, passages);
  const truth = chains.find(chain => chain.some(([, value]) => value === INPUT))!;
  const others = chains.filter(chain => chain !== truth);
  const questions = others.map(chain => chain.at(-1)![1]);
  return recount({
    ...sample,
    distractor_context: render(passages, chains.flat(), places),
    chain_head_with_question: truth[0]![0],
    distract_questions: questions,
    meta: {
      ...structuredClone(sample.meta),
      template: TEMPLATE,
      chain_keys: truth.map(([first]) => first),
      chains: structuredClone(chains),
      hops: truth.length,
      key_format: keyFormat,
      shape: 'chain',
      branching: 1,
      hop_order: 'random',
    },
  });
}

/** Two full trees of three hops that branch in two: 7 keys and 10 pairs each. */
export const FULL_TREES: Pair[][] = [INPUT, 'Who wrote "Emma"?'].map((question, tree) => {
  const at = (n: number) => hex(20 * tree + n + 10);
  const inner = [1, 2, 3].flatMap((n): Pair[] => [
    [at(n), at(2 * n)],
    [at(n), at(2 * n + 1)],
  ]);
  const last = [4, 5, 6, 7].map((n): Pair => [at(n), n === 6 ? question : at(n + 4)]);
  return [...inner, ...last];
});

/** A right sample with full trees. */
export function fullTreeSample(trees: Pair[][] = FULL_TREES): Sample {
  const places = trees.flat().map((_, i) => PLACES[i % PLACES.length]!);
  const sample = chainSample({ chains: trees, places, keyFormat: 'hex8' });
  Object.assign(sample.meta, {
    shape: 'full-tree',
    branching: 2,
    hops: 3,
    chain_keys: [hex(11), hex(13), hex(16)],
  });
  sample.distract_questions = ['Who wrote "Emma"?'];
  return sample;
}

/** A right sample with trees. */
export function treeSample(trees: Pair[][] = TREES): Sample {
  const sample = chainSample({ chains: trees, places: PLACES.slice(1), keyFormat: 'hex8' });
  Object.assign(sample.meta, {
    shape: 'tree',
    branching: 2,
    hops: 2,
    chain_keys: [hex(1), hex(2)],
  });
  sample.distract_questions = ['Who wrote "Emma"?'];
  return sample;
}
