import { KeychainError } from '../errors.js';

/** The default way to render a passage; {@link parsePassageFormat} explains the placeholders. */
export const PASSAGE_FORMAT = 'Document {i}:\n{title}\n{text}';

/** Stands between two passages. */
export const PASSAGE_SEPARATOR = '\n\n';

/** A passage as rendered, in three parts: `head + text + tail`. */
export interface RenderedParts {
  head: string;
  tail: string;
}

export interface PassageFormat {
  source: string;
  /** What surrounds the text of the passage at `position` (from 0). */
  around(position: number, title: string): RenderedParts;
  /**
   * What stands before `{title}\n{text}` at `position` if the format ends so, as both of the
   * reference's habits do; then a passage's stored token count can be used as it is.
   */
  header: ((position: number) => string) | undefined;
}

/**
 * Reads a passage format: `{i}` is the position from 0, `{n}` the position from 1, `{title}` and
 * `{text}` (once each, in this order) the passage.
 *
 * @throws KeychainError USAGE
 */
export function parsePassageFormat(source: string): PassageFormat {
  const [start = '', behindTitle = '', ...titles] = source.split('{title}');
  const [gap = '', tail, ...texts] = behindTitle.split('{text}');
  if (tail === undefined || titles.length > 0 || texts.length > 0 || start.includes('{text}')) {
    throw new KeychainError(
      'USAGE',
      `--passage-format must contain {title} and then {text}, once each (default: ${JSON.stringify(PASSAGE_FORMAT)})`,
    );
  }
  const [before, between, behind] = [numbered(start), numbered(gap), numbered(tail)];
  return {
    source,
    around: (position, title) => ({
      head: `${before(position)}${title}${between(position)}`,
      tail: behind(position),
    }),
    header: gap === '\n' && tail === '' ? before : undefined,
  };
}

/** A part of a format with its placeholders filled in; taken apart once, not for each passage. */
function numbered(part: string): (position: number) => string {
  const [first = '', ...rest] = part.split(/(\{[in]\})/);
  if (rest.length === 0) return () => first;
  return position =>
    rest.reduce((text, piece) => {
      if (piece === '{i}') return `${text}${position}`;
      return piece === '{n}' ? `${text}${position + 1}` : text + piece;
    }, first);
}
