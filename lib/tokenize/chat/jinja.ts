import { createRequire } from 'node:module';
import { strftime } from './strftime.js';

const require = createRequire(import.meta.url);

/** Numbers that `range` gives at most, as in Jinja's own sandbox. */
const LONGEST_RANGE = 100_000;

/** A chat template that has been read. */
export interface Jinja {
  /**
   * @param values what the template is given, by name
   * @param date what it is told of today, such as `2024-07-26`; without one it cannot ask
   * @throws Error what the template raises, or what it asks for in vain
   */
  render(values: Readonly<Record<string, unknown>>, date: string): string;
}

/**
 * Reads a template as the Hub's libraries do: a line feed behind a block, and blanks before one, are
 * left out. What it is given beside the values is set here, since the library would have it read the
 * clock.
 *
 * @throws Error if it is no Jinja
 */
export function readJinja(source: string): Jinja {
  const { Environment, Interpreter, parse, tokenize } =
    require('@huggingface/jinja') as typeof import('@huggingface/jinja');
  const program = parse(tokenize(source, { lstrip_blocks: true, trim_blocks: true }));
  return {
    render: (values, date) => {
      const environment = new Environment();
      const all = { ...GLOBALS, ...(date !== '' && dated(date)), ...values };
      for (const [name, value] of Object.entries(all)) environment.set(name, value);
      return `${new Interpreter(environment).run(program).value}`;
    },
  };
}

/** Llama's templates write the date so, where they are not given one. */
const DATE_STRING = '%d %b %Y';

const dated = (date: string) => ({
  date_string: strftime(date, DATE_STRING),
  strftime_now: (format: string): string => strftime(date, format),
});

const GLOBALS: Readonly<Record<string, unknown>> = {
  ...{ true: true, True: true, false: false, False: false, none: null, None: null },
  range,
  raise_exception: (message: unknown): never => {
    throw new Error(`${message}`);
  },
};

function range(first: number, second?: number, step = 1): number[] {
  const [start, end] = second === undefined ? [0, first] : [first, second];
  const length = Math.max(0, Math.ceil((end - start) / step));
  if (!(length <= LONGEST_RANGE)) throw new RangeError(`range of ${length} numbers`);
  return Array.from({ length }, (_, i) => start + i * step);
}
