import { decodeHTML } from 'entities';
import { NETWORK_LIMITS, textOf } from '../network/limits.js';
import type { Reply } from '../network/web.js';
import { type Ask, isPage } from './ask.js';

/**
 * Asks Google Drive for a file. One that is too large to be looked through for viruses comes behind a
 * page that wants this to be confirmed: the form on it is sent, as a browser would.
 *
 * @throws what `ask` does, DOWNLOAD_FAILED for a page without end; a page without such a form is given as it is
 */
export async function askGoogleDrive(
  url: URL,
  headers: Readonly<Record<string, string>>,
  ask: Ask,
): Promise<Reply> {
  const reply = await ask(url, headers);
  if (!isPage(reply)) return reply;
  const page = await textOf(reply, NETWORK_LIMITS.pageBytes);
  const confirmed = formOf(page, reply.url);
  return confirmed ? ask(confirmed, headers) : ask(url, headers);
}

const FORM = /<form\b[^>]*\baction="([^"]+)"[^>]*>(.*?)<\/form>/is;
const INPUT = /<input\b[^>]*>/gi;

/** Where the form of a page leads; undefined where there is none. */
export function formOf(page: string, from: URL): URL | undefined {
  const [, action, fields = ''] = FORM.exec(page) ?? [];
  if (action === undefined || !URL.canParse(decodeHTML(action), from.href)) return undefined;
  const to = new URL(decodeHTML(action), from);
  for (const [input] of fields.matchAll(INPUT)) {
    const name = attribute(input, 'name');
    if (name !== undefined) to.searchParams.set(name, attribute(input, 'value') ?? '');
  }
  return to;
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return value === undefined ? undefined : decodeHTML(value);
}
