import type { ServerMessage } from './server-message.js';

/** Characters in a row that stand in the request too: then they are from there. */
const REPEATED = 24;

/**
 * A message without what it repeats of the request. Many servers quote what they were sent, and a
 * question about somebody's credit balance is not to end a run.
 *
 * @param sent - the request's body, in JSON; a quotation that is escaped in another way is found
 *   between its escapes
 */
export function ownWords(message: ServerMessage, sent: string | undefined): ServerMessage {
  const { text } = message;
  if (sent === undefined || !quotes(text, sent)) return message;
  let own = '';
  for (let at = 0; at < text.length; ) {
    const length = repeatedLength(text, at, sent);
    own += length > 0 ? ' ' : text[at];
    at += Math.max(1, length);
  }
  return { ...message, text: own };
}

/** Whether a part of half as much again may be repeated: cheap, since most messages repeat nothing. */
function quotes(text: string, sent: string): boolean {
  for (let at = 0; at + REPEATED <= text.length; at += REPEATED / 2) {
    if (sent.includes(text.slice(at, at + REPEATED))) return true;
  }
  return false;
}

/** How many characters from there on stand in the request in the same order. */
function repeatedLength(text: string, at: number, sent: string): number {
  let length = REPEATED;
  if (at + length > text.length) return 0;
  const found = sent.indexOf(text.slice(at, at + length));
  if (found < 0) return 0;
  while (at + length < text.length && text[at + length] === sent[found + length]) length++;
  return length;
}
