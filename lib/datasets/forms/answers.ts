import { invalid, isFields } from '../../records/fields.js';
import { numberText } from './numbers.js';
import { unpacked } from './packed.js';

/**
 * The accepted answers in a field that mostly has one: a text, or a list of them; none if there is
 * nothing. A number is its text, and true and false are the "yes" and "no" of a question that asks
 * for either, as a table or YAML turns those into them.
 *
 * @throws RecordError
 */
export function answersOf(value: unknown, path: string): string[] {
  if (value === undefined || value === null) return [];
  const list = isListText(value) ? unpacked(value) : value;
  return Array.isArray(list)
    ? list.map((item: unknown, i) => answerText(item, `${path}[${i}]`, 'a string'))
    : [answerText(value, path, 'a string, or a list of them')];
}

/**
 * The accepted answers in a field that has a list: of texts or of `{text}`, or `{text: [..]}`.
 *
 * @throws RecordError
 */
export function answerListOf(value: unknown, path: string): string[] {
  const found = unpacked(value);
  if (isFields(found)) return answersOf(found.text ?? [], `${path}.text`);
  if (!Array.isArray(found)) throw invalid(path, value, 'an array of strings');
  return found.map((item: unknown, i) =>
    isFields(item)
      ? answerText(item.text, `${path}[${i}].text`, 'a string')
      : answerText(item, `${path}[${i}]`, 'a string'),
  );
}

/** An answer may begin with a bracket, too; not so often with the two of a list of texts. */
const isListText = (value: unknown): boolean =>
  typeof value === 'string' && /^\s*\[\s*["\]]/.test(value);

function answerText(value: unknown, path: string, expected: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value, path);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  throw invalid(path, value, expected);
}
