import { existsSync } from 'node:fs';
import { planLengths } from '../assemble/outputs/manifest.js';
import { readManifest } from '../assemble/outputs/read-manifest.js';
import { digestFile, digestMemory } from '../corpus/build/digest.js';
import { fillerInputs } from '../corpus/build/fillers.js';
import { corpusInput } from '../corpus/build/sources.js';
import { fillersOf, sourcesOf } from '../corpus/corpus-of.js';
import { cacheDir } from '../disk/cache-dir.js';
import { MANIFEST_ENDING } from '../output/names.js';
import { shardName } from '../output/shard-name.js';
import { planDigest, planOf } from '../settings/plan.js';
import type { Launched, LaunchedOutput } from './check.js';
import type { Missing } from './engine.js';

/** What earlier launches have left. */
export interface OnDisk {
  /** The shards are joined. */
  isMerged: boolean;
  missing: Missing;
}

/**
 * Looks for what is there already: a file counts that has a manifest of the very plan. Whatever else is
 * there, the shard itself says what is wrong with it.
 *
 * @throws KeychainError INPUT_MISSING for a dataset that cannot be read
 */
export async function onDisk(launched: Launched, shards: number): Promise<OnDisk> {
  const isMerged = await isThere(launched, output => output.base);
  const missing: number[] = [];
  for (let shard = 0; shard < shards && !isMerged; shard++) {
    const is = { index: shard, of: shards };
    const isMade = await isThere(launched, ({ base }) => shardName(base, is));
    if (!isMade) missing.push(shard);
  }
  return { isMerged, missing };
}

/** Whether a file is there for each output, with the output's plan. */
async function isThere(
  launched: Launched,
  baseOf: (output: LaunchedOutput) => string,
): Promise<boolean> {
  for (const output of launched.outputs) {
    const manifest = baseOf(output) + MANIFEST_ENDING;
    if (!existsSync(manifest)) return false;
    const found = await readManifest(manifest).catch(() => undefined);
    if (found?.plan_sha256 !== (await planDigestOf(launched, output))) return false;
  }
  return true;
}

const digests = new WeakMap<LaunchedOutput, Promise<string>>();

/** The SHA-256 of the plan by which an output would be made now. */
function planDigestOf(launched: Launched, output: LaunchedOutput): Promise<string> {
  const known = digests.get(output) ?? digestOf(launched, output);
  digests.set(output, known);
  return known;
}

async function digestOf(
  { command, planned }: Launched,
  { datasets, maxSeqLength }: LaunchedOutput,
): Promise<string> {
  const { settings, tokenizer, digests: named } = planned;
  const { datasetFormat: format, unescapeEntities } = settings;
  const reading = { format, unescapeEntities, limits: settings };
  const sources = sourcesOf(datasets.map(file => ({ file, ...reading })));
  const memory = digestMemory(cacheDir());
  const inputs = await Promise.all(
    sources.map(async source => {
      const { file } = source;
      return corpusInput(source, (await memory.recall(file)) ?? (await digestFile(file)));
    }),
  );
  const texts = await fillerInputs(fillersOf(settings, settings), memory);
  return planDigest(
    planOf(command, {
      settings: { ...settings, ...planLengths(settings, maxSeqLength) },
      inputs: [...inputs, ...texts],
      tokenizer,
      digests: named,
    }),
  );
}
