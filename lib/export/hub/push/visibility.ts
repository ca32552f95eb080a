import { KeychainError } from '../../../errors.js';
import type { Reporter } from '../../../reporter.js';

export interface Visibility {
  repo: string;
  /** Whether everybody may see it: `--public`. */
  isPublic: boolean;
  reporter: Reporter;
  endpoint: string;
}

/**
 * A repository that is there keeps who may see it: data is not shown to all because nobody thought of
 * it.
 *
 * @throws KeychainError USAGE for one that everybody sees, without --public
 */
export function refusePublic(
  { private: isPrivate }: { private: boolean },
  { repo, isPublic, reporter, endpoint }: Visibility,
): void {
  if (isPrivate && isPublic) {
    reporter.warn(
      `${repo} is there and private, and stays so; ${endpoint}/datasets/${repo}/settings makes it public`,
    );
  }
  if (isPrivate || isPublic) return;
  throw new KeychainError(
    'USAGE',
    `--push ${repo}: the repository is there, and everybody sees it; --public says that this is meant`,
  );
}
