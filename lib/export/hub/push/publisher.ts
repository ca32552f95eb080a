import { pathToFileURL } from 'node:url';
import type { Reporter } from '../../../reporter.js';
import { checkHolder, pushAccount } from './account.js';
import { hubFetch } from './hub-fetch.js';
import { type PushPlace, pushError } from './push-error.js';
import { refusePublic } from './visibility.js';

/** A file that is pushed. */
export interface PushedFile {
  /** Its path in the repository. */
  name: string;
  /** Where it is here. */
  path: string;
  bytes: number;
}

/** A dataset on the Hub that may be pushed to. */
export interface Publisher {
  /**
   * Makes the repository hold just these files in the folders that are ours, in one commit; nothing is
   * sent again that is there with the same SHA-256. Says where it is.
   *
   * @throws KeychainError HUB_REFUSED, PUSH_FAILED
   */
  push(files: readonly PushedFile[]): Promise<string>;
}

export interface PublisherParts {
  /** `owner/name`. */
  repo: string;
  isPublic: boolean;
  reporter: Reporter;
}

/** Folders whose files are ours: what is no more in them goes, since patterns would still find it. */
const OURS = /^(data|figures|manifests)\//;

/**
 * Sees that a dataset may be pushed, before anything is made: whether there is a token, whose it is,
 * what it may, and whether the repository is there and who sees it.
 *
 * @throws KeychainError USAGE, HUB_REFUSED, PUSH_FAILED
 */
export async function openPublisher({
  repo,
  isPublic,
  reporter,
}: PublisherParts): Promise<Publisher> {
  const account = pushAccount(repo);
  const hub = await import('@huggingface/hub');
  const { endpoint } = account.environment;
  const withHub = <T>(way: string, work: (common: Common) => Promise<T>): Promise<T> =>
    asking({ ...account, repo, way }, work);

  const isThere = await withHub(BEFORE, async common => {
    checkHolder(await hub.whoAmI(common), repo, account);
    const info = await hub.datasetInfo({ ...common, name: repo }).catch(absent);
    if (info) refusePublic(info, { repo, isPublic, reporter, endpoint });
    return info !== undefined;
  });
  return {
    push: files =>
      withHub(BEHIND, async common => {
        const designation = { type: 'dataset', name: repo } as const;
        const of = { ...common, repo: designation };
        const visibility = isPublic ? 'public' : 'private';
        if (!isThere) await hub.createRepo({ ...of, visibility }).catch(alreadyThere);
        const stale: string[] = [];
        for await (const { path, type } of hub.listFiles({ ...of, recursive: true })) {
          const isOurs = type === 'file' && OURS.test(path);
          if (isOurs && !files.some(({ name }) => name === path)) stale.push(path);
        }
        const operations = [
          ...files.map(({ name, path }) => ({
            operation: 'addOrUpdate' as const,
            path: name,
            content: pathToFileURL(path),
          })),
          ...stale.map(path => ({ operation: 'delete' as const, path })),
        ];
        // Plain uploads: they are what every endpoint of the Hub's kind takes.
        const steps = hub.commitIter({ ...of, title: TITLE, operations, useXet: false });
        const told = toldProgress(files, reporter);
        for (let step = await steps.next(); !step.done; step = await steps.next()) told(step.value);
        return `${endpoint}/datasets/${repo}`;
      }),
  };
}

const BEFORE = 'nothing is written yet: try again, or leave --push out';
const BEHIND =
  'the folder is whole: the same command goes on, and sends no large file again that is there';
const TITLE = 'Dataset by keychain-pipeline';

/** What the library is told with everything. */
interface Common {
  accessToken: string;
  hubUrl: string;
  fetch: typeof fetch;
}

async function asking<T>(place: PushPlace, work: (common: Common) => Promise<T>): Promise<T> {
  const { environment, token } = place;
  const connection = hubFetch(environment.endpoint, token.value);
  try {
    const { fetch } = connection;
    return await work({ accessToken: token.value, hubUrl: environment.endpoint, fetch });
  } catch (error) {
    throw pushError(error, place);
  } finally {
    await connection.close();
  }
}

const statusOf = (error: unknown): number | undefined =>
  (error as { statusCode?: number }).statusCode;

/** To a token that may not see it, a repository is not there either. */
function absent(error: unknown): undefined {
  if (statusOf(error) !== 404) throw error;
}

/** Somebody has made it meanwhile. */
function alreadyThere(error: unknown): void {
  if (statusOf(error) !== 409) throw error;
}

/** Tells how many bytes are there, by what the library says of single files. */
function toldProgress(
  files: readonly PushedFile[],
  { progress }: Reporter,
): (event: { event: string; path?: string; progress?: number; state?: string }) => void {
  const sizes = new Map(files.map(({ name, bytes }) => [name, bytes]));
  const done = new Map<string, number>();
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  return ({ event, path = '', progress: share = 0, state }) => {
    if (event !== 'fileProgress' || state !== 'uploading') return;
    done.set(path, share * (sizes.get(path) ?? 0));
    const sum = [...done.values()].reduce((all, bytes) => all + bytes, 0);
    progress('push', { done: Math.round(sum), total, unit: 'bytes' });
  };
}
