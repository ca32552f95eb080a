import { KeychainError } from '../errors.js';
import { isHubAddress, readAddress } from '../hub/address.js';
import { hubEnvironment } from '../hub/environment.js';
import { type Hub, openHub } from '../hub/hub.js';
import { type Clock, systemClock } from '../network/clock.js';
import { openWeb, type Web } from '../network/web.js';
import type { Reporter } from '../reporter.js';
import { nearest } from '../values/nearest.js';
import { namesOf } from '../values/registry.js';
import { copyFromHub } from './mirror.js';
import { fetchOfficial } from './official.js';
import { SOURCES } from './sources/registry.js';
import type { Source, SourceFile, SourceSplit } from './sources/source.js';
import { unpacked } from './unpack.js';

/** A dataset that was fetched. */
export interface Downloaded {
  name: string;
  /** Missing where nobody here knows it. */
  license?: string;
  page?: string;
  /** What commands are given to read it, a split each. */
  inputs: string[];
}

export interface DownloadParts {
  /** Splits that are wanted; all where none is named. */
  splits: readonly string[];
  /** Folder that files go to; of the Hub's addresses, missing for its cache alone. */
  out: string | undefined;
  reporter: Reporter;
  sources?: Readonly<Record<string, Source>>;
  clock?: Clock;
}

/**
 * Fetches datasets by their names from their official places, else from their mirrors on the Hub; or
 * what an address on the Hub means.
 *
 * @throws KeychainError USAGE, DOWNLOAD_*, HUB_*, OUTPUT_*
 */
export async function download(
  names: readonly string[],
  parts: DownloadParts,
): Promise<Downloaded[]> {
  const { reporter, clock = systemClock, sources = SOURCES } = parts;
  if (parts.out === '-') throw noFolder();
  const wanted = names.map(name => ({ name, ...meant(name, parts.splits, sources) }));
  const environment = hubEnvironment();
  const places = {
    ...parts,
    clock,
    web: openWeb(),
    hub: openHub({ reporter, environment, clock }),
    isOffline: environment.isOffline,
  };
  try {
    const found: Downloaded[] = [];
    for (const { name, source, splits } of wanted) {
      found.push(
        source
          ? await fetchSource(name, source, splits, places)
          : { name, inputs: await fetchAddress(name, places) },
      );
    }
    return found;
  } finally {
    await Promise.all([places.web.close(), places.hub.close()]);
  }
}

const noFolder = (): KeychainError =>
  new KeychainError(
    'USAGE',
    '--out -: files go to a folder, and their paths to standard output; name a folder',
  );

interface Places extends DownloadParts {
  clock: Clock;
  web: Web;
  hub: Hub;
  isOffline: boolean;
}

/** @throws KeychainError USAGE */
function meant(
  name: string,
  splits: readonly string[],
  sources: Readonly<Record<string, Source>>,
): { source?: Source; splits: readonly string[] } {
  if (isHubAddress(name)) {
    readAddress(name, 'dataset');
    if (splits.length === 0) return { splits };
    throw new KeychainError(
      'USAGE',
      `--split: of ${name} the files of a split are named by its path`,
    );
  }
  if (!Object.hasOwn(sources, name)) {
    const near = nearest(name, namesOf(sources));
    const hint = near === undefined ? '' : `; did you mean ${near}?`;
    throw new KeychainError(
      'USAGE',
      `${name}: no dataset of that name is known${hint} Known are ${namesOf(sources).join(', ')}, and hf:owner/name`,
    );
  }
  const source = sources[name]!;
  const has = source.files.flatMap(file => file.splits.map(split => split.name));
  const none = splits.find(split => !has.includes(split));
  if (none === undefined) return { source, splits: splits.length === 0 ? has : splits };
  throw new KeychainError('USAGE', `--split ${none}: ${name} has ${has.join(', ')}`);
}

/** Into the Hub's cache; into a folder, unpacked where that leaves one file. */
async function fetchAddress(text: string, { hub, out }: Places): Promise<string[]> {
  if (out === undefined) return hub.files(readAddress(text, 'dataset'));
  const copies = await copyFromHub(text, hub, out);
  const inputs: string[] = [];
  for (const copy of copies) inputs.push(await unpacked(copy));
  return inputs;
}

async function fetchSource(
  name: string,
  source: Source,
  wanted: readonly string[],
  places: Places,
): Promise<Downloaded> {
  const inputs: string[] = [];
  for (const file of source.files) {
    const splits = file.splits.filter(split => wanted.includes(split.name));
    if (splits.length > 0) inputs.push(...(await fetchFile(name, source, file, splits, places)));
  }
  return { name, license: source.license, page: source.page, inputs };
}

/** From the official place; where that has failed, from the mirrors, split by split. */
async function fetchFile(
  name: string,
  { page }: Source,
  file: SourceFile,
  splits: readonly SourceSplit[],
  { web, hub, clock, reporter, out = '.', isOffline }: Places,
): Promise<string[]> {
  const way = `get it from ${page} yourself and name its path`;
  const fromMirrors = async (): Promise<string[]> => {
    const copies: string[] = [];
    for (const { name: split, mirror } of splits) {
      // What a mirror calls a file does not tell two splits apart: it may have a folder for each.
      const prefix = `${name}-${split}-`;
      for (const text of mirror) copies.push(...(await copyFromHub(text, hub, out, prefix)));
    }
    return copies;
  };
  if (isOffline) return fromMirrors();
  try {
    const path = await fetchOfficial(file, { web, clock, reporter, out, way });
    if (splits.every(({ member }) => member === undefined)) return [await unpacked(path)];
    return splits.map(({ member }) => `${path}#${member}`);
  } catch (error) {
    if (!(error instanceof KeychainError) || !error.code.startsWith('DOWNLOAD_')) throw error;
    reporter.warn(`${error.message}; trying its mirror on the Hub`);
    try {
      return await fromMirrors();
    } catch (cause) {
      throw noneLeft(error, cause as Error);
    }
  }
}

function noneLeft(official: KeychainError, mirror: Error): Error {
  if (!(mirror instanceof KeychainError) || mirror.code.startsWith('OUTPUT_')) return mirror;
  return new KeychainError(
    'DOWNLOAD_FAILED',
    `${official.message}; its mirror: ${mirror.message}`,
    { cause: official },
  );
}
