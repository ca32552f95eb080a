import { QUESTION_PROMPT } from '../lib/model/rollout/prompts.js';
import type { SampleFileResult } from '../lib/output/sample-file.js';
import { VERSION } from '../lib/version.js';
import type { JudgingSettings } from './judged.js';
import { identityOf } from './model.js';
import type { OutputCounts, OutputParts } from './outputs.js';

/** The manifest holds what the samples depend on, and nothing else: no path, clock or worker. */
export function manifestOf(
  { output, select, sample, corpus, judging }: OutputParts,
  maxSeqLength: number | null,
  counts: OutputCounts,
  result: SampleFileResult,
  rejects: Record<string, number>,
): object {
  const { maxSeqLengths: _, ...options } = sample;
  const { idsFile, ...selection } = select;
  return {
    inputs: corpus.inputs,
    corpus: { key: corpus.key, passages: corpus.passages, questions: corpus.questions },
    tokenizer: corpus.tokenizer,
    options: {
      ...options,
      ...selection,
      filterIds: idsFile !== undefined,
      maxSeqLength,
      ...(judging && { judging: judgingOf(judging) }),
      subset: output.subset,
      gzipLevel: output.gzipLevel,
    },
    versions: { keychain: VERSION, node: process.versions.node, zlib: process.versions.zlib },
    counts: { ...counts, samples: result.samples, marked: result.marked, rejects },
    tokens: result.tokens,
    output: { bytes: result.bytes, sha256: result.sha256 },
  };
}

/** What decides which questions are kept; not where a model is, nor what may be spent on it. */
const judgingOf = ({ model, rescue, prompt, ...rest }: JudgingSettings): object => ({
  model: identityOf(model),
  ...(rescue && { rescue: identityOf(rescue) }),
  prompt: {
    template: prompt.template ?? QUESTION_PROMPT.template,
    instruction: prompt.instruction ?? QUESTION_PROMPT.instruction,
  },
  ...rest,
});
