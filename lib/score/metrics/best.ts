/** Compares a normalized prediction with a normalized answer; neither is empty. 0 to 1. */
export type Compare = (prediction: string, answer: string) => number;

/** Makes the best value over all answers of a comparison with one; empty sides earn 0. */
export const best =
  (compare: Compare) =>
  (prediction: string, answers: readonly string[]): number => {
    if (prediction === '') return 0;
    let highest = 0;
    for (const answer of answers) {
      if (answer !== '') highest = Math.max(highest, compare(prediction, answer));
      if (highest === 1) break;
    }
    return highest;
  };
