import { KeychainError } from '../errors.js';
import { checkInputs } from '../input/check-inputs.js';
import { isFolder } from './text-files.js';

/**
 * Sees that texts can be read before anything else is: files, or folders of them.
 *
 * @throws KeychainError USAGE for standard input, INPUT_MISSING
 */
export async function checkTexts(named: readonly string[]): Promise<void> {
  for (const each of named) {
    if (each === '-') {
      throw new KeychainError(
        'USAGE',
        '--fillers -: texts are read twice, which standard input cannot be; name a file or a folder',
      );
    }
    if (!(await isFolder(each))) await checkInputs([each]);
  }
}
