import type { HopOrder, Pair, Sample, Shape } from '../../records/sample.js';
import type { CorpusTexts, VerifySources } from '../sources.js';
import { type Alignment, align } from './align.js';
import { asCut } from './cut.js';
import { keyTest } from './keys.js';
import { type Layout, layOut } from './layout.js';
import { type Mark, scanPairs, withoutPairs } from './scan.js';
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
  marks: Mark[];
  /** The context without its pairs. */
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
  const marks = claims ? scanPairs(context, claims.isKey) : [];
  const bare = withoutPairs(context, marks);
  const corpus = sources.corpus && asCut(sources.corpus, meta);
  const layout = corpus && layOut(meta, corpus);
  return {
    sample,
    sources: { ...sources, corpus },
    whole: sources.corpus,
    context,
    claims,
    marks,
    bare,
    layout,
    alignment: layout && align(bare, marks, layout),
    asWritten: meta.remove_newline_tab ? squeeze : text => text,
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
