import type { Transform } from 'node:stream';
import type { Corpus } from '../corpus/open.js';
import { KeychainError, RecordError } from '../errors.js';
import { type SampleDraft, sampleOf } from '../prompt/draft.js';
import { parsePassageFormat } from '../prompt/passage-format.js';
import type { Rendering } from '../prompt/render.js';
import { checkTemplate } from '../prompt/template.js';
import { placeOf } from '../records/place.js';
import type { Question } from '../records/question.js';
import type { Reject } from '../records/reject.js';
import type { Sample, SampleMeta } from '../records/sample.js';
import { stage } from '../stream/stage.js';
import { type Chat, openChat } from '../tokenize/chat/chat.js';
import type { ChatSource } from '../tokenize/chat/chat-source.js';
import { fitToStand, passagesOf } from './passages.js';
import type { ChainPlanner } from './planner.js';
import { chainSample, type InsertOptions } from './sample.js';

export interface ChainStageOptions extends InsertOptions {
  corpus: Corpus;
  planner: ChainPlanner;
  /** Whether the samples were filled with passages of texts alone. */
  fillersOnly?: boolean | undefined;
  /** The chat template of samples that were filled with one. */
  chat?: ChatSource | undefined;
  /** What a sample goes on as. Default: plain data, with its passages. */
  as?: (draft: SampleDraft) => object;
  onReject?: (reject: Reject) => void;
}

/**
 * The stage that inserts chains: a Transform of {@link Sample} to {@link Sample}. A sample that
 * has passed the writer has lost its `passages`; the corpus gives them back.
 *
 * The first sample tells whether tokenizer, corpus and chat template are those of the samples; a
 * later one that was made with others is a reject.
 *
 * @throws KeychainError (as an error event) TOKENIZER_UNUSABLE, CORPUS_UNUSABLE,
 *   CHAT_TEMPLATE_UNUSABLE, USAGE
 */
export function chain(options: ChainStageOptions): Transform {
  const { corpus, planner, onReject, as = sampleOf } = options;
  const chat = options.chat && openChat(options.chat);
  const renderings = sampleRenderings(options.rendering, chat);
  let known = false;
  return stage<Sample, object>((sample, push) => {
    try {
      const foreign =
        foreignTokenizer(sample, options) ??
        foreignCorpus(sample, corpus) ??
        foreignTemplate(sample, chat);
      if (foreign) throw known ? new RecordError('RECORD_INVALID', foreign.message) : foreign;
      known = true;
      const rendering = renderings(sample);
      const all = passagesOf(sample, corpus, rendering.tokenizer, options.fillersOnly);
      const passages = fitToStand(all, sample.input, rendering);
      const plan = planner.plan(planKeyOf(sample));
      push(as(chainSample(sample, passages, plan, { ...options, rendering })));
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

/** Renderings that are remembered; samples of one run have one. */
const REMEMBERED = 16;

/**
 * Tells how samples are rendered: as they were filled; the template is ours if their own knows no
 * chains. What is known of a rendering, such as its headers' counts, is known for all samples that
 * share it.
 */
function sampleRenderings(
  { tokenizer, template, format }: Rendering,
  chat: Chat | undefined,
): (sample: Sample) => Rendering {
  const known = new Map<string, Rendering>();
  const make = (meta: SampleMeta): Rendering => {
    const asked = askedOf(meta);
    const made: Rendering = {
      tokenizer,
      template: meta.template.includes('{chain_head}') ? meta.template : template,
      format:
        meta.passage_format === format.source ? format : parsePassageFormat(meta.passage_format),
      removeNewlineTab: meta.remove_newline_tab,
      instruction: meta.sample_instruction,
      conversation: asked && chat?.conversation(asked),
    };
    checkTemplate(made.template, true);
    return made;
  };
  return ({ meta }) => {
    const { template, passage_format, remove_newline_tab, sample_instruction } = meta;
    const parts = [template, passage_format, remove_newline_tab, sample_instruction, askedOf(meta)];
    const name = JSON.stringify(parts);
    const rendering =
      known.get(name) ?? ofRecord('meta.template or meta.passage_format', () => make(meta));
    known.set(name, rendering);
    if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
    return rendering;
  };
}

/** The conversation that a sample stands in; undefined for none. */
function askedOf({ chat_template: chat, sample_system_prompt: system }: SampleMeta) {
  if (!chat?.sha256) return undefined;
  const { date, kwargs } = chat;
  return { system, date, kwargs };
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

function foreignTemplate({ id, meta }: Sample, chat: Chat | undefined): KeychainError | undefined {
  const sha256 = meta.chat_template?.sha256 ?? '';
  if (sha256 === '' || sha256 === chat?.sha256) return undefined;
  return new KeychainError(
    'CHAT_TEMPLATE_UNUSABLE',
    `sample ${id} was filled in the chat template ${sha256}, not ${chat?.sha256 ?? 'none'}; give that one with --chat-template`,
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
