import type { JsonSchema, Kind } from '../values/kind.js';
import type { CommandName } from './commands.js';
import type { Rows } from './given.js';
import { settingsOf } from './resolve.js';
import { hyphenated, type Setting } from './setting.js';
import { SETTINGS, type SettingName } from './table.js';

/** Stand in no config: one names it, the other asks for a page. */
const NOT_CONFIGURED: ReadonlySet<string> = new Set(['config', 'help']);

/** The commands that take their settings from a config, in the order of the table. */
export const CONFIGURED: readonly CommandName[] = SETTINGS.config.commands;

/** The rows that a config of a command may have. */
export const configRows = (command: CommandName): Rows =>
  new Map([...settingsOf(command)].filter(([name]) => !NOT_CONFIGURED.has(name)));

/** The rows that some config may have. */
export const allConfigRows = (): Rows =>
  new Map(
    (Object.entries(SETTINGS) as [SettingName, Setting][]).filter(
      ([name, { commands }]) =>
        !NOT_CONFIGURED.has(name) && commands.some(command => CONFIGURED.includes(command)),
    ),
  );

/** JSON Schema (2020-12) of a config: what it may hold, and what goes with which command. */
export function configSchema(): JsonSchema {
  const rows = allConfigRows();
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Config of keychain-pipeline',
    description: 'The settings of one command, by the names of its options',
    type: 'object',
    properties: {
      $schema: { type: 'string' },
      command: { enum: CONFIGURED, description: 'needed where the config is run by itself' },
      ...Object.fromEntries([...rows].map(([name, row]) => [hyphenated(name), propertyOf(row)])),
    },
    additionalProperties: false,
    allOf: CONFIGURED.map(command => ({
      if: { properties: { command: { const: command } }, required: ['command'] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: {
        propertyNames: {
          enum: ['$schema', 'command', ...[...configRows(command).keys()].map(hyphenated)],
        },
      },
    })),
  };
}

const propertyOf = ({ kind, help, default: value }: Setting): JsonSchema => ({
  description: help,
  ...(value !== undefined && { default: plain(kind, value) }),
  ...kind.schema,
});

/** A value as a config writes it. */
const plain = (kind: Kind<unknown>, value: unknown): unknown =>
  typeof value === 'object' ? kind.write(value) : value;
