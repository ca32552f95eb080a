import type { Transform } from 'node:stream';
import type { Corpus } from '../corpus/open.js';
import { KeychainError, RecordError } from '../errors.js';
import { sampleOf } from '../prompt/draft.js';
import { parsePassageFormat } from '../prompt/passage-format.js';
import type { Rendering } from '../prompt/render.js';
import { checkTemplate } from '../prompt/template.js';
import { placeOf } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import type { Sample } from '../records/sample.js';
import { stage } from '../stream/stage.js';
import { fitToStand, passagesOf } from './passages.js';
import type { ChainPlanner } from './planner.js';
import { chainSample, type InsertOptions } from './sample.js';

export interface ChainStageOptions extends InsertOptions {
  corpus: Corpus;
  planner: ChainPlanner;
  onReject?: (reject: Reject) => void;
}

/**
 * The stage that inserts chains: a Transform of {@link Sample} to {@link Sample}. A sample that
 * has passed the writer has lost its `passages`; the corpus gives them back.
 *
 * The first sample tells whether tokenizer and corpus are those of the samples; a later one that was
 * made with others is a reject.
 *
 * @throws KeychainError (as an error event) TOKENIZER_UNUSABLE, CORPUS_UNUSABLE, USAGE
 */
export function chain(options: ChainStageOptions): Transform {
  const { corpus, planner, onReject } = options;
  let known = false;
  return stage<Sample, Sample>((sample, push) => {
    try {
      const foreign = foreignTokenizer(sample, options) ?? foreignCorpus(sample, corpus);
      if (foreign) throw known ? new RecordError('RECORD_INVALID', foreign.message) : foreign;
      known = true;
      const rendering = renderingOf(sample, options);
      const all = passagesOf(sample, corpus, rendering.tokenizer);
      const passages = fitToStand(all, sample.input, rendering);
      const plan = planner.plan(planKeyOf(sample));
      push(sampleOf(chainSample(sample, passages, plan, { ...options, rendering })));
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      const { question_id, max_seq_length } = sample.meta;
      onReject?.({
        ...placeOf(sample as unknown as Question),
        id: question_id,
        ...(max_seq_length > 0 && { max_seq_length }),
        code: error.code,
        message: error.message,
      });
    }
  });
}

/** What a sample's chains are planned with. */
export const planKeyOf = ({ input, meta }: Pick<Sample, 'input' | 'meta'>) => ({
  seed: meta.seed,
  dataset: meta.dataset,
  questionId: meta.question_id,
  question: input,
  maxSeqLength: meta.max_seq_length,
  flat: meta.remove_newline_tab,
});

/** A sample is rendered as it was filled; the template is ours if its own knows no chains. */
function renderingOf({ meta }: Sample, { rendering }: InsertOptions): Rendering {
  const { tokenizer, format } = rendering;
  const knowsChains = meta.template.includes('{chain_head}');
  const template = knowsChains ? meta.template : rendering.template;
  const removeNewlineTab = meta.remove_newline_tab;
  const hasOurFormat = meta.passage_format === format.source;
  // What is known of our rendering, such as its headers' counts, is known for all such samples.
  if (
    hasOurFormat &&
    template === rendering.template &&
    removeNewlineTab === rendering.removeNewlineTab
  ) {
    return rendering;
  }
  return ofRecord('meta.template or meta.passage_format', () => {
    checkTemplate(template, true);
    return {
      tokenizer,
      template,
      format: hasOurFormat ? format : parsePassageFormat(meta.passage_format),
      removeNewlineTab,
    };
  });
}

/** What a setting of a sample comes to; one that could not be given is the record's fault. */
function ofRecord<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
    throw new RecordError('RECORD_INVALID', `${path}: ${error.message}`);
  }
}

/** Distractor questions from another corpus than `meta` names could not be drawn again. */
function foreignCorpus({ id, meta }: Sample, { info }: Corpus): KeychainError | undefined {
  if (meta.corpus === info.key) return undefined;
  return new KeychainError(
    'CORPUS_UNUSABLE',
    `sample ${id} was filled from the corpus ${meta.corpus}, not ${info.key}; give that one with --corpus`,
  );
}

function foreignTokenizer(
  { id, meta }: Sample,
  { rendering }: ChainStageOptions,
): KeychainError | undefined {
  const { identity } = rendering.tokenizer;
  const { type, name, sha256 } = meta.tokenizer;
  if (type === identity.type && sha256 === identity.sha256) return undefined;
  return new KeychainError(
    'TOKENIZER_UNUSABLE',
    `sample ${id} was counted with ${type} ${name}, not ${identity.type} ${identity.name}; give that tokenizer`,
  );
}
