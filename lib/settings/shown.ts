import { withoutSecrets } from '../values/without-secrets.js';
import type { Rows } from './given.js';
import { hyphenated } from './setting.js';

/** Values of settings as they may be shown: without what is secret. */
export function shownSettings(
  values: Readonly<Record<string, unknown>>,
  rows: Rows,
): Record<string, unknown> {
  const shown = { ...values };
  for (const [name, { kind }] of rows) {
    const value = values[name];
    if (value === undefined) continue;
    if (kind.hide) shown[name] = kind.hide(value);
    else if (Array.isArray(value)) shown[name] = value.map(shownValue);
    else shown[name] = shownValue(value);
  }
  return shown;
}

const shownValue = (value: unknown): unknown =>
  typeof value === 'string' ? withoutSecrets(value) : value;

/** The words of a command line as they may be shown. */
export function shownWords(words: readonly string[], rows: Rows): string[] {
  const hiding = new Map(
    [...rows].flatMap(([name, { kind }]) => (kind.hide ? [[hyphenated(name), kind] as const] : [])),
  );
  const optionIn = (word = ''): { name: string; value: string | undefined } => {
    const [, spelled = '', value] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? [];
    return { name: spelled.replaceAll('_', '-'), value };
  };
  return words.map((word, i) => {
    const { name, value } = optionIn(word);
    const own = hiding.get(name);
    if (own && value !== undefined) return `--${name}=${own.write(own.hide!(own.read(value)))}`;
    const before = optionIn(words[i - 1]);
    const kind = before.value === undefined ? hiding.get(before.name) : undefined;
    return kind ? kind.write(kind.hide!(kind.read(word))) : withoutSecrets(word);
  });
}
