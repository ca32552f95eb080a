import { VERSION } from '../lib/version.js';
import type { SampleFileResult } from '../lib/write/sample-file.js';
import type { OutputParts } from './outputs.js';

/** The manifest holds what the samples depend on, and nothing else: no path, clock or worker. */
export function manifestOf(
  { output, select, sample, corpus }: OutputParts,
  maxSeqLength: number | null,
  counts: { questions: number; unanswerable: number },
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
      subset: output.subset,
      gzipLevel: output.gzipLevel,
    },
    versions: { keychain: VERSION, node: process.versions.node, zlib: process.versions.zlib },
    counts: { ...counts, samples: result.samples, marked: result.marked, rejects },
    tokens: result.tokens,
    output: { bytes: result.bytes, sha256: result.sha256 },
  };
}
