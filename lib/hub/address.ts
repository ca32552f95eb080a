import { KeychainError } from '../errors.js';

/** Kinds of repositories, as the Hub spells them in addresses. */
export type RepoType = 'dataset' | 'model';

/** A repository of the Hub at some revision. */
export interface HubRepo {
  type: RepoType;
  /** `owner/name`; some old ones have no owner. */
  id: string;
  /** A branch, a tag or a commit. */
  revision: string;
}

/** What `hf:` names: a repository, or a file (with `*` or `?`, files) of it. */
export interface HubAddress extends HubRepo {
  path?: string;
}

const SCHEME = /^hf:(\/\/)?/;
/** What the Hub allows in names: no `--`, no `..`, and neither `-` nor `.` at an end. */
const NAME = /^(?!.*(--|\.\.))[A-Za-z0-9_]([\w.-]{0,94}[A-Za-z0-9_])?$/;
/** Revisions that have a slash in them, as the Hub's own clients know them. */
const SLASHED = /^(refs\/(?:convert\/[^/]+|pr\/\d+))(?:\/(.*))?$/s;
const FORM = 'hf:owner/name[@revision][/path], with datasets/ or models/ before it';

export const DEFAULT_REVISION = 'main';

/** Whether something is on the Hub, by the way it is written. */
export const isHubAddress = (text: string): boolean => SCHEME.test(text);

/**
 * Reads `hf:owner/name[@revision][/path]`, also as `hf://datasets/owner/name/path`.
 *
 * @param type - what is meant where the address does not say it; `hf://` without a kind means a model,
 *   as it does to the Hub's own clients
 * @throws KeychainError USAGE
 */
export function readAddress(text: string, type: RepoType): HubAddress {
  const [scheme = ''] = SCHEME.exec(text) ?? [];
  const rest = text.slice(scheme.length);
  const [, kind, named = ''] = /^(datasets|models)?\/?(.*)$/s.exec(rest) ?? [];
  const isUrl = scheme.endsWith('//');
  const meant = kind === 'datasets' ? 'dataset' : kind === 'models' || isUrl ? 'model' : type;
  const [, id = '', behind = ''] = /^([^/@]*(?:\/[^/@]*)?)(.*)$/s.exec(named) ?? [];
  if (id === '' || !id.split('/').every(part => NAME.test(part))) {
    throw new KeychainError('USAGE', `${text}: no name of a repository; write ${FORM}`);
  }
  const { revision, path } = behind.startsWith('@')
    ? revised(behind.slice(1))
    : { revision: DEFAULT_REVISION, path: behind.replace(/^\//, '') };
  if (revision === '' || revision.split('/').some(part => part === '..' || part === '')) {
    throw new KeychainError('USAGE', `${text}: no revision behind @; write ${FORM}`);
  }
  if (path !== '' && !isRepoPath(path)) {
    throw new KeychainError('USAGE', `${text}: ${path} is no path in a repository`);
  }
  return { type: meant, id, revision, ...(path !== '' && { path }) };
}

function revised(text: string): { revision: string; path: string } {
  const [, slashed, below = ''] = SLASHED.exec(text) ?? [];
  if (slashed !== undefined) return { revision: slashed, path: below };
  const end = text.includes('/') ? text.indexOf('/') : text.length;
  return { revision: decoded(text.slice(0, end)), path: text.slice(end + 1) };
}

/** A slash in a revision may be written `%2F`. */
const decoded = (revision: string): string => revision.replaceAll(/%2f/gi, '/');

/**
 * Whether a name in a repository may become the name of a file here: it leads nowhere else on any
 * system.
 */
export const isRepoPath = (path: string): boolean =>
  path
    .split('/')
    .every(part => part !== '' && part !== '.' && part !== '..' && !/[\\\0]|^[A-Za-z]:/.test(part));

/** An address as it is written. */
export const writeAddress = ({ type, id, revision, path }: HubAddress): string => {
  const at = revision === DEFAULT_REVISION ? '' : `@${revision}`;
  return `hf:${type}s/${id}${at}${path === undefined ? '' : `/${path}`}`;
};
