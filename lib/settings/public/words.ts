import type { Kind } from '../../values/kind.js';
import { type Rows, spellings } from '../given.js';
import type { SettingName } from '../table.js';

/** A part of a command line: a word that stays as it is, or a value of a setting. */
export type Part = { word: string } | ValuePart;

export interface ValuePart {
  name: SettingName;
  kind: Kind<unknown>;
  value: string;
  /** As it was spelt; missing for an argument without a name. */
  option?: string;
  /** Whether option and value are one word. */
  isInline?: boolean;
}

/** Takes the arguments of a command apart, as `bin/pipe` reads them. */
export function partsOf(words: readonly string[], rows: Rows): Part[] {
  const names = spellings(rows);
  const unnamed: SettingName = rows.has('records') ? 'records' : 'dataset';
  const unnamedKind = rows.get(unnamed)?.kind;
  const parts: Part[] = [];
  let isBehind = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const [, option, spelled = '', inline] = /^(--([a-z][\w-]*))(?:=(.*))?$/is.exec(word) ?? [];
    if (isBehind || !word.startsWith('-') || word === '-') {
      parts.push(unnamedKind ? { name: unnamed, kind: unnamedKind, value: word } : { word });
      continue;
    }
    isBehind = word === '--';
    const name = names.get(spelled.replaceAll('_', '-'));
    const kind = name && rows.get(name)?.kind;
    const value = inline ?? words[i + 1];
    if (!name || !option || !kind?.placeholder || value === undefined) {
      parts.push({ word });
      continue;
    }
    parts.push({ name, kind, value, option, isInline: inline !== undefined });
    if (inline === undefined) i++;
  }
  return parts;
}

/** The words again. */
export const wordsOf = (parts: readonly Part[]): string[] =>
  parts.flatMap(part => {
    if ('word' in part) return [part.word];
    const { option, value, isInline } = part;
    if (option === undefined) return [value];
    return isInline ? [`${option}=${value}`] : [option, value];
  });
