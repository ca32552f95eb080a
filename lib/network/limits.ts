import { KeychainError } from '../errors.js';
import { chunksOf } from './chunks.js';
import type { Reply } from './web.js';

/**
 * What is read of a server at most: a broken one might never stop sending. (Of a reply that is not
 * looked at, undici reads 128 KB, and closes the connection.)
 */
export interface NetworkLimits {
  /** Bytes of a page for people, such as Google Drive's before a large file; they have some kilobytes. */
  pageBytes: number;
  /** Bytes of a reply about a repository; a thousand files of it take less than a megabyte. */
  answerBytes: number;
  /** Replies that a list of files may come in; the Hub puts a thousand files into one. */
  answers: number;
  /** Files of a repository; the Hub advises against more than a tenth of it. */
  files: number;
  /** Bytes of a file of which nobody says how many it has. */
  fileBytes: number;
}

const MB = 1024 * 1024;

export const NETWORK_LIMITS: NetworkLimits = {
  pageBytes: MB,
  answerBytes: 16 * MB,
  answers: 10_000,
  files: 1_000_000,
  fileBytes: MB * MB,
};

/**
 * The text of a reply.
 *
 * @param most bytes that it may have
 * @throws KeychainError DOWNLOAD_FAILED for a longer one, TransientError where the connection is cut
 */
export async function textOf({ body, url }: Reply, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(body, url)) {
    bytes += chunk.length;
    // To leave the loop closes the connection.
    if (bytes > most)
      throw endless(url, `sends more than ${most} bytes where it should say little`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** DOWNLOAD_FAILED: a server does not come to an end. */
export const endless = ({ host }: URL, what: string): KeychainError =>
  new KeychainError(
    'DOWNLOAD_FAILED',
    `${host} ${what}; see that it is the right server, or fetch the file otherwise and name its path`,
  );
