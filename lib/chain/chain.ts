import type { Transform } from 'node:stream';
import { drawnAt, drawOrder, isOfArticles } from '../corpus/draw-order.js';
import type { Corpus } from '../corpus/open.js';
import { type StoredPassage, storedPassage } from '../corpus/store/codec.js';
import { KeychainError, RecordError } from '../errors.js';
import { sampleOf } from '../prompt/draft.js';
import { parsePassageFormat } from '../prompt/passage-format.js';
import type { Rendering } from '../prompt/render.js';
import type { Reject } from '../records/reject.js';
import type { Sample, SampleMeta } from '../records/sample.js';
import { stage } from '../stream/stage.js';
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
 */
export function chain(options: ChainStageOptions): Transform {
  const { corpus, planner, onReject } = options;
  return stage<Sample, Sample>((sample, push) => {
    checkTokenizer(sample, options);
    checkCorpus(sample, corpus);
    try {
      const passages = sample.passages?.map(storedPassage) ?? passagesFrom(corpus, sample);
      const plan = planner.plan(planKeyOf(sample));
      const rendering = renderingOf(sample, options);
      push(sampleOf(chainSample(sample, passages, plan, { ...options, rendering })));
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      const { question_id, max_seq_length } = sample.meta;
      onReject?.({
        id: question_id,
        ...(max_seq_length !== null && { max_seq_length }),
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
  maxSeqLength: meta.max_seq_length ?? 0,
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
  return {
    tokenizer,
    template,
    format: hasOurFormat ? format : parsePassageFormat(meta.passage_format),
    removeNewlineTab,
  };
}

/** The passages of a sample that carries none, and when each filler was drawn. */
function passagesFrom(corpus: Corpus, { id: sampleId, meta }: Sample): StoredPassage[] {
  const own = ownPassages(corpus, meta);
  const draws = drawOrder(corpus.info.passages, meta);
  return meta.passages.map(({ id, supporting }) => {
    const passage = corpus.passageById(id);
    if (!passage) {
      throw new KeychainError(
        'CORPUS_UNUSABLE',
        `the corpus has no passage ${id} of sample ${sampleId}; give the corpus that the sample was filled from`,
      );
    }
    passage.supporting = supporting;
    if (!own.ids.has(id)) {
      const isSibling = isOfArticles(meta.dataset) && own.titles.has(passage.title);
      passage.drawn = drawnAt(draws, passage.number!, isSibling);
    }
    return passage;
  });
}

function ownPassages(corpus: Corpus, { dataset, question_id }: SampleMeta) {
  const number = corpus.questionNumber(dataset, question_id);
  const passages = number === undefined ? [] : corpus.question(number).passages;
  return {
    ids: new Set(passages.map(({ id }) => id)),
    titles: new Set(passages.map(({ title }) => title)),
  };
}

/** Distractor questions from another corpus than `meta` names could not be drawn again. */
function checkCorpus({ id, meta }: Sample, { info }: Corpus): void {
  if (meta.corpus === info.key) return;
  throw new KeychainError(
    'CORPUS_UNUSABLE',
    `sample ${id} was filled from the corpus ${meta.corpus}, not ${info.key}; give that one with --corpus`,
  );
}

function checkTokenizer({ id, meta }: Sample, { rendering }: ChainStageOptions): void {
  const { identity } = rendering.tokenizer;
  if (meta.tokenizer.type === identity.type && meta.tokenizer.sha256 === identity.sha256) return;
  throw new KeychainError(
    'TOKENIZER_UNUSABLE',
    `sample ${id} was counted with ${meta.tokenizer.type} ${meta.tokenizer.name}, not ${identity.type} ${identity.name}; give that tokenizer`,
  );
}
