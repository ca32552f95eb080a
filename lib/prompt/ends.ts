import { type ChatFrame, stripsOn } from '../tokenize/chat/frame.js';
import { stripEnd, stripStart } from '../tokenize/chat/strip.js';
import { type Piece, textOf } from './piece.js';
import type { Frame } from './template.js';

/** What stands around a context, the conversation included. */
export interface Ends extends Frame {
  /** Whether white space at the context's own start, or end, is left out of the conversation. */
  stripsStart: boolean;
  stripsEnd: boolean;
}

/** Puts a prompt's frame into that of its conversation, if it has one. */
export function endsOf({ before, after }: Frame, chat: ChatFrame | undefined): Ends {
  if (!chat) return { before, after, stripsStart: false, stripsEnd: false };
  return {
    before: chat.before + (chat.stripsStart ? stripStart(before) : before),
    after: (chat.stripsEnd ? stripEnd(after) : after) + chat.after,
    stripsStart: stripsOn(before, chat.stripsStart),
    stripsEnd: stripsOn(after, chat.stripsEnd),
  };
}

/** The pieces of a prompt, the first and the last of which are its ends, as they are counted. */
export function withoutEnds(pieces: readonly Piece[], ends: Ends): readonly Piece[] {
  if (!ends.stripsStart && !ends.stripsEnd) return pieces;
  const context = pieces.slice(1, -1);
  if (ends.stripsStart) stripPieces(context, 'start');
  if (ends.stripsEnd) stripPieces(context, 'end');
  return [pieces[0]!, ...context, pieces.at(-1)!];
}

/** Strips white space off the first pieces, or the last, until one has anything else. */
function stripPieces(pieces: Piece[], end: 'start' | 'end'): void {
  const isStart = end === 'start';
  for (let piece = pieces.at(isStart ? 0 : -1); piece; piece = pieces.at(isStart ? 0 : -1)) {
    const text = textOf([piece]);
    const stripped = isStart ? stripStart(text) : stripEnd(text);
    const bytes = Buffer.byteLength(stripped);
    const { from, to } = piece;
    const left = isStart ? piece.part(to - bytes, to) : piece.part(from, from + bytes);
    pieces.splice(isStart ? 0 : -1, 1, ...(bytes === 0 ? [] : [left]));
    if (bytes > 0) return;
  }
}
