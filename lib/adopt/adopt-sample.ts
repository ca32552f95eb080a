import { createHash } from 'node:crypto';
import type { CorpusQuestion } from '../corpus/open.js';
import { RecordError } from '../errors.js';
import { finalPrompt } from '../prompt/final-prompt.js';
import type { Fields } from '../records/fields.js';
import { foreignRecord, UNKNOWN_PLACEMENT } from '../records/foreign.js';
import { NO_CHAT, NO_CUT, type Sample, type SampleMeta } from '../records/sample.js';
import { sampleId } from '../records/sample-id.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { budgetOf } from '../verify/foreign/budget.js';
import { type ForeignView, viewForeign } from '../verify/foreign/view.js';
import type { ForeignTerms } from '../verify/sources.js';
import { type ReadChains, readChains } from './chains.js';
import { type PassagesByText, readPassages } from './passages.js';
import { systemOf, templateOf } from './template.js';

/** What records of others are read with. */
export interface AdoptSources {
  tokenizer: Pick<Tokenizer, 'identity' | 'count'>;
  /** Questions of the datasets by their text; none without datasets. */
  questions: (text: string) => readonly CorpusQuestion[];
  passages: PassagesByText;
  /** Key of the corpus; empty without one. */
  corpus: string;
}

/**
 * A sample of what others wrote, with `meta` as far as it can be known: what cannot is 0, empty, or
 * `unknown` where there must be a word.
 *
 * @param number of the record in its file, which is its index where it has none
 * @throws RecordError RECORD_INVALID
 */
export function adoptSample(
  raw: Fields,
  number: number,
  terms: ForeignTerms,
  sources: AdoptSources,
): Sample {
  const view = viewForeign(foreignRecord(raw));
  const { record, context, found, isChained } = view;
  if (!found) {
    throw new RecordError(
      'RECORD_INVALID',
      'no passages are found in it: no line reads like "Passage 1:" or "Document 0:"',
    );
  }
  const chains = isChained ? readChains(view) : undefined;
  const question = record.question ?? chains?.question ?? '';
  const joined = join(view, question, sources);
  if (question.trim() === '') throw new RecordError('RECORD_INVALID', 'nothing says what it asks');
  const answers = record.answers.length > 0 ? record.answers : (joined?.question.answers ?? []);
  if (answers.length === 0) throw new RecordError('RECORD_INVALID', 'it has no answers');
  const origin = originOf(view, question, joined);
  const maxSeqLength = budgetOf(record, terms) ?? 0;
  const own = joined?.passages.filter(({ supporting }) => supporting).map(({ id }) => id) ?? [];
  const index = record.index ?? number;
  const base = {
    id: sampleId(origin.dataset, origin.question_id, maxSeqLength),
    ...{ index, source_index: record.sourceIndex ?? index, input: question, answers },
  };
  const meta: SampleMeta = {
    ...origin,
    seed: 0,
    tokenizer: sources.tokenizer.identity,
    max_seq_length: maxSeqLength,
    tokens_to_generate: terms.tokensToGenerate,
    prompt_tokens: 0,
    template: templateOf(view, question),
    passage_format: `${found.header}\n{title}\n{text}`,
    remove_newline_tab: found.isFlat && !/[\n\t]/.test(view.around.before + view.around.after),
    ...NO_CHAT,
    sample_system_prompt: systemOf(view),
    corpus: joined ? sources.corpus : '',
    passages: readPassages(view.bare, found, sources.passages, {
      ids: new Set(own),
      // A row may say it, too, where nobody knows better.
      numbers: new Set(joined ? [] : record.supporting),
    }),
    cut: NO_CUT,
    ...{ placement: UNKNOWN_PLACEMENT, sigma: 0, clamp: 0, version: '' },
    warnings: { corpus_too_small: false, too_few_questions: false },
  };
  const sample = withContext(base, context, meta, chains, view.head);
  return counted(sample, view, sources);
}

// --- internal ---

type Base = Pick<Sample, 'id' | 'index' | 'source_index' | 'input' | 'answers'>;

/** The fields of a kind in their order. */
function withContext(
  base: Base,
  context: string,
  meta: SampleMeta,
  chains: ReadChains | undefined,
  head: string | undefined,
): Sample {
  if (!chains) return { ...base, context, distract_questions: [], length: 0, meta };
  const { question: _, distractQuestions, ...read } = chains;
  return {
    ...base,
    distractor_context: context,
    chain_head_with_question: head!,
    distract_questions: distractQuestions,
    length: 0,
    meta: { ...meta, ...read },
  };
}

/** With the count of its prompt, which must be the row's own, to the letter. */
function counted(sample: Sample, { record }: ForeignView, { tokenizer }: AdoptSources): Sample {
  const prompt = finalPrompt(sample);
  const asked = record.conversation?.at(-1)?.content;
  if (asked !== undefined && prompt !== asked) {
    throw new RecordError(
      'RECORD_INVALID',
      'its prompt cannot be taken apart and put together again',
    );
  }
  const tokens = tokenizer.count(prompt);
  const { meta } = sample;
  return {
    ...sample,
    length: tokens + meta.tokens_to_generate,
    meta: { ...meta, prompt_tokens: tokens },
  };
}

/** The dataset's question of the same text; of several, the one whose supporting passages are there. */
function join(
  { bare }: ForeignView,
  question: string,
  { questions }: AdoptSources,
): CorpusQuestion | undefined {
  const twins = question.trim() === '' ? [] : questions(question);
  if (twins.length < 2) return twins[0];
  const context = bare.replace(/\s+/g, '');
  const present = ({ passages }: CorpusQuestion): number =>
    passages.filter(
      ({ supporting, text }) => supporting && context.includes(text.replace(/\s+/g, '')),
    ).length;
  return [...twins].sort((a, b) => present(b) - present(a))[0];
}

/** LoongRL's names of where a row is from, in front of the dataset's. */
const PREFIX = /^custom_(?:longcontext_needle_qa|longcontextqa)_/;

/** What a sample of no known dataset is called. */
const UNKNOWN_DATASET = 'unknown';

function originOf(
  { record }: ForeignView,
  question: string,
  joined: CorpusQuestion | undefined,
): Pick<SampleMeta, 'dataset' | 'question_id'> {
  if (joined) return { dataset: joined.question.dataset, question_id: joined.question.id };
  const { id, source } = record;
  const [, dataset, questionId] = /^([^/]+)\/(.+)\/(?:\d+|relevant)$/s.exec(id ?? '') ?? [];
  if (dataset !== undefined && questionId !== undefined) {
    return { dataset: dataset.replace(/%2F/g, '/').replace(/%25/g, '%'), question_id: questionId };
  }
  return {
    dataset: source?.replace(PREFIX, '') || UNKNOWN_DATASET,
    question_id: id ?? createHash('sha256').update(question).digest('hex').slice(0, 16),
  };
}
