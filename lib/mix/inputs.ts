import { type Digest, digestFile, digestMemory } from '../corpus/build/digest.js';
import { cacheDir } from '../disk/cache-dir.js';
import { inputName, inputPlace } from '../input/input-place.js';
import type { PartFiles } from './draw/survey.js';
import type { MixInput } from './output/plan.js';

/** The files of all parts with their digests; one that has not changed since it was hashed is not hashed again. */
export async function inputsOf(parts: readonly PartFiles[]): Promise<MixInput[]> {
  const inputs: MixInput[] = [];
  for (const { part, files } of parts) {
    for (const file of files) {
      const { member } = inputPlace(file);
      const name = inputName(file);
      inputs.push({ part: part.name, name, ...(await digestOf(file)), ...(member && { member }) });
    }
  }
  return inputs;
}

async function digestOf(file: string): Promise<Digest> {
  const memory = digestMemory(cacheDir());
  const known = await memory.recall(file);
  if (known) return { bytes: known.bytes, sha256: known.sha256 };
  const state = await memory.stateOf(file).catch(() => undefined);
  const digest = await digestFile(file);
  if (state !== undefined) await memory.remember(file, state, digest);
  return digest;
}
