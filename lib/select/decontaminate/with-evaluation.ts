import type { Corpus } from '../../corpus/open.js';
import type { InputLimits } from '../../input/limits.js';
import { sampleFiles } from '../../output/sample-files.js';
import { contaminatedQuestions, withoutDistractors } from './contaminated-questions.js';
import { type Evaluation, evaluationOf } from './evaluation.js';

/**
 * Opens the evaluation sets that a stage is told, if any, and gives a corpus that draws none of their
 * questions to distract.
 *
 * @param paths files, or folders of samples
 * @throws KeychainError what `sampleFiles` and `evaluationOf` throw
 */
export async function withEvaluation<T>(
  paths: readonly string[] = [],
  opened: Corpus,
  { warn, limits }: { warn: (message: string) => void; limits: InputLimits },
  work: (corpus: Corpus, evaluation: Evaluation | undefined) => Promise<T>,
): Promise<T> {
  if (paths.length === 0) return work(opened, undefined);
  const evaluation = await evaluationOf(await sampleFiles(paths), warn, limits);
  try {
    const { leaks } = contaminatedQuestions(opened, { file: '', evaluation });
    return await work(withoutDistractors(opened, leaks), evaluation);
  } finally {
    await evaluation.close();
  }
}
