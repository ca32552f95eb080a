import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KeychainError } from '../../errors.js';
import { isFields } from '../../records/fields.js';
import { type Plan, planDigest } from '../../settings/plan.js';
import { planDifferences } from '../../settings/plan-differences.js';
import type { MixInput } from './plan.js';

/** What the manifest in the folder of a mixture is called. */
export const MIX_MANIFEST = 'mix.manifest.json';
export const MIX_REJECTS = 'mix.rejects.jsonl.gz';

/** What has become of a part's records; `read` is the sum of all but `rows` and `share`. */
export interface PartCounts {
  name: string;
  /** Rows as they are written, repeated. */
  rows: number;
  /** Of all rows, 0 to 1. */
  share: number;
  read: number;
  taken: number;
  /** Of questions that an earlier part has. */
  elsewhere: number;
  /** Further rows of others with a question that the part has already. */
  doubled: number;
  /** There was no need for them. */
  spare: number;
  /** Not wanted, by why. */
  dropped: Record<string, number>;
  /** By code. */
  rejects: Record<string, number>;
}

/** What stands beside the files of a mixture. */
export interface MixManifest {
  plan: Plan;
  plan_sha256: string;
  command_line?: readonly string[];
  recipe: { name: string; sha256: string };
  inputs: readonly MixInput[];
  parts: readonly PartCounts[];
  counts: {
    rows: number;
    questions: number;
    /** Questions, and rows, that no split has asked for. */
    left_over: { questions: number; rows: number };
    /** Rows that come last, since what they are ordered by is not known. */
    unordered: number;
  };
  outputs: readonly MixOutput[];
  versions: { keychain: string; node: string; zlib: string };
}

export interface MixOutput {
  split: string;
  /** Its name in the folder. */
  file: string;
  questions: number;
  rows: number;
  bytes: number;
  sha256: string;
  lines_sha256: string;
}

/** The manifest at a path, as far as it is one of a mixture; undefined for anything else. */
export async function readMixManifest(path: string): Promise<MixManifest | undefined> {
  try {
    const read: unknown = JSON.parse(await readFile(path, 'utf8'));
    const isMix = isFields(read) && isFields(read.plan) && read.plan.command === 'mix';
    const isWhole =
      isMix &&
      isFields(read.recipe) &&
      isFields((read.plan as { settings?: unknown }).settings) &&
      [read.outputs, read.inputs, (read.plan as { inputs?: unknown }).inputs].every(
        Array.isArray,
      ) &&
      isFields((read.plan as { tokenizer?: unknown }).tokenizer);
    return isWhole ? (read as unknown as MixManifest) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The manifest of a mixture that is there, whole, and of the same plan; undefined where it is to be made.
 *
 * @param names of the files that it is to have
 * @throws KeychainError OUTPUT_DIFFERS where something else is there
 */
export async function findMixture(
  folder: string,
  names: readonly string[],
  plan: Plan,
): Promise<MixManifest | undefined> {
  const there = names.filter(name => existsSync(join(folder, name)));
  const manifest = await readMixManifest(join(folder, MIX_MANIFEST));
  const before = manifest?.outputs.map(({ file }) => join(folder, file)).find(existsSync);
  const file = there[0] === undefined ? before : join(folder, there[0]);
  if (file === undefined) return undefined;
  if (!manifest)
    throw differs(file, 'it has no manifest of a mixture, so nobody knows what made it');
  if (manifest.plan_sha256 !== planDigest(plan)) {
    const how = planDifferences(manifest.plan, plan).join('; ') || 'its plan has another form';
    throw differs(file, `it was mixed otherwise (${how})`);
  }
  for (const { file: name, bytes } of manifest.outputs) {
    const stats = await stat(join(folder, name)).catch(() => undefined);
    if (!stats) return undefined;
    if (stats.size === bytes) continue;
    throw differs(join(folder, name), `it has ${stats.size} bytes, its manifest tells of ${bytes}`);
  }
  return manifest;
}

const differs = (file: string, why: string): KeychainError =>
  new KeychainError(
    'OUTPUT_DIFFERS',
    `${file} is there, and ${why}; --fresh makes it anew, --save-dir or --save-name elsewhere`,
  );
