import { createHash } from 'node:crypto';
import { resolve as absolute, join } from 'node:path';
import type { DatasetPlace } from '../assemble/outputs/folders.js';
import { type Given, writeOptions } from '../settings/given.js';
import { settingsOf } from '../settings/resolve.js';
import type { Launched } from './check.js';
import type { Launch } from './engine.js';

/** Where a launch takes place. */
export interface LaunchPlace {
  /** Where the command was given. */
  cwd: string;
  /** See {@link Launch.program}. */
  program: readonly string[];
}

/**
 * The jobs that a checked command becomes, in one folder of scripts: that of its dataset, or above
 * those of several.
 */
export function launchOf(
  { command, words, given, places, outputs }: Launched,
  shards: number,
  { cwd, program }: LaunchPlace,
): Launch {
  const folder = absolute(cwd, folderOf(places));
  const files = outputs.map(({ base }) => absolute(cwd, base));
  return {
    name: `keychain-${digest([`${shards}`, ...files]).slice(0, 8)}`,
    folder: join(folder, 'launch'),
    cwd,
    program,
    index: places.map(place => indexLine(place, given)),
    // In front of the words, among which may be `--`; and what was rejected is no failure of a job.
    shard: [command, '--shard=auto', `--shards=${shards}`, '--allow-rejects', ...words],
    hasWorkers: given.workers !== undefined,
    merge: ['merge', '--allow-rejects', '--', ...new Set(places.map(place => place.folder))],
    shards,
  };
}

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** Several datasets have a folder each below a common one. */
function folderOf(places: readonly DatasetPlace[]): string {
  const [first] = places;
  return places.length === 1 ? first!.folder : join(first!.folder, '..');
}

/** Say what a command tells, or where what is rejected goes, and not what a corpus is. */
const NOT_OF_INDEX = new Set(['dataset', 'corpus', 'rejects', 'allowRejects']);

/** The corpus of one dataset, read and counted by what the command was told. */
function indexLine({ files, corpusDir }: DatasetPlace, given: Given): string[] {
  const rows = new Map([...settingsOf('index')].filter(([name]) => !NOT_OF_INDEX.has(name)));
  return [
    ...['index', ...writeOptions(given, rows), '--allow-rejects'],
    ...(corpusDir === undefined ? [] : [`--corpus=${corpusDir}`]),
    ...files.map(file => `--dataset=${file}`),
  ];
}
