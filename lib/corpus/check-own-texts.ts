import { KeychainError } from '../errors.js';
import type { CorpusInfo } from './store/info.js';

/**
 * Sees that a corpus has something to fill with where nothing but texts may be drawn: without, samples
 * would have their questions' own passages alone.
 *
 * @throws KeychainError CORPUS_UNUSABLE
 */
export function checkOwnTexts(
  { fillers = 0 }: Pick<CorpusInfo, 'fillers'>,
  fillersOnly: boolean | undefined,
): void {
  if (!fillersOnly || fillers > 0) return;
  throw new KeychainError(
    'CORPUS_UNUSABLE',
    '--fillers-only: the corpus has no passage that stands in texts and in no question; name other texts with --fillers (of keychain, synth, needle or index, which make the corpus), or leave --fillers-only out',
  );
}
