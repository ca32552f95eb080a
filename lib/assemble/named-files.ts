import { basename } from 'node:path';
import { settingsOf } from '../settings/resolve.js';
import { isFilePath } from '../values/kinds.js';
import type { Dataset } from './dataset.js';

/** Files that settings name, for people: the setting's name and the file's. */
export const namedFiles = ({ command, settings, digests }: Dataset) =>
  [...settingsOf(command)].flatMap(([setting, { kind }]) =>
    [(settings as Record<string, unknown>)[setting] ?? []]
      .flat()
      .filter(path => isFilePath(kind, path))
      .filter(path => digests.has(path))
      .map(path => ({ setting, name: basename(path), sha256: digests.get(path)! })),
  );
