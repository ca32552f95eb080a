import { KeychainError } from '../errors.js';
import { type Kind, ValueError } from '../values/kind.js';
import { checkGiven } from './check-given.js';
import type { CommandName } from './commands.js';
import { presetValues } from './presets.js';
import { refuseOverwriting } from './refuse-overwriting.js';
import { refuseUnpacked } from './refuse-unpacked.js';
import { hyphenated, type Setting, type Variant } from './setting.js';
import { SETTINGS, type SettingName } from './table.js';
import type { GivenTo, SettingsOf } from './values.js';

const ALL: Readonly<Record<SettingName, Setting>> = SETTINGS;

/** The rows of the table that a command takes, as they are for it, in the table's order. */
export function settingsOf(command: CommandName): Map<SettingName, Setting> {
  const rows = Object.entries(ALL) as [SettingName, Setting][];
  return new Map(
    rows
      .filter(([, { commands }]) => commands.includes(command))
      .map(([name, row]) => [name, inCommand(row, command)]),
  );
}

function inCommand(row: Setting, command: CommandName): Setting {
  const variant: Variant | undefined = row.at?.[command];
  if (!variant) return row;
  const { goesWith: _, ...alone } = row;
  const { goesWith = 'goesWith' in variant ? undefined : row.goesWith, ...rest } = variant;
  return { ...alone, ...rest, ...(goesWith !== undefined && { goesWith }) };
}

/**
 * A command's settings: the first of what is given counts (so the command line comes before the
 * config), then the preset's, then the default.
 *
 * @throws KeychainError USAGE for a setting that the command does not have or cannot do without, a
 *   value that is not of its kind, a setting that means nothing without another or beside it, or an
 *   output that is an input, too; INPUT_MISSING for a file that a value names in place of a text
 */
export function resolve<C extends CommandName>(command: C, ...given: GivenTo<C>[]): SettingsOf<C> {
  const rows = settingsOf(command);
  const layers = given as Partial<Record<SettingName, unknown>>[];
  for (const layer of layers) checkGiven(command, rows, layer);
  const givenFor = (name: SettingName): unknown =>
    layers.find(layer => layer[name] !== undefined)?.[name];
  const preset = rows.has('preset') ? presetValues(givenFor('preset'), givenFor) : {};
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const [name, row] of rows) {
    values[name] = givenFor(name) ?? preset[name] ?? row.default;
  }
  refuseUnpacked(Object.assign({}, ...layers.toReversed()));
  refuseOverwriting(rows, values);
  for (const [name, row] of rows) {
    if (row.required?.includes(command) && !isSaid(name, rows, values)) throw missing(name, row);
    if (givenFor(name) === undefined || row.goesWith === undefined) continue;
    if (!isSaid(row.goesWith, rows, values)) throw alone(name, row.goesWith);
  }
  for (const [name, row] of rows) {
    if (values[name] !== undefined) values[name] = loaded(name, row.kind, values[name]);
  }
  return values as SettingsOf<C>;
}

/** Whether a setting has a value that says something, or another does in its place. */
export function isSaid(
  name: string,
  rows: ReadonlyMap<string, Setting>,
  values: Readonly<Record<string, unknown>>,
): boolean {
  const isGiven = (value: unknown): boolean => value !== undefined && value !== false;
  return [name, ...(rows.get(name)?.instead ?? [])].some(each => isGiven(values[each]));
}

/** The value, or what stands in the file that it names. */
function loaded(name: string, kind: Kind<unknown>, value: unknown): unknown {
  try {
    return kind.load ? kind.load(value) : value;
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    throw new KeychainError(
      'USAGE',
      `--${hyphenated(name)} ${kind.write(value)}: ${error.message}`,
    );
  }
}

const missing = (name: string, { kind, help }: Setting): KeychainError =>
  new KeychainError('USAGE', `--${hyphenated(name)} ${kind.placeholder ?? ''} is needed: ${help}`);

const alone = (name: string, partner: string): KeychainError =>
  new KeychainError(
    'USAGE',
    `--${hyphenated(name)} means nothing without --${hyphenated(partner)}`,
  );
