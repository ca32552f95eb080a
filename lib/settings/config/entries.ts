import type { ParsedNode, YAMLMap } from 'yaml';
import type { KeychainError } from '../../errors.js';
import type { Kind } from '../../values/kind.js';

/** One line of a config: a name and what it is given. */
export interface Entry {
  /** As it is spelt there, and with hyphens. */
  raw: string;
  name: string;
  /** Bytes of the text at which the two begin. */
  at: number;
  value: unknown;
  node: ParsedNode | null;
}

/** Says a mistake and where it is. */
export type Fault = (at: number, message: string) => KeychainError;

/** The lines of a config; `values` is the same in plain values. */
export function entriesOf(contents: ParsedNode | null, values: unknown, fault: Fault): Entry[] {
  const items = (contents as YAMLMap.Parsed | null)?.items;
  if (typeof values !== 'object' || values === null || Array.isArray(values) || !items) {
    throw fault(contents?.range[0] ?? 0, 'a config is settings with values, like hops: 4');
  }
  const entries = items.map(({ key, value }): Entry => {
    const raw = String((key as { value?: unknown }).value);
    const name = raw.replaceAll('_', '-');
    return {
      raw,
      name,
      at: key.range[0],
      value: (values as Record<string, unknown>)[raw],
      node: value,
    };
  });
  for (const [i, { raw, name, at }] of entries.entries()) {
    const first = entries.findIndex(each => each.name === name);
    if (first < i) throw fault(at, `${raw}: ${entries[first]!.raw} stands above already`);
  }
  return entries;
}

/** Where a value begins. */
export const valueAt = ({ node, at }: Entry): number => node?.range[0] ?? at;

/** Whether it is a setting, and not the command or the schema's address. */
export const isSetting = ({ name }: Entry): boolean => name !== 'command' && name !== '$schema';

/** A value that can be said in a few words, and is no secret. */
export const shown = (value: unknown, { hide }: Pick<Kind<unknown>, 'hide'> = {}): string =>
  typeof value === 'object' || hide ? '' : ` ${String(value).slice(0, 60)}`;
