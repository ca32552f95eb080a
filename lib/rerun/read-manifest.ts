import { readFile } from 'node:fs/promises';
import type { Manifest } from '../assemble/outputs/manifest.js';
import { KeychainError } from '../errors.js';
import { MANIFEST_ENDING } from '../output/names.js';
import { SINKS } from '../output/sinks.js';

/** Whether a file is a manifest: by its name, or by what is in it. */
export async function isManifest(file: string): Promise<boolean> {
  if (file.endsWith(MANIFEST_ENDING)) return true;
  if (!file.endsWith('.json')) return false;
  // A file that cannot be read is told by whoever takes it for a config.
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.includes('"plan_sha256"');
}

/**
 * Reads a manifest.
 *
 * @throws KeychainError INPUT_MISSING, INPUT_FORMAT
 */
export async function readManifest(file: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { message } = cause as Error;
    throw new KeychainError('INPUT_MISSING', `${file}: ${message}; name a manifest`, { cause });
  }
  const manifest = parsed(text);
  if (manifest && isWhole(manifest)) return manifest;
  throw new KeychainError(
    'INPUT_FORMAT',
    `${file}: is no manifest with a plan, inputs and an output, as this version writes them`,
  );
}

/** People edit manifests: what is read of one is there, and of its type. */
const isWhole = ({ plan, inputs, files, tokenizer, output, command_line }: Manifest): boolean =>
  Boolean(plan?.settings && plan.tokenizer && output?.lines_sha256 && tokenizer) &&
  [plan.inputs, inputs, files].every(Array.isArray) &&
  Object.hasOwn(SINKS, output.format) &&
  (command_line ?? []).every?.(word => typeof word === 'string') === true;

function parsed(text: string): Manifest | undefined {
  try {
    return JSON.parse(text) as Manifest;
  } catch {
    return undefined;
  }
}
