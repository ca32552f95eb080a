import { KeychainError } from '../errors.js';
import type { Clock } from '../network/clock.js';
import { refusePassing } from '../network/status.js';
import type { Reply, Web } from '../network/web.js';

/** Asks for a file at some address with further headers. */
export type Ask = (url: URL, headers: Readonly<Record<string, string>>) => Promise<Reply>;

/** Whether a server shows a page for people. */
export const isPage = ({ header }: Reply): boolean =>
  /^(text\/html|application\/xhtml)/i.test(header('content-type') ?? '');

/** Asks official places, which know nothing of us. */
export const askWeb =
  (web: Web, clock: Clock): Ask =>
  async (url, headers) => {
    const reply = await web.ask(url, { headers });
    await refusePassing(reply, clock);
    return reply;
  };

/**
 * Sees that a reply is a file.
 *
 * @throws KeychainError DOWNLOAD_FAILED for a refusal, and for a page in place of a file
 */
export async function refuseOthers(reply: Reply, way: string): Promise<Reply> {
  const { status, url } = reply;
  const isFile = status === 200 || status === 206 || status === 416;
  if (isFile && !isPage(reply)) return reply;
  await reply.body.dump();
  const what = isFile ? 'shows a page in place of the file' : `refuses it (${status})`;
  throw new KeychainError('DOWNLOAD_FAILED', `${url.host} ${what}; ${way}`);
}
