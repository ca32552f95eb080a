import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { KeychainError } from '../../errors.js';
import type { TokenizerIdentity } from '../../records/sample.js';
import { type Plan, planDigest } from '../../settings/plan.js';
import { planDifferences } from '../../settings/plan-differences.js';
import type { Manifest } from './manifest.js';
import { readManifest } from './read-manifest.js';

/** Where an output is, and what it is to be made by. */
export interface WantedOutput {
  /** Of the samples. */
  file: string;
  manifest: string;
  plan: Plan;
}

/**
 * The manifest of a file that is there, whole, and made by the same plan; undefined where there is
 * no file.
 *
 * @throws KeychainError OUTPUT_DIFFERS for a file of another plan, and for one of which nobody knows
 */
export async function findFinished({
  file,
  manifest: path,
  plan,
}: WantedOutput): Promise<Manifest | undefined> {
  const size = await sizeOf(file);
  if (size === undefined) return undefined;
  if (!existsSync(path)) {
    throw outputDiffers(file, 'it has no manifest, so nobody knows what made it');
  }
  const manifest = await readManifest(path).catch((error: Error) => {
    throw outputDiffers(file, error.message);
  });
  if (manifest.plan_sha256 !== planDigest(plan)) {
    throw outputDiffers(file, `it was made otherwise (${differences(manifest.plan, plan)})`);
  }
  if (manifest.output.bytes !== size) {
    const { bytes } = manifest.output;
    throw outputDiffers(file, `it has ${size} bytes, its manifest tells of ${bytes}`);
  }
  return manifest;
}

/** What an unfinished file is made by; its samples name their tokenizer, of which the plan has the digest. */
interface Begun {
  plan: Plan;
  tokenizer: TokenizerIdentity;
}

/** @throws KeychainError OUTPUT_DIFFERS for an unfinished file of another plan */
export function refuseOther(file: string, before: Begun, now: Begun): void {
  const isPlan = planDigest(before.plan) === planDigest(now.plan);
  const names = [before.tokenizer.name, now.tokenizer.name];
  if (isPlan && names[0] === names[1]) return;
  const how = isPlan
    ? `the tokenizer's name: ${names[0]}, now ${names[1]}`
    : differences(before.plan, now.plan);
  throw outputDiffers(file, `an unfinished one was begun otherwise (${how})`);
}

const differences = (before: Plan, now: Plan): string =>
  planDifferences(before, now).join('; ') || 'its plan has another form';

const outputDiffers = (file: string, why: string): KeychainError =>
  new KeychainError(
    'OUTPUT_DIFFERS',
    `${file} is there, and ${why}; --fresh makes it anew, --save-dir or --save-name elsewhere`,
  );

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Whoever writes there tells of any other fault.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
