import { type JsonSchema, type Kind, ValueError } from '../../values/kind.js';

/**
 * What a kind allows, said of a value that its schema refuses.
 *
 * @param isItem the value is one of a list
 */
export function allowed(kind: Kind<unknown>, value: unknown, isItem: boolean): string {
  try {
    kind.read(String(value));
  } catch (error) {
    if (error instanceof ValueError && typeof value !== 'object') return error.message;
  }
  const types = new Set(typesOf(kind.schema));
  if (isItem) types.delete(TYPE_NAMES.array!);
  return `must be ${[...types].join(' or ')}`;
}

const TYPE_NAMES: Record<string, string> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a text (in quotes, where it looks like something else)',
  boolean: 'true or false',
  object: 'fields with values',
  array: 'a list',
};

function typesOf(schema: JsonSchema): string[] {
  const {
    type,
    anyOf,
    enum: words,
  } = schema as {
    type?: string | string[];
    anyOf?: JsonSchema[];
    enum?: string[];
  };
  if (anyOf) return anyOf.flatMap(typesOf);
  if (words) return [`one of ${words.join(', ')}`];
  return [type ?? []].flat().map(each => TYPE_NAMES[each] ?? each);
}
