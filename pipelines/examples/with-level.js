/** Writes how hard HotpotQA says a question is; leaves out what it says nothing of. */
export function stage(sample, question) {
  if (question.level === undefined) return undefined;
  return { ...sample, level: question.level };
}
