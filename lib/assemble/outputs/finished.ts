import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { KeychainError } from '../../errors.js';
import { MANIFEST_ENDING } from '../../output/names.js';
import { SINKS, type SinkName } from '../../output/sinks.js';
import type { TokenizerIdentity } from '../../records/sample.js';
import { type Plan, planDigest } from '../../settings/plan.js';
import { planDifferences } from '../../settings/plan-differences.js';
import type { Manifest } from './manifest.js';
import { findOtherFormat, type OtherFormat } from './other-formats.js';
import { readManifest } from './read-manifest.js';

/** Where an output is, and what it is to be made by. */
export interface WantedOutput {
  /** Path without its ending. */
  base: string;
  format: SinkName;
  plan: Plan;
}

/**
 * The manifest of a file that is there, whole, and made by the same plan; undefined where there is
 * no file, nor one of another format in its place.
 *
 * @throws KeychainError OUTPUT_DIFFERS for a file of another plan, for one of which nobody knows, and for
 *   one of another format, finished or not
 */
export async function findFinished({
  base,
  format,
  plan,
}: WantedOutput): Promise<Manifest | undefined> {
  const file = base + SINKS[format].ending;
  const path = base + MANIFEST_ENDING;
  const size = await sizeOf(file);
  if (size === undefined) {
    const other = await findOtherFormat(base, format);
    if (other) refuseFormat(other, format, plan);
    return undefined;
  }
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

/** What stands beside a file would be taken over by that of another format. */
function refuseFormat(
  { file, format: before, isFinished, plan }: OtherFormat,
  format: SinkName,
  now: Plan,
): never {
  const how = plan ? differences(plan, now) : `format: ${before}, now ${format}`;
  const what = isFinished ? 'it was made' : 'an unfinished one was begun';
  throw outputDiffers(file, `${what} otherwise (${how})`);
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
