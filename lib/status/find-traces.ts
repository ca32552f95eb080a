import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { runLeaseOf } from '../assemble/outputs/part/names.js';
import { KeychainError } from '../errors.js';
import { baseOf, MANIFEST_ENDING } from '../output/names.js';

/** Where the traces of one file may be: of an output, or of one of its shards. */
export interface Places {
  manifest: string;
  /** The log of what is under way, and where it is kept when that is done. */
  log?: string;
  keptLog?: string;
  lease?: string;
}

/** A launch. */
export interface FoundLaunch {
  /** What it has launched goes below it. */
  folder: string;
  /** The logs of jobs, by the name of the job: `index`, `merge` or `shard-00003`. */
  jobs: Map<string, string>;
}

/** What stands below a folder. */
export interface Found {
  /** By the path without its ending. */
  files: Map<string, Places>;
  /** By what they have launched. */
  launches: Map<string, FoundLaunch>;
}

/** Where a launch stands, and what is always there. */
const LAUNCH = 'launch';
const LOGS = 'logs';
const SUBMIT = 'submit.sh';
const JOB_LOG = /^(index|merge|shard-\d{5})\.log$/;
/** Of who makes an output, by its name without an ending. */
const RUN_LEASE = runLeaseOf('');
/** What stands beside a file, the longest ending first, since one ends with another. */
const TRACES: readonly [ending: string, places: (file: string) => Partial<Places>][] = [
  ['.part.log', file => ({ log: `${file}.part.log`, keptLog: `${file}.log` })],
  ['.part.lease', file => ({ lease: `${file}.part.lease` })],
  ['.log', file => ({ keptLog: `${file}.log` })],
];

/**
 * Finds what runs have left below a folder. Only names are looked at; links to folders are not
 * followed.
 *
 * @param warn is told of folders that cannot be looked into
 * @throws KeychainError INPUT_MISSING
 */
export async function findTraces(folder: string, warn: (message: string) => void): Promise<Found> {
  const found: Found = { files: new Map(), launches: new Map() };
  const look = async (dir: string): Promise<void> => {
    const entries = await readdir(dir, { withFileTypes: true }).catch(
      ({ code }: NodeJS.ErrnoException) => {
        if (dir === folder) {
          throw new KeychainError(
            'INPUT_MISSING',
            `${dir}: cannot be looked into (${code}); name the folder that was a run's --save-dir`,
          );
        }
        warn(`${dir}: cannot be looked into (${code}); what is there is not told`);
        return [];
      },
    );
    for (const { name } of entries.filter(entry => entry.isFile())) take(found, dir, name);
    for (const { name } of entries.filter(entry => entry.isDirectory()))
      await look(join(dir, name));
  };
  await look(folder);
  return found;
}

function take({ files, launches }: Found, dir: string, name: string): void {
  const path = join(dir, name);
  const folder = launchedIn(dir);
  const job = JOB_LOG.exec(name)?.[1];
  if (folder !== undefined && (job !== undefined || name === SUBMIT)) {
    const launch = launches.get(folder) ?? { folder, jobs: new Map<string, string>() };
    if (job !== undefined) launch.jobs.set(job, path);
    launches.set(folder, launch);
    return;
  }
  const put = (base: string, places: Partial<Places>): void => {
    files.set(base, { manifest: base + MANIFEST_ENDING, ...files.get(base), ...places });
  };
  if (name.endsWith(MANIFEST_ENDING)) put(path.slice(0, -MANIFEST_ENDING.length), {});
  const [ending = '', places] = TRACES.find(([each]) => name.endsWith(each)) ?? [];
  const file = path.slice(0, path.length - ending.length);
  if (name.endsWith(RUN_LEASE)) put(path.slice(0, -RUN_LEASE.length), { lease: path });
  // Other programs write logs too.
  if (places && baseOf(file) !== file) put(baseOf(file), places(file));
}

/** Where the files of a launch stand that has its scripts, or logs, in this folder. */
function launchedIn(dir: string): string | undefined {
  const launch = basename(dir) === LOGS ? dirname(dir) : dir;
  return basename(launch) === LAUNCH ? dirname(launch) : undefined;
}
