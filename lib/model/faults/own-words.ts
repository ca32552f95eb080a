import type { ServerMessage } from './server-message.js';

/** Characters in a row that stand in the request too: then they are from there. */
const REPEATED = 24;
/** Any run of that many holds one of these, wherever they are cut. */
const PIECE = REPEATED / 2;
/** Of a piece that stands in a message again and again, so many are looked at: a row of dots. */
const MOST_PLACES = 8;

/**
 * A message without what it repeats of the request. Many servers quote what they were sent, and a
 * question about somebody's credit balance is not to end a run. The request may be megabytes long:
 * it is gone through once, in pieces that are looked up in the message.
 *
 * @param sent - the request's body, in JSON; a quotation that is escaped in another way is found
 *   between its escapes
 */
export function ownWords(message: ServerMessage, sent: string | undefined): ServerMessage {
  const { text } = message;
  if (sent === undefined || text.length < REPEATED) return message;
  const isRepeated = repeatedIn(text, sent);
  if (isRepeated === undefined) return message;
  let own = '';
  for (let at = 0; at < text.length; at++) {
    if (!isRepeated[at]) own += text[at];
    else if (!isRepeated[at - 1]) own += ' ';
  }
  return { ...message, text: own };
}

/** Which characters of a text are of runs that stand in the request; undefined if there are none. */
function repeatedIn(text: string, sent: string): Uint8Array | undefined {
  const places = new Map<string, number[]>();
  for (let at = 0; at + PIECE <= text.length; at++) {
    const piece = text.slice(at, at + PIECE);
    const known = places.get(piece);
    if (known === undefined) places.set(piece, [at]);
    else if (known.length < MOST_PLACES) known.push(at);
  }
  let isRepeated: Uint8Array | undefined;
  for (let from = 0; from + PIECE <= sent.length; from += PIECE) {
    for (const at of places.get(sent.slice(from, from + PIECE)) ?? []) {
      if (isRepeated?.[at] && isRepeated[at + PIECE - 1]) continue;
      const [start, end] = runAround(text, at, sent, from);
      if (end - start < REPEATED) continue;
      isRepeated ??= new Uint8Array(text.length);
      isRepeated.fill(1, start, end);
    }
  }
  return isRepeated;
}

/** The bounds in a text of what it has in common with the request around these places. */
function runAround(text: string, at: number, sent: string, from: number): [number, number] {
  let before = 0;
  while (at > before && from > before && text[at - before - 1] === sent[from - before - 1]) {
    before++;
  }
  let after = PIECE;
  while (at + after < text.length && text[at + after] === sent[from + after]) after++;
  return [at - before, at + after];
}
