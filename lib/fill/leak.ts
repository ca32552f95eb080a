const squeeze = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * Makes the test whether a passage gives the question away: whether the question's text stands in
 * its title or text, compared without case and with blanks squeezed.
 */
export function leakTest(question: string): (passage: { title: string; text: string }) => boolean {
  const needle = squeeze(question);
  // Nearly every question has a question mark and nearly no passage has one.
  const mark = needle.includes('?') ? '?' : '';
  return ({ title, text }) =>
    (text.includes(mark) || title.includes(mark)) && squeeze(`${title}\n${text}`).includes(needle);
}

const PAIR = /\{\s*"[^"\\]*"\s*:\s*"/;

/** Whether a passage holds what a reader would take for one of the inserted pairs. */
export const readsAsPair = ({ title, text }: { title: string; text: string }): boolean =>
  PAIR.test(text) || PAIR.test(title);
