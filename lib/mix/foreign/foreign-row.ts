import { type Fields, invalid, isFields } from '../../records/fields.js';
import type { Mapping } from '../recipe/recipe.js';
import { pick } from './pick.js';

/**
 * A record of others as a row that every trainer's export takes, which is that of verl.
 *
 * @throws RecordError RECORD_INVALID naming the field
 */
export function foreignRow(record: Fields, mapping: Mapping): Fields {
  const { fields, system, dataSource, ability } = mapping;
  const question = textIn(record, fields.question);
  const id = fields.id === undefined ? undefined : pick(record, fields.id);
  const rate = fields['pass-rate'] === undefined ? undefined : pick(record, fields['pass-rate']);
  const prompt = promptOf(question, choicesIn(record, fields.choices), mapping.template);
  return {
    data_source: dataSource,
    prompt: [
      ...(system === undefined ? [] : [{ role: 'system', content: system }]),
      { role: 'user', content: prompt },
    ],
    ability,
    reward_model: { style: 'rule', ground_truth: answersIn(record, fields.answers) },
    extra_info: {
      ...(id !== undefined && id !== null && { id: plainText(id, fields.id!) }),
      question,
      ...(typeof rate === 'number' && { pass_rate: rate }),
    },
  };
}

function textIn(record: Fields, name: string): string {
  const value = pick(record, name);
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw invalid(name, value, 'text');
}

/** Numbers are answers, and ids, as they are written. */
function plainText(value: unknown, name: string): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw invalid(name, value, 'a text or a number');
}

function answersIn(record: Fields, name: string): string[] {
  const value = pick(record, name);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw invalid(name, value, 'an answer, or a list of accepted ones');
  return list.map(each => {
    const answer = plainText(each, name);
    if (answer.trim() === '') throw invalid(name, '', 'an answer');
    return answer;
  });
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The choices, a line each, by their letters; empty where there are none. */
function choicesIn(record: Fields, name: string | undefined): string {
  if (name === undefined) return '';
  const value = pick(record, name);
  const entries: readonly (readonly [string, unknown])[] = Array.isArray(value)
    ? value.map((choice, i) => [LETTERS[i] ?? `${i + 1}`, choice] as const)
    : isFields(value)
      ? Object.entries(value)
      : [];
  if (entries.length === 0) throw invalid(name, value, 'a list of choices, or choices by letters');
  return entries.map(([letter, choice]) => `${letter}. ${plainText(choice, name)}`).join('\n');
}

function promptOf(question: string, choices: string, template: string | undefined): string {
  if (template === undefined) return choices === '' ? question : `${question}\n\n${choices}`;
  return template.replace(/\{(question|choices)\}/g, (_, name) =>
    name === 'question' ? question : choices,
  );
}
