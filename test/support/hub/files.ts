import { createHash } from 'node:crypto';

/** Contents of a repository at one commit, by path. */
export type RepoFiles = Readonly<Record<string, string | Buffer>>;

/** A repository of the stand-in. */
export interface StandInRepo {
  /** `datasets/owner/name` or `models/owner/name`. */
  name: string;
  /** The last one is `main`; names of commits are made of what they hold. */
  commits: RepoFiles[];
  /** Files that are in LFS: their bytes are at the CDN. Default: Parquet, zips and `.model`. */
  isLfs?: (path: string) => boolean;
  /** Who may see it: `gated` wants a token and its conditions accepted, `private` a token. */
  access?: 'gated' | 'private';
}

export const isLarge = (path: string): boolean => /\.(parquet|zip|model)$/.test(path);

export const sha256 = (bytes: Buffer | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** What git calls a blob. */
export const gitSha1 = (bytes: Buffer): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** What git might call a commit of these files. */
export const commitOf = (files: RepoFiles): string =>
  createHash('sha1')
    .update(
      Object.entries(files)
        .map(([path, bytes]) => `${path} ${sha256(bytes)}`)
        .join('\n'),
    )
    .digest('hex');
