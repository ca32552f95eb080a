import { type Fields, isFields } from '../records/fields.js';
import { isRight } from '../score/metrics/registry.js';
import { answerType } from './answer-type.js';
import { pairDepths, passageDepths } from './depths.js';
import type { Facts, Judged } from './facts.js';

/**
 * What a report takes of a record: a sample, a question, or either with rollouts or scores. What is
 * not there, or is not of its type, is left out.
 *
 * @returns undefined for what is none of them
 */
export function readFacts(record: Fields): Facts | undefined {
  const meta = isFields(record.meta) ? record.meta : {};
  const judged = judgedOf(record);
  const isQuestion = Array.isArray(record.passages) && textOf(record.question) !== undefined;
  if (textOf(record.input) === undefined && !isQuestion && !judged) return undefined;
  const budget = countOf(meta.max_seq_length);
  const length = countOf(record.length);
  const chains = listOf(meta.chains);
  const answers = listOf(record.answers ?? record.outputs);
  return {
    ...placesOf(record, meta, chains),
    length: budget ?? length,
    budgetUse: budget && length ? length / budget : undefined,
    passages: listOf(meta.passages ?? record.passages).length || undefined,
    hops: countOf(meta.hops),
    chains: chains.length || undefined,
    questionHops: countOf(record.question_hops ?? meta.question_hops),
    level: textOf(record.level ?? meta.level) || undefined,
    answerType: answers.length > 0 ? answerType(String(answers[0])) : undefined,
    judged,
    endings: listOf(record.rollouts)
      .filter(isFields)
      .map(({ finish_reason }) => textOf(finish_reason) || 'not said'),
  };
}

/** The model whose answers a record has; empty where nobody says. */
export const modelOf = (record: Fields): string => textOf(record.judged_by) ?? '';

type Places = Pick<Facts, 'supportDepths' | 'chainDepths' | 'distractorDepths' | 'needleDepths'>;

function placesOf(record: Fields, meta: Fields, chains: readonly unknown[]): Places {
  const context = textOf(record.distractor_context) ?? textOf(record.context) ?? '';
  const passages = listOf(meta.passages);
  const format = textOf(meta.passage_format);
  const hasSupport = passages.some(isSupporting);
  const starts =
    hasSupport && format !== undefined ? passageDepths(context, passages.length, format) : [];
  const keys = new Set(listOf(meta.chain_keys).map(String));
  const pairs = chains.flatMap(listOf);
  const others = new Set(pairs.map(pair => String(listOf(pair)[0])).filter(key => !keys.has(key)));
  const { chain, others: distractors } = pairDepths(context, keys, others);
  return {
    supportDepths: starts.filter((_, i) => isSupporting(passages[i])),
    chainDepths: chain,
    distractorDepths: distractors,
    needleDepths: needleDepths(meta, context),
  };
}

const isSupporting = (passage: unknown): boolean =>
  isFields(passage) && passage.supporting === true;

function needleDepths(meta: Fields, context: string): number[] {
  const needles = listOf(meta.needles).filter(isFields);
  if (needles.length === 0 || context === '') return [];
  const asked = new Set(listOf(meta.asked).map(String));
  return needles
    .filter(({ key }) => asked.size === 0 || asked.has(String(key)))
    .flatMap(({ at }) => (typeof at === 'number' ? [Math.min(1, at / context.length)] : []));
}

function judgedOf(record: Fields): Judged | undefined {
  const scores = listOf(record.scores).filter(isFields);
  if (scores.length === 0) return undefined;
  const rightBy = (metric: 'cem' | 'f1'): number | undefined => {
    const values = scores.map(score => score[metric]).filter(value => typeof value === 'number');
    if (values.length < scores.length) return undefined;
    return values.filter(value => isRight(metric, value)).length;
  };
  const right = countOf(record.pass_count) ?? scores.filter(({ correct }) => correct === 1).length;
  const [cem, f1] = [rightBy('cem'), rightBy('f1')];
  return {
    answers: scores.length,
    right: Math.min(right, scores.length),
    ...(cem !== undefined && { cem }),
    ...(f1 !== undefined && { f1 }),
  };
}

/** A table has null where a record lacks a field, and 0 where a number is not known. */
const countOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value !== 0
    ? value
    : undefined;

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
