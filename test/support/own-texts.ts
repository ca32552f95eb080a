/** A text of a user's own field: numbered sentences, a few to a paragraph. */
export const ownText = (paragraphs: number, about = 'lamp'): string =>
  Array.from({ length: paragraphs }, (_, p) =>
    Array.from(
      { length: 2 + (p % 5) },
      (_, s) =>
        `The ${about} of number ${p}.${s} was lit by the keeper${' of the old tower'.repeat(s % 3)}.`,
    ).join(' '),
  ).join('\n\n');
