import { KeychainError } from '../errors.js';
import { resolve } from '../settings/resolve.js';
import { hyphenated } from '../settings/setting.js';
import type { GivenTo } from '../settings/values.js';
import { namesOf } from '../values/registry.js';
import { checkLaunched, type ToLaunch } from './check.js';
import type { Engine } from './engine.js';
import { ENGINES } from './engines.js';
import { handOver, writeLaunch } from './hand-over.js';
import { type LaunchPlace, launchOf } from './launch-of.js';
import { onDisk } from './on-disk.js';

/** What came of a launch. */
export interface LaunchOutcome {
  /** Of scripts and logs. */
  folder: string;
  /** What is to be done, in a few words. */
  says: string;
  /** All is done, or in the queue. */
  isNothing: boolean;
  /** What the engine said; missing where nothing was handed over. */
  jobs?: string;
}

/**
 * Has a command made in shards by an engine: checks it, looks for what is there, and writes jobs for
 * what is not. The engine is the user's own; nothing of its work is done here.
 *
 * @throws KeychainError USAGE, INPUT_*, TOKENIZER_UNUSABLE, OUTPUT_UNWRITABLE, SUBMIT_FAILED
 */
export async function launch(
  name: keyof typeof ENGINES,
  given: GivenTo<'launch'>,
  command: ToLaunch,
  place: LaunchPlace,
): Promise<LaunchOutcome> {
  const engine: Engine = ENGINES[name];
  refuseOthers(name, given);
  const settings = resolve('launch', given);
  const { shards } = settings;
  const checked = await checkLaunched(command, shards);
  const jobs = launchOf(checked, shards, place);
  const { folder } = jobs;
  const { isMerged, missing } = await onDisk(checked, shards);
  if (isMerged) {
    const files = checked.outputs.map(({ base }) => base).join(', ');
    return { folder, says: `all is there: ${files}`, isNothing: true };
  }
  const prepared = await engine.prepare(jobs, missing, settings);
  const { says } = prepared;
  if (!('submit.sh' in prepared.files)) return { folder, says, isNothing: true };
  await writeLaunch(folder, prepared);
  if (!settings.submit) return { folder, says, isNothing: false };
  return { folder, says, isNothing: false, jobs: await handOver(folder) };
}

/** @throws KeychainError USAGE for a setting of another engine */
function refuseOthers(name: keyof typeof ENGINES, given: GivenTo<'launch'>): void {
  for (const other of namesOf(ENGINES)) {
    const { own }: Engine = ENGINES[other];
    const foreign = other === name ? undefined : own.find(each => given[each] !== undefined);
    if (foreign === undefined) continue;
    throw new KeychainError('USAGE', `--${hyphenated(foreign)} is for ${other}, not for ${name}`);
  }
}
