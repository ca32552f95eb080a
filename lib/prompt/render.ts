import { type StoredPassage, storedPassage } from '../corpus/store/codec.js';
import type { SamplePassage } from '../records/sample.js';
import type { Conversation } from '../tokenize/chat/chat.js';
import { framed } from '../tokenize/chat/frame.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { countPieces } from './count.js';
import { type Ends, endsOf, withoutEnds } from './ends.js';
import { flatten } from './flatten.js';
import { PASSAGE_SEPARATOR, type PassageFormat } from './passage-format.js';
import { Piece } from './piece.js';
import { RenderedText } from './rendered-text.js';
import { type Frame, type PromptValues, promptFrame } from './template.js';

/** How a run turns passages into a prompt, and how it counts. */
export interface Rendering {
  tokenizer: Tokenizer;
  template: string;
  format: PassageFormat;
  /** `--remove-newline-tab` */
  removeNewlineTab: boolean;
  /** `--sample-instruction`: what the prompt ends in. */
  instruction?: string | undefined;
  /** The conversation that the prompt stands in, as the model will see it; missing for none. */
  conversation?: Conversation | undefined;
}

export interface RenderedPrompt {
  context: RenderedText;
  /** Tokens of the whole prompt, in its conversation. */
  tokens: number;
}

/** A passage in the prompt, as pairs may be put into it. */
export interface LayoutPassage {
  passage: StoredPassage;
  /** The piece that holds the text, and the title too where pairs may stand between the two. */
  textPiece: number;
  /** The piece behind its last one, before which pairs may stand. */
  end: number;
}

/** A prompt before anything is put into it. */
export interface Layout extends RenderedPrompt {
  rendering: Rendering;
  frame: Frame;
  /** Of the whole prompt; the first and the last are the template's, and the conversation's. */
  pieces: readonly Piece[];
  /** What of the context's own ends the conversation leaves out. */
  ends: Ends;
  /** Whether the context's last piece ends in the separator that the template goes on with. */
  separated: boolean;
  passages: LayoutPassage[];
}

/** Renders the passages and counts the whole prompt. */
export function layOut(
  rendering: Rendering,
  passages: readonly SamplePassage[],
  values: PromptValues,
): Layout {
  const frame = promptFrame(rendering, values);
  const ends = endsOf(frame, rendering.conversation?.frame);
  const { before, after } = ends;
  // A stored count holds for a passage with the separator behind it, and a template often goes on
  // with the very same characters.
  const separated = passages.length > 0 && after.startsWith(PASSAGE_SEPARATOR);
  const pieces: Piece[] = [Piece.of(before)];
  const inLayout = passages.map((passage, position): LayoutPassage => {
    const stored = storedPassage(passage);
    const isSeparated = separated || position < passages.length - 1;
    const textPiece = addPassage(pieces, rendering, stored, position, isSeparated);
    return { passage: stored, textPiece, end: pieces.length };
  });
  pieces.push(Piece.of(separated ? after.slice(PASSAGE_SEPARATOR.length) : after));
  const parts = { rendering, frame, ends, pieces, separated, passages: inLayout };
  return { ...parts, ...renderPieces(parts, pieces) };
}

/**
 * The context that the pieces of a prompt make, and the prompt's tokens, which are counted unless
 * they are known.
 */
export function renderPieces(
  { rendering, frame, ends, separated }: Pick<Layout, 'rendering' | 'frame' | 'ends' | 'separated'>,
  pieces: readonly Piece[],
  tokens?: number,
): RenderedPrompt {
  const { tokenizer, removeNewlineTab, conversation } = rendering;
  const contextPieces = pieces.slice(1, -1);
  const last = contextPieces.at(-1);
  if (separated && last) {
    contextPieces.splice(-1, 1, last.part(last.from, last.to - PASSAGE_SEPARATOR.length));
  }
  const context = new RenderedText(contextPieces);
  if (!removeNewlineTab) {
    return { context, tokens: tokens ?? countPieces(tokenizer, withoutEnds(pieces, ends)) };
  }
  const flat = flatten(`${context}`);
  const prompt = flatten(`${frame.before}${flat}${frame.after}`);
  return {
    context: new RenderedText([Piece.of(flat)]),
    tokens: tokenizer.count(framed(prompt, conversation?.frame)),
  };
}

/** Adds a passage's pieces; returns the number of the one that pairs may be put into. */
function addPassage(
  pieces: Piece[],
  rendering: Rendering,
  passage: StoredPassage,
  position: number,
  separated: boolean,
): number {
  const { format } = rendering;
  const { titleAt, textAt, textEnd, end, tokens } = passage;
  if (format.header) {
    pieces.push(headerOf(rendering, position));
    const body = separated
      ? Piece.in(passage, titleAt, end, tokens)
      : Piece.in(passage, titleAt, textEnd);
    return pieces.push(body) - 1;
  }
  const { head, tail } = format.around(position, passage.title);
  pieces.push(Piece.of(head));
  const textPiece = pieces.push(Piece.in(passage, textAt, textEnd)) - 1;
  pieces.push(Piece.of(separated ? tail + PASSAGE_SEPARATOR : tail));
  return textPiece;
}

/** Headers with their counts, by position. */
const headers = new WeakMap<Rendering, Piece[]>();

/** What the format has before title and text of the passage at `position`; made once. */
export function headerOf(rendering: Rendering, position: number): Piece {
  const { tokenizer, format } = rendering;
  const known = headers.get(rendering) ?? [];
  headers.set(rendering, known);
  const header = format.header?.(position) ?? '';
  known[position] ??= Piece.of(header, tokenizer.count(header));
  return known[position];
}
