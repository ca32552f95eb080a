import { type Kind, ValueError } from './kind.js';
import { isNestedDeeper, MOST_NESTED } from './nesting.js';
import { readText, textFile } from './text-file.js';

/** A kind of value, or a word in place of one. */
export const orWord = <T, const W extends string>(kind: Kind<T>, word: W): Kind<T | W> => ({
  placeholder: `${kind.placeholder}|${word}`,
  read: given => {
    if (given === word) return word;
    try {
      return kind.read(given);
    } catch (error) {
      throw error instanceof ValueError ? new ValueError(`${error.message}, or ${word}`) : error;
    }
  },
  write: value => (value === word ? word : kind.write(value as T)),
  schema: { anyOf: [kind.schema, { enum: [word] }] },
  words: [...(kind.words ?? []), word],
});

/** What the name of an HTTP header may hold (RFC 9110, section 5.1). */
const HEADER = /^[\w!#$%&'*+.^`|~-]+$/;
const VARIABLE = /^[A-Za-z_]\w*$/;
const VISIBLE = /^[\x20-\x7e]*$/;
const HIDDEN = '***';

/** An HTTP header, `NAME=VALUE`. Its value may be a secret, and is shown nowhere. */
export const header: Kind<string> = {
  placeholder: 'NAME=VALUE',
  read: given => {
    const [name, value] = assigned(given);
    if (value !== undefined && HEADER.test(name) && VISIBLE.test(value)) return given;
    throw new ValueError('must be NAME=VALUE, like X-Team=a, in visible ASCII characters');
  },
  write: given => given,
  hide: given => `${assigned(given)[0]}=${HIDDEN}`,
  schema: { type: 'string', pattern: '=' },
};

/** An HTTP header whose value is in an environment variable, `NAME=VARIABLE`. */
export const headerVariable: Kind<string> = {
  placeholder: 'NAME=VARIABLE',
  read: given => {
    const [name, variable = ''] = assigned(given);
    if (HEADER.test(name) && VARIABLE.test(variable)) return given;
    // Who gives the secret itself is not to read it in an error.
    throw new ValueError('must be NAME=VARIABLE, the name of an environment variable');
  },
  write: given => given,
  // As it may be the secret itself, given by mistake.
  hide: given => (VARIABLE.test(assigned(given)[1] ?? '') ? given : HIDDEN),
  schema: { type: 'string', pattern: '=' },
};

/** The two sides of the first equals sign. */
export function assigned(given: string): [name: string, value: string | undefined] {
  const at = given.indexOf('=');
  return at < 0 ? [given, undefined] : [given.slice(0, at), given.slice(at + 1)];
}

/**
 * A text, or a file that holds it: `@FILE`, or the path of a file that is there. A text that begins
 * with `@` has it twice.
 */
export const textOrFile: Kind<string> = {
  placeholder: 'TEXT|@FILE',
  read: given => {
    if (given.trim() !== '') return given;
    throw new ValueError('must not be empty');
  },
  write: given => given,
  names: 'text',
  load: given => {
    if (given.startsWith('@@')) return given.slice(1);
    const file = textFile(given);
    if (file === undefined) return given;
    const text = readText(file);
    if (text.trim() !== '') return text;
    throw new ValueError('the file is empty');
  },
  schema: { type: 'string', minLength: 1 },
};

export type JsonFields = Record<string, unknown>;

/**
 * A JSON object, or a file that holds it.
 *
 * @param refused fields that it may not have, each with what to do instead
 */
export const jsonFields = (
  refused: Readonly<Record<string, string>> = {},
): Kind<JsonFields | string> => {
  const parsed = (text: string): JsonFields => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw new ValueError(`is no JSON: ${(error as Error).message}; like {"top_k": 20}`);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new ValueError('must be a JSON object, like {"top_k": 20}');
    }
    if (isNestedDeeper(value, MOST_NESTED)) {
      throw new ValueError(`must not nest deeper than ${MOST_NESTED}`);
    }
    const field = Object.keys(refused).find(each => Object.hasOwn(value, each));
    if (field !== undefined)
      throw new ValueError(`"${field}" cannot be set here: ${refused[field]}`);
    return value as JsonFields;
  };
  return {
    placeholder: 'JSON|@FILE',
    read: given => (looksLikeJson(given) ? parsed(given) : given),
    write: value => (typeof value === 'string' ? value : JSON.stringify(sorted(value))),
    load: value => {
      if (typeof value !== 'string') return value;
      const file = textFile(value);
      if (file !== undefined) return parsed(readText(file));
      throw new ValueError(
        'is neither a JSON object, like {"top_k": 20}, nor a file that is there',
      );
    },
    names: 'text',
    schema: { anyOf: [{ type: 'object' }, { type: 'string', minLength: 1 }] },
  };
};

const looksLikeJson = (given: string): boolean => /^\s*[[{"]/.test(given);

/** The same with the fields of all objects in order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
