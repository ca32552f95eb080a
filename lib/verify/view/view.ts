import type { PlacedNeedle } from '../../records/needle.js';
import type { HopOrder, Pair, Sample, Shape } from '../../records/sample.js';
import type { CorpusPassage, CorpusTexts, VerifySources } from '../sources.js';
import { type Alignment, align } from './align.js';
import { asCut } from './cut.js';
import { keyTest } from './keys.js';
import { type Layout, layOut } from './layout.js';
import { type Mark, scanPairs, withoutPairs } from './scan.js';
import { scanNeedles } from './scan-needles.js';
import { squeeze } from './squeeze.js';

/** What a sample with pairs says about them. */
export interface ChainClaims {
  head: string;
  distractQuestions: string[];
  keys: string[];
  chains: Pair[][];
  hops: number;
  keyFormat: string;
  isKey: (text: string) => boolean;
  shape: Shape;
  branching: number;
  hopOrder: HopOrder;
}

/** What a sample with needles says about them. */
export interface NeedleClaims {
  keys: number;
  /** Values of each key. */
  values: number;
  queries: number;
  kind: string;
  /** How a needle is told. */
  format: string;
  asked: string[];
  /** In the order of the context. */
  all: PlacedNeedle[];
}

/** A sample of the right shape, read once for all checks. */
export interface View {
  sample: Sample;
  /** With the texts as they stand in this sample. */
  sources: VerifySources;
  /** The texts as the dataset has them. */
  whole: CorpusTexts | undefined;
  /** The context that goes into the prompt, pairs included. */
  context: string;
  /** Undefined for samples without pairs. */
  claims: ChainClaims | undefined;
  /** Undefined for samples without needles. */
  needles: NeedleClaims | undefined;
  /** What was put in: pairs, or needles. */
  marks: Mark[];
  /** The context without these. */
  bare: string;
  /** Undefined without a corpus, or where it lacks one of the passages. */
  layout: Layout | undefined;
  alignment: Alignment | undefined;
  /** A text as it reads in this sample: squeezed under `remove_newline_tab`. */
  asWritten: (text: string) => string;
}

/** Reads a sample that has passed the shape check. */
export function viewSample(sample: Sample, sources: VerifySources): View {
  const { meta } = sample;
  const claims = readClaims(sample);
  const context = sample.distractor_context ?? sample.context ?? '';
  const needles = readNeedles(sample);
  const marks = claims
    ? scanPairs(context, claims.isKey)
    : scanNeedles(context, needles?.format ?? '');
  const bare = withoutPairs(context, marks);
  const whole = sources.corpus && remembered(sources.corpus);
  const corpus = whole && asCut(whole, meta);
  const layout = corpus && layOut(meta, corpus);
  return {
    sample,
    sources: { ...sources, corpus },
    whole,
    context,
    claims,
    needles,
    marks,
    bare,
    layout,
    alignment: layout && align(bare, marks, layout),
    asWritten: meta.remove_newline_tab ? squeeze : text => text,
  };
}

/** Several checks ask for the passages of a sample: each is read once. */
function remembered(corpus: CorpusTexts): CorpusTexts {
  const passages = new Map<string, CorpusPassage | undefined>();
  return {
    ...corpus,
    passage(id) {
      if (!passages.has(id)) passages.set(id, corpus.passage(id));
      return passages.get(id);
    },
  };
}

function readNeedles({ meta }: Sample): NeedleClaims | undefined {
  const { needles, keys, values, queries, value_kind, needle_format, asked } = meta;
  if (needles === undefined) return undefined;
  return {
    ...{ keys: keys!, values: values!, queries: queries!, kind: value_kind! },
    ...{ format: needle_format!, asked: asked!, all: needles },
  };
}

function readClaims(sample: Sample): ChainClaims | undefined {
  const { meta } = sample;
  if (sample.distractor_context === undefined) return undefined;
  return {
    head: sample.chain_head_with_question!,
    distractQuestions: sample.distract_questions!,
    keys: meta.chain_keys!,
    chains: meta.chains!,
    hops: meta.hops!,
    keyFormat: meta.key_format!,
    isKey: keyTest(meta.key_format!)!,
    shape: meta.shape!,
    branching: meta.shape === 'chain' ? 1 : meta.branching!,
    hopOrder: meta.hop_order!,
  };
}
