import { type IdList, idList } from '../ids/id-list.js';
import { sampleFiles } from '../output/sample-files.js';
import type { Run } from '../run.js';
import { type Evaluation, evaluationOf } from '../select/decontaminate/evaluation.js';
import { type Exclusion, exclusionOf } from '../select/exclude/exclusion.js';
import { excludedFiles } from '../select/exclude/files.js';
import type { MakingSettings } from './dataset.js';

/** Lists of questions that settings name. */
export interface Lists {
  /** The ids to keep; missing where all are kept. */
  ids: IdList | undefined;
  /** What was asked before; missing where nobody names any. */
  exclusion: Exclusion | undefined;
  /** What is to be evaluated with; missing where nobody names any. */
  evaluation: Evaluation | undefined;
}

/**
 * The settings with each file of such lists by its own name: those of folders, and of what was asked
 * before the rejects beside outputs. So a plan has the content of all of them, and a manifest their names.
 *
 * @throws KeychainError INPUT_MISSING
 */
export async function withListedFiles<S extends Pick<MakingSettings, 'exclude' | 'decontaminate'>>(
  settings: S,
): Promise<S> {
  const { exclude = [], decontaminate = [] } = settings;
  return {
    ...settings,
    ...(exclude.length > 0 && { exclude: await excludedFiles(exclude) }),
    ...(decontaminate.length > 0 && { decontaminate: await sampleFiles(decontaminate) }),
  };
}

/**
 * Opens the lists that are named.
 *
 * @throws KeychainError what `idList`, `exclusionOf` and `evaluationOf` throw
 */
export async function withLists<T>(
  settings: MakingSettings,
  digests: Map<string, string>,
  { reporter }: Run,
  work: (lists: Lists) => Promise<T>,
): Promise<T> {
  const { filterIdsPath, exclude = [], decontaminate = [] } = settings;
  const ids = filterIdsPath === undefined ? undefined : await idList(filterIdsPath);
  let exclusion: Exclusion | undefined;
  let evaluation: Evaluation | undefined;
  try {
    if (ids) digests.set(filterIdsPath!, ids.sha256);
    if (exclude.length > 0) exclusion = await exclusionOf(exclude, reporter.warn, settings);
    if (decontaminate.length > 0) {
      evaluation = await evaluationOf(decontaminate, reporter.warn, settings);
    }
    return await work({ ids, exclusion, evaluation });
  } finally {
    await evaluation?.close();
    await exclusion?.close();
    await ids?.close();
  }
}

/** Says that nothing of what was asked before is in any of the datasets. */
export function tellOfExcluded(
  results: readonly { excluded?: number }[],
  { exclude = [] }: MakingSettings,
  { reporter }: Run,
): void {
  if (exclude.length === 0 || results.some(({ excluded = 0 }) => excluded > 0)) return;
  reporter.warn(
    `--exclude ${exclude.join(' ')}: no question of the datasets was asked before; name outputs, questions or ids of these very datasets`,
  );
}
