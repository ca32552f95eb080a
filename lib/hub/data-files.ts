import { KeychainError } from '../errors.js';
import { type HubAddress, writeAddress } from './address.js';
import { namesOf } from './refusal.js';

const DATA = /\.(jsonl?|ndjson|parquet|zip)(\.(gz|zst))?$/i;
/** JSON that says something of a repository. */
const ABOUT = /(^|\/)(dataset_infos?|dataset_dict|state|config|[\w-]*config)\.json$/i;
const SHARD = /-(\d{5})-of-(\d{5})(?=\.)/;

/** Whether a name may be that of records, and not of something said about them. */
const isData = (path: string): boolean =>
  DATA.test(path) && !ABOUT.test(path) && !path.split('/').some(part => part.startsWith('.'));

/** Whether a path means all files that fit it. */
export const isPattern = (path: string | undefined): boolean => /[*?]/.test(path ?? '');

/**
 * The files that an address without a whole path means: those that fit its pattern; else the only
 * data file there is, or below its folder, or all parts of it.
 *
 * @throws KeychainError HUB_MISSING where there is none, USAGE where there are several
 */
export function chooseFiles(address: HubAddress, files: readonly string[]): string[] {
  const { path } = address;
  const name = writeAddress(address);
  if (path !== undefined && isPattern(path)) {
    const fits = patternOf(path);
    const found = files.filter(file => fits.test(file)).sort();
    if (found.length > 0) return whole(found, name);
    throw new KeychainError('HUB_MISSING', `${name}: no file is like that; ${namesOf(files)}`);
  }
  const below = path === undefined ? '' : `${path.replace(/\/$/, '')}/`;
  const found = files.filter(file => file.startsWith(below) && isData(file)).sort();
  const [first] = found;
  if (first === undefined) {
    throw new KeychainError('HUB_MISSING', `${name}: there is no data file; ${namesOf(files)}`);
  }
  if (found.every(file => stemOf(file) === stemOf(first))) return whole(found, name);
  throw new KeychainError(
    'USAGE',
    `${name} has several data files, name one of them (or some, with * in the path): ${namesOf(found)}`,
  );
}

const stemOf = (file: string): string => file.replace(SHARD, '');

/** Sees that of files in parts all parts are there: offline, some may never have been fetched. */
function whole(files: string[], name: string): string[] {
  for (const file of files) {
    const [, , of] = SHARD.exec(file) ?? [];
    if (of === undefined) continue;
    const parts = files.filter(each => stemOf(each) === stemOf(file));
    if (parts.length === Number(of)) continue;
    throw new KeychainError(
      'HUB_MISSING',
      `${name}: of ${Number(of)} parts of ${stemOf(file)} there are ${parts.length}; name single ones by their whole paths`,
    );
  }
  return files;
}

/** `*` is any part of a name, `**` any folders too, `?` one character. */
function patternOf(path: string): RegExp {
  const written = path.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*\*\/?|[*?]/g, sign => {
    if (sign === '?') return '[^/]';
    if (sign === '*') return '[^/]*';
    return sign.endsWith('/') ? '(?:.*/)?' : '.*';
  });
  return new RegExp(`^${written}$`);
}
