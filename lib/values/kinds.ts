import { isAbsolute } from 'node:path';
import { type Kind, ValueError } from './kind.js';
import { nearest } from './nearest.js';

/** True where it is given. */
export const flag: Kind<boolean> = {
  read: text => {
    if (text === 'true' || text === 'false') return text === 'true';
    throw new ValueError('must be true or false');
  },
  write: String,
  schema: { type: 'boolean' },
};

/** A text that is not empty. */
export const name = (placeholder = 'NAME'): Kind<string> => ({
  placeholder,
  read: given => {
    if (given === '') throw new ValueError('must not be empty');
    // Nothing in this world can be named by one, and no path may hold one.
    if (given.includes('\0')) throw new ValueError('must not hold the character NUL');
    return given;
  },
  write: given => given,
  schema: { type: 'string', minLength: 1 },
});

/** A part of a file's name: so no separator of paths. */
export const partOfName = (placeholder = 'NAME'): Kind<string> => ({
  ...name(placeholder),
  read: given => {
    if (!/[/\\]/.test(given)) return name().read(given);
    throw new ValueError(`must be part of a file's name, without / and \\, not ${given}`);
  },
});

/** A folder below another one, which it must not lead out of. */
export const folderBelow = (placeholder = 'NAME'): Kind<string> => ({
  ...name(placeholder),
  read: given => {
    if (!isAbsolute(given) && !given.split(/[/\\]/).includes('..')) return name().read(given);
    throw new ValueError('must name a folder below --save-dir: without .. and no / at its start');
  },
});

/** A text in which `\n` and `\t` stand for a line feed and a tab. */
export const escapedText = (placeholder = 'TEXT'): Kind<string> => ({
  placeholder,
  read: given => given.replaceAll('\\n', '\n').replaceAll('\\t', '\t'),
  write: given => given.replaceAll('\n', '\\n').replaceAll('\t', '\\t'),
  schema: { type: 'string' },
});

/** Options of another program, in one line. */
export const options: Kind<string> = {
  placeholder: 'OPTIONS',
  read: given => {
    if (/^-[^\r\n\0]*$/.test(given)) return given;
    throw new ValueError('must be options in one line, such as --time=4:00:00');
  },
  write: given => given,
  schema: { type: 'string', pattern: '^-.*$' },
  isOptions: true,
};

/** The path of a file to read: its content counts. */
export const file: Kind<string> = { ...name('FILE'), isFile: true };

/** The path of a file of records to read, or `-`. */
export const input: Kind<string> = { ...name('FILE'), isInput: true };

/** The path of a file to read, or one of some words. */
export const fileOrWord = (words: readonly string[]): Kind<string> => ({
  ...file,
  placeholder: [...words, 'FILE'].join('|'),
  words,
});

/** Whether a value is the path of a file to read. */
export const isFilePath = ({ isFile, words }: Kind<unknown>, value: unknown): value is string =>
  isFile === true && typeof value === 'string' && !words?.includes(value);

/** A day, such as `2024-07-26`. */
export const day: Kind<string> = {
  placeholder: 'YYYY-MM-DD',
  read: given => {
    const date = new Date(`${given}T00:00:00Z`);
    const isDay = /^\d{4}-\d\d-\d\d$/.test(given) && !Number.isNaN(date.getTime());
    // Of the 30th of February, JavaScript makes a day in March.
    if (isDay && date.toISOString().startsWith(given)) return given;
    throw new ValueError('must be a day like 2024-07-26');
  },
  write: given => given,
  schema: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
};

/** The path of a folder, or of a file to write; or a name in whose place there may be one. */
export const place = (placeholder = 'DIR'): Kind<string> => ({
  ...name(placeholder),
  names: 'place',
});

/** The address of a server. */
export const server: Kind<string> = { ...name('URL'), names: 'server' };

/** A command of a shell. */
export const program: Kind<string> = { ...name('CMD'), names: 'program' };

/** The path of a file to write, where it replaces what is there. */
export const output = (placeholder = 'FILE'): Kind<string> => ({
  ...place(placeholder),
  isOutput: true,
});

/** A whole number. */
export function integer(min: number, max = Number.MAX_SAFE_INTEGER): Kind<number> {
  return {
    placeholder: 'N',
    read: given => {
      const value = Number(given);
      if (/^[+-]?\d+$/.test(given) && value >= min && value <= max) return value;
      const range = max === Number.MAX_SAFE_INTEGER ? `at least ${min}` : `from ${min} to ${max}`;
      throw new ValueError(`must be a whole number, ${range}`);
    },
    write: String,
    schema: {
      type: 'integer',
      minimum: min,
      ...(max !== Number.MAX_SAFE_INTEGER && { maximum: max }),
    },
  };
}

/** A number above 0. */
export const positive = (placeholder = 'X'): Kind<number> => ({
  placeholder,
  read: given => number(given, value => value > 0, 'must be a number above 0'),
  write: String,
  schema: { type: 'number', exclusiveMinimum: 0 },
});

/** A number that is 0 or above. */
export const notNegative = (placeholder = 'X'): Kind<number> => ({
  placeholder,
  read: given => number(given, value => value >= 0, 'must be a number, 0 or above'),
  write: String,
  schema: { type: 'number', minimum: 0 },
});

function number(given: string, isAllowed: (value: number) => boolean, rule: string): number {
  const value = Number(given);
  if (given.trim() !== '' && Number.isFinite(value) && isAllowed(value)) return value;
  throw new ValueError(rule);
}

/**
 * One of some words.
 *
 * @param refused words that people may try, with what is to be said of each
 */
export function choice<const W extends string>(
  words: readonly W[],
  placeholder?: string,
  refused: Readonly<Record<string, string>> = {},
): Kind<W> {
  return {
    placeholder: placeholder ?? words.join('|'),
    read: given => {
      const word = words.find(each => each === given);
      if (word !== undefined) return word;
      if (Object.hasOwn(refused, given)) throw new ValueError(refused[given]!);
      const near = nearest(given, words);
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      throw new ValueError(`allowed are ${words.join(', ')}${hint}`);
    },
    write: word => word,
    schema: { enum: words },
    words,
  };
}

/** Values between commas. */
export function list<T>(item: Kind<T>): Kind<T[]> {
  const placeholder = item.placeholder ?? 'X';
  return {
    placeholder: `${placeholder}[,${placeholder}...]`,
    read: given => {
      const parts = given.split(',').map(part => part.trim());
      if (parts.includes('')) throw new ValueError('must be values between commas');
      return parts.map(part => item.read(part));
    },
    write: values => values.map(value => item.write(value)).join(','),
    schema: {
      anyOf: [
        { type: 'array', items: item.schema, minItems: 1 },
        item.schema,
        { type: 'string', pattern: ',' },
      ],
    },
    ...(item.words && { words: item.words }),
  };
}

/** A value that may be given more than once. */
export function repeated<T>(item: Kind<T>): Kind<T[]> {
  return {
    ...(item.placeholder !== undefined && { placeholder: item.placeholder }),
    read: given => [item.read(given)],
    write: values => values.map(value => item.write(value)).join(' '),
    schema: { anyOf: [{ type: 'array', items: item.schema }, item.schema] },
    ...(item.words && { words: item.words }),
    ...(item.hide && { hide: values => values.map(value => item.hide!(value)) }),
    isRepeated: true,
    ...(item.isFile && { isFile: true }),
    ...(item.names && { names: item.names }),
    ...(item.isInput && { isInput: true }),
  };
}
