import { KeychainError } from '../lib/errors.js';
import { jsonInput } from '../lib/json/input.js';

/** Bytes of a chunk, as a pipe gives them. */
const CHUNK = 1 << 14;

/** Reads bytes to their end, in chunks; a fault is an end too. */
function readAll(bytes: Buffer): number {
  const reader = jsonInput({ file: 'f', wrapped: true, onEmpty: () => undefined });
  let values = 0;
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      for (const _ of reader.write(bytes.subarray(at, at + CHUNK))) values++;
    }
    for (const _ of reader.end()) values++;
  } catch (error) {
    if (!(error instanceof KeychainError)) throw error;
  }
  return values;
}

const filled = (unit: string, units: number): string =>
  unit.repeat(Math.ceil(units / unit.length)).slice(0, units);

/** Inputs that are hard on who looks for records in them. */
const HARD_INPUTS: Record<string, (units: number) => string> = {
  'blanks before the first record': units => `${filled(' ', units)}{"id":1}`,
  'blank lines before the first record': units => `${filled('\r\n', units)}[{"id":1}]`,
  'blanks between lines': units => `{"id":1}\n${filled(' \n\t', units)}\n{"id":2}`,
  'blanks between elements': units => `[{"id":1},${filled(' \n', units)}{"id":2}]`,
  'blanks behind the last record': units => `[{"id":1}]${filled('\n', units)}`,
  'blanks without a record': units => filled(' ', units),
  'blanks inside a record': units => `{"id":1,${filled(' ', units)}"x":2}`,
  'commas of an array': units => `[{"id":1}${filled(',1', units)}]`,
  'a key without an end': units => `{"${filled('a', units)}`,
  'a key of escapes': units => `{"${filled('\\"', units)}`,
  'keys before the records': units => `{${filled('"a":1,', units)}"data":[{"id":1}]}`,
  'a text without an end': units => `[{"id":"${filled('a', units)}`,
  'a text of backslashes': units => `[{"id":"${filled('\\\\', units)}"}]`,
  'a text between records': units => `[{"id":1},"${filled('a', units)}"]`,
  'brackets without an end': units => filled('[', units),
  'records without an end': units => `[${filled('{"id":', units)}`,
  'empty records': units => `[${filled('{},', units)}`,
};

/** The readers of JSON, each with inputs that are hard on them. */
export const JSON_SCANNERS: Record<string, (units: number) => () => unknown> = Object.fromEntries(
  Object.entries(HARD_INPUTS).map(([name, textOf]) => [
    `reading: ${name}`,
    (units: number) => {
      const bytes = Buffer.from(textOf(units));
      return () => readAll(bytes);
    },
  ]),
);
