import { parsePassageFormat } from '../prompt/passage-format.js';

/**
 * Where the passages of a context begin, as shares of its characters, in order. The headers are looked
 * for one behind the other, so that no text is read twice.
 *
 * @param count how many there are
 * @param source the passage format that the context was rendered with
 * @returns fewer than `count` where a header is not found, or the format has none
 */
export function passageDepths(context: string, count: number, source: string): number[] {
  const header = headerOf(source);
  const depths: number[] = [];
  let from = 0;
  while (header && depths.length < count) {
    // A sample may have its line feeds taken out; so the header's own end is not looked at.
    const text = header(depths.length).trimEnd();
    const at = text === '' ? -1 : context.indexOf(text, from);
    if (at < 0) break;
    depths.push(shareOf(at, context));
    from = at + text.length;
  }
  return depths;
}

function headerOf(source: string): ((position: number) => string) | undefined {
  try {
    return parsePassageFormat(source).header;
  } catch {
    // What another program has written there is no format of ours.
    return undefined;
  }
}

/** How an inserted pair begins. */
const OPENING = '{"';

/**
 * Where the inserted pairs of a context stand, as shares of its characters: those of some keys, and
 * all others. The context is gone through once, however many pairs there are.
 */
export function pairDepths(
  context: string,
  trueKeys: ReadonlySet<string>,
  otherKeys: ReadonlySet<string>,
): { chain: number[]; others: number[] } {
  const chain: number[] = [];
  const others: number[] = [];
  let at = context.indexOf(OPENING);
  while (at >= 0) {
    const start = at + OPENING.length;
    const end = context.indexOf('"', start);
    if (end < 0) break;
    const key = context.slice(start, end);
    if (trueKeys.has(key)) chain.push(shareOf(at, context));
    else if (otherKeys.has(key)) others.push(shareOf(at, context));
    at = context.indexOf(OPENING, start);
  }
  return { chain, others };
}

const shareOf = (at: number, { length }: string): number => (length === 0 ? 0 : at / length);
