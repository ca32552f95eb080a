import type { CommandName } from '../../../lib/settings/commands.js';
import { hyphenated, type Setting } from '../../../lib/settings/setting.js';

/** `--hops N`. */
export const optionOf = (name: string, { kind: { placeholder } }: Setting): string =>
  `--${hyphenated(name)}${placeholder === undefined ? '' : ` ${placeholder}`}`;

/** What is used where nothing is given, in words; undefined where that is nothing. */
export function defaultOf({ kind, default: value, otherwise }: Setting): string | undefined {
  if (value === undefined) return otherwise || undefined;
  return value === false ? undefined : kind.write(value);
}

/** Whether a command cannot do without a setting. */
export const isNeeded = ({ required }: Setting, command: CommandName): boolean =>
  required?.includes(command) ?? false;
