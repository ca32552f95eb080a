import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { claimedFolder, removeLeftBehind } from '../../../lib/disk/claims.js';
import { KeychainError } from '../../../lib/errors.js';
import type { MixManifest } from '../../../lib/mix/output/manifest.js';
import { openFinder } from '../../../lib/rerun/find-files.js';
import { type Given, writeOptions } from '../../../lib/settings/given.js';
import { planDifferences } from '../../../lib/settings/plan-differences.js';
import { settingsOf } from '../../../lib/settings/resolve.js';
import { mix } from '../../../pipelines/mix.js';
import type { Context, Outcome } from '../command.js';
import { refuseForeign } from '../task.js';
import { mixSettingsAgain } from './mix-settings-again.js';

/**
 * Mixes again what the manifest of a mixture describes, and says whether lines and bytes agree. It goes to
 * `--save-dir`; else it is made aside, of the parts that are there, compared, and removed, or kept: in its
 * place, if nothing is there, and as `FOLDER.again` where the lines differ.
 *
 * @throws KeychainError
 */
export async function rerunMix(
  path: string,
  manifest: MixManifest,
  given: Given,
  { run }: Context,
): Promise<Outcome> {
  const { input = [], saveDir, ...over } = given;
  refuseForeign(over, 'mix');
  const settings = await mixSettingsAgain(manifest, over, openFinder(input));
  const folder = dirname(path);
  const name = basename(folder);
  const make = async (dir: string, partsDir?: string): Promise<MixManifest> => {
    const all = { ...settings, saveDir: dir, saveName: name };
    const commandLine = ['mix', ...writeOptions(all, settingsOf('mix'))];
    const made = await mix(all, { ...run, commandLine }, { ...(partsDir && { partsDir }) });
    return made.manifest;
  };
  if (saveDir !== undefined) {
    return agreement(manifest, await make(saveDir), join(saveDir, name));
  }
  const parent = dirname(folder);
  const prefix = `${name}.partial-`;
  await removeLeftBehind(parent, prefix);
  const aside = claimedFolder(parent, prefix);
  try {
    const made = await make(aside.path, `${folder}.parts`);
    const agrees = sameLines(manifest, made);
    const isGone = manifest.outputs.every(({ file }) => !existsSync(join(folder, basename(file))));
    if (agrees && !isGone) return agreement(manifest, made, folder);
    const to = agrees ? folder : `${folder}.again`;
    await keep(join(aside.path, name), made, to);
    return agreement(manifest, made, to);
  } finally {
    aside.remove();
  }
}

/** Takes the files that were made aside to a folder; the manifest that is there stays. */
async function keep(from: string, { outputs }: MixManifest, to: string): Promise<void> {
  if (existsSync(to) && outputs.some(({ file }) => existsSync(join(to, file)))) {
    throw new KeychainError('OUTPUT_DIFFERS', `${to} is there; move it, or name --save-dir`);
  }
  await mkdir(to, { recursive: true });
  for (const { file } of outputs) await rename(join(from, file), join(to, file));
}

const digests = ({ outputs }: MixManifest, of: 'lines_sha256' | 'sha256'): string =>
  outputs.map(each => `${each.split} ${each[of]}`).join('\n');

const sameLines = (before: MixManifest, now: MixManifest): boolean =>
  digests(before, 'lines_sha256') === digests(now, 'lines_sha256');

function agreement(before: MixManifest, now: MixManifest, folder: string): Outcome {
  const linesAgree = sameLines(before, now);
  const bytesAgree = digests(before, 'sha256') === digests(now, 'sha256');
  const differences = planDifferences(before.plan, now.plan);
  const said = linesAgree
    ? `lines ${bytesAgree ? 'and bytes agree' : 'agree, bytes do not'}`
    : ['lines differ', ...differences].join('\n  ');
  return {
    summary: {
      text: `${folder}: ${said}`,
      data: { folder, lines_agree: linesAgree, bytes_agree: bytesAgree, differences },
    },
    exitCode: linesAgree ? 0 : 1,
  };
}
