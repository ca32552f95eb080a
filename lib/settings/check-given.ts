import { isDeepStrictEqual } from 'node:util';
import { KeychainError } from '../errors.js';
import { type Kind, ValueError } from '../values/kind.js';
import { nearest } from '../values/nearest.js';
import type { CommandName } from './commands.js';
import { hyphenated, type Setting } from './setting.js';

/**
 * Holds what is given to a command against the table: options and configs have been read by it, but
 * code may say anything.
 *
 * @param rows the settings that the command takes
 * @throws KeychainError USAGE for a name that is none of them, or a value that is not of its kind
 */
export function checkGiven(
  command: CommandName,
  rows: ReadonlyMap<string, Setting>,
  given: Readonly<Record<string, unknown>>,
): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const row = rows.get(name);
    if (!row) throw unknown(command, name, [...rows.keys()]);
    const fault = faultOf(row.kind, value);
    if (fault === undefined) continue;
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    // What is not of its kind may be a secret still.
    const said = row.kind.hide ? '' : ` ${shown}`;
    throw new KeychainError('USAGE', `--${hyphenated(name)}${said}: ${fault}`);
  }
}

function unknown(command: CommandName, name: string, names: readonly string[]): KeychainError {
  const near = nearest(name, names);
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  return new KeychainError('USAGE', `${command} has no setting ${name}${hint}`);
}

/** What is wrong with a value: written and read again it must be the same. */
function faultOf(kind: Kind<unknown>, value: unknown): string | undefined {
  if (kind.isRepeated && !Array.isArray(value)) {
    return `must be a list, like ${JSON.stringify([value])}`;
  }
  const parts = kind.isRepeated ? (value as unknown[]).map(item => [item]) : [value];
  for (const part of parts) {
    let again: unknown;
    try {
      again = kind.read(kind.write(part));
    } catch (error) {
      return error instanceof ValueError
        ? error.message
        : `must be a ${kind.placeholder ?? 'value'}`;
    }
    // A text may be written with escapes that it has already.
    const isSame =
      typeof part === 'string' ? typeof again === 'string' : isDeepStrictEqual(again, part);
    if (!isSame) return `must be a value like ${JSON.stringify(again)}`;
  }
  return undefined;
}
