import { KeychainError } from '../errors.js';
import { assigned } from '../values/model-kinds.js';

/** What no header may hold; undici would refuse it without saying which one it is in. */
const VISIBLE = /^[\x20-\x7e]*$/;

/**
 * The headers of each request: those given, and those whose values the environment has.
 *
 * @param given `NAME=VALUE`
 * @param variables `NAME=VARIABLE`
 * @param option how the second kind is given, for errors
 * @throws KeychainError USAGE
 */
export function headersOf(
  given: readonly string[] = [],
  variables: readonly string[] = [],
  option = '--header-env',
): Record<string, string> | undefined {
  const headers = [
    ...given.map(each => {
      const [name, value = ''] = assigned(each);
      return [name, value] as const;
    }),
    ...variables.map(each => {
      const [name, variable = ''] = assigned(each);
      return [name, variableValue(variable, `${option} ${name}`)] as const;
    }),
  ];
  if (headers.length === 0) return undefined;
  const twice = headers.find(([name], i) =>
    headers.slice(0, i).some(([other]) => other.toLowerCase() === name.toLowerCase()),
  );
  if (twice) throw new KeychainError('USAGE', `the header ${twice[0]} is given twice`);
  return Object.fromEntries(headers);
}

function variableValue(variable: string, option: string): string {
  const value = process.env[variable]?.trim();
  if (value === undefined || value === '') {
    throw new KeychainError('USAGE', `${option}: the environment variable ${variable} is not set`);
  }
  if (VISIBLE.test(value)) return value;
  throw new KeychainError(
    'USAGE',
    `${option}: the environment variable ${variable} has characters that no header may have`,
  );
}
