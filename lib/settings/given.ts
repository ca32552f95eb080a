import type { CommandName } from './commands.js';
import { hyphenated, type Setting } from './setting.js';
import type { SettingName } from './table.js';
import type { GivenTo } from './values.js';

/** What is said of settings, whatever the command: values by the names of the table. */
export type Given = Readonly<GivenTo<CommandName>>;

/** The same while it is put together, each value having been read by its kind. */
export type Values = Partial<Record<SettingName, unknown>>;

/** Rows of the table, by name. */
export type Rows = ReadonlyMap<SettingName, Setting>;

/** The settings by all their spellings, with hyphens. */
export function spellings(rows: Rows): Map<string, SettingName> {
  const spelled = new Map<string, SettingName>();
  for (const [name, { aliases = [] }] of rows) {
    for (const spelling of [hyphenated(name), ...aliases]) spelled.set(spelling, name);
  }
  return spelled;
}

/** Values in words of a command line, which say the same when they are read again. */
export function writeOptions(given: Given, rows: Rows): string[] {
  return [...rows].flatMap(([name, { kind }]) => {
    const value = given[name];
    if (value === undefined) return [];
    const option = `--${hyphenated(name)}`;
    const values = kind.isRepeated ? (value as unknown[]).map(each => [each]) : [value];
    return values.map(each => `${option}=${kind.write(each as never)}`);
  });
}
