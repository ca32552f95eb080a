import { parsePassageFormat } from '../../prompt/passage-format.js';
import { type Fields, isFields } from '../../records/fields.js';
import type { SupportingPassage } from '../example.js';

/** Stands for a title while its surroundings are asked for. */
const MARK = '\u0000';

/**
 * The supporting passages of a sample: their numbers as its context has them, and their titles, which
 * are read from the context, since nothing else has them.
 */
export function supportingIn(record: Fields, meta: Fields): SupportingPassage[] {
  const passages: readonly unknown[] = Array.isArray(meta.passages) ? meta.passages : [];
  const positions = [...passages.keys()].filter(at => {
    const passage = passages[at];
    return isFields(passage) && passage.supporting === true;
  });
  const { passage_format: format } = meta;
  if (positions.length === 0 || typeof format !== 'string') return [];
  const context = record.distractor_context ?? record.context;
  const text = typeof context === 'string' ? context : '';
  const first = format.includes('{n}') ? 1 : 0;
  const { around } = parsePassageFormat(format);
  let from = 0;
  return positions.map(position => {
    const [before = '', after = ''] = around(position, MARK).head.split(MARK);
    const found = titleIn(text, before, lineOf(after), from);
    from = found?.end ?? from;
    return { number: position + first, title: found?.title ?? '' };
  });
}

/** What ends a title: a line feed, where the text begins on a line of its own. */
const lineOf = (after: string): string => (after.includes('\n') ? '\n' : after);

/** The title behind the first header at `from` or later that begins a line. */
function titleIn(
  text: string,
  before: string,
  after: string,
  from: number,
): { title: string; end: number } | undefined {
  // A header or a title of nothing may be anywhere.
  if (before === '' || after === '') return undefined;
  for (let at = text.indexOf(before, from); at >= 0; at = text.indexOf(before, at + 1)) {
    if (at > 0 && !/\s/.test(text[at - 1]!)) continue;
    const start = at + before.length;
    const end = text.indexOf(after, start);
    return end < 0 ? undefined : { title: text.slice(start, end), end };
  }
  return undefined;
}
