import { KeychainError } from '../errors.js';
import { ValueError } from './kind.js';
import { kebabCase } from './letter-case.js';
import type { Parameter } from './parameter.js';

/**
 * Holds values that come from code, which nobody has read as options, against their kinds.
 *
 * @throws KeychainError USAGE
 */
export function checkValues(
  parameters: Readonly<Record<string, Parameter>>,
  values: Readonly<Record<string, unknown>>,
): void {
  for (const [name, { kind }] of Object.entries(parameters)) {
    const value = kind.write(values[name]);
    try {
      kind.read(value);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      throw new KeychainError('USAGE', `--${kebabCase(name)} ${value}: ${error.message}`);
    }
  }
}
