/** How many seams there are between sentences, and at how many of them white space stands. */
export interface Seams {
  all: number;
  blank: number;
}

/** Nearly every seam is ASCII, of which a look at the unit is enough. */
function isBlank(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit < 0x80 ? unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) : /\s/.test(text.charAt(at));
}

const hasBlank = (before: string, after: string): boolean =>
  isBlank(after, 0) || isBlank(before, before.length - 1);

/** Looks at the seams in a record's passages. */
export function seamsOf(passages: readonly { sentences: readonly string[] }[]): Seams {
  const seams = { all: 0, blank: 0 };
  for (const { sentences } of passages) {
    let before = '';
    for (const sentence of sentences) {
      if (sentence === '') continue;
      if (before !== '') {
        seams.all += 1;
        if (hasBlank(before, sentence)) seams.blank += 1;
      }
      before = sentence;
    }
  }
  return seams;
}

/**
 * Whether sentences carry their own blanks, as those of HotpotQA do. It has some that are cut inside
 * a quotation, so that not every seam is blank where they do.
 */
export const carryBlanks = ({ all, blank }: Seams): boolean => blank * 2 > all;

/**
 * Puts the sentences of a passage together: as they are, or with a blank wherever there is none.
 *
 * Added up, unlike what `join` makes, a text is only copied into one piece if someone reads it.
 */
export function joined(sentences: readonly string[], asTheyAre: boolean): string {
  let text = sentences[0] ?? '';
  for (let i = 1; i < sentences.length; i += 1) {
    const sentence = sentences[i]!;
    const needsBlank = !asTheyAre && !hasBlank(sentences[i - 1]!, sentence);
    text += needsBlank ? ` ${sentence}` : sentence;
  }
  return text;
}
