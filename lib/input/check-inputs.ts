import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { KeychainError } from '../errors.js';
import { missingError } from './errors.js';
import { inputPlace } from './input-place.js';

/**
 * Sees that several inputs can be read before the first of them is: hours of work on one must not
 * be lost to a misspelt name of the next.
 *
 * @param files paths, or `-` for standard input
 * @throws KeychainError USAGE for standard input named twice, INPUT_MISSING
 */
export async function checkInputs(files: readonly string[]): Promise<void> {
  if (files.filter(file => file === '-').length > 1) {
    throw new KeychainError('USAGE', 'standard input can be read once only');
  }
  for (const file of files) {
    if (file !== '-') await checkInput(file);
  }
}

async function checkInput(file: string): Promise<void> {
  const { path } = inputPlace(file);
  try {
    await access(path, constants.R_OK);
    if (!(await stat(path)).isDirectory()) return;
  } catch (error) {
    throw missingError(file, error as Error);
  }
  const folder = Object.assign(new Error('a folder'), { code: 'EISDIR', syscall: 'read' });
  throw missingError(file, folder);
}
