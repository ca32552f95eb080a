import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Manifest } from '../../../lib/assemble/outputs/manifest.js';
import { keptLogOf, runLeaseOf } from '../../../lib/assemble/outputs/part/names.js';
import { readManifest } from '../../../lib/assemble/outputs/read-manifest.js';
import type { DatasetSummary } from '../../../lib/assemble/write.js';
import { digestFile } from '../../../lib/corpus/build/digest.js';
import { claimedFolder, removeLeftBehind } from '../../../lib/disk/claims.js';
import { takeLease } from '../../../lib/disk/lease.js';
import { KeychainError } from '../../../lib/errors.js';
import { baseOf, MANIFEST_ENDING, REJECTS_ENDING } from '../../../lib/output/names.js';
import { SINKS, type SinkName } from '../../../lib/output/sinks.js';
import { openFinder } from '../../../lib/rerun/find-files.js';
import { type Given, writeOptions } from '../../../lib/settings/given.js';
import { settingsOf } from '../../../lib/settings/resolve.js';
import type { Command, Context, Outcome } from '../command.js';
import { refuseForeign } from '../task.js';
import { agreement, sameLines } from './agreement.js';
import { refuseMany, settingsAgain } from './settings-again.js';

/**
 * Makes a manifest's file again and says whether lines and bytes agree. It goes to `--save-dir`; or
 * beside the manifest, if the file is not there; else it is made aside, compared and removed, or
 * kept under another name where the lines differ.
 *
 * @param commands those that write manifests
 * @throws KeychainError
 */
export async function rerun(
  path: string,
  given: Given,
  { run, ...context }: Context,
  commands: readonly Command[],
): Promise<Outcome> {
  const manifest = await readManifest(path);
  const { input = [], saveDir, ...over } = given;
  const command = commands.find(({ name }) => name === manifest.plan.command);
  if (!command) {
    throw new KeychainError(
      'INPUT_FORMAT',
      `${path}: no command ${manifest.plan.command} writes manifests`,
    );
  }
  if (over.out !== undefined) {
    throw new KeychainError('USAGE', '--out: a manifest makes a file again; see --save-dir');
  }
  refuseForeign(over, command.name);
  refuseMany(over);
  const settings = await settingsAgain(manifest, over, openFinder(input), run.reporter);
  const make = async (dir: string): Promise<Made> => {
    const all = { ...settings, saveDir: dir };
    const commandLine = [command.name, ...writeOptions(all, settingsOf(command.name))];
    const { summary } = await command.run(all, { ...context, run: { ...run, commandLine } });
    const { datasets } = summary!.data as { datasets: DatasetSummary[] };
    const { file } = datasets[0]!.outputs[0]!;
    return { file, manifest: await readManifest(baseOf(file) + MANIFEST_ENDING) };
  };
  if (over.dryRun) return command.run(settings, { ...context, run });
  if (saveDir !== undefined) {
    const made = await make(saveDir);
    return agreement(manifest, made.manifest, made.file);
  }
  return beside(path, manifest, make);
}

interface Made {
  file: string;
  manifest: Manifest;
}

async function beside(
  path: string,
  manifest: Manifest,
  make: (dir: string) => Promise<Made>,
): Promise<Outcome> {
  const base = join(dirname(path), basename(path, MANIFEST_ENDING));
  const { ending } = SINKS[manifest.output.format as SinkName];
  const file = `${base}${ending}`;
  // What is made aside gets a name beside the manifest, where another run may be at work.
  const lease = await takeLease(runLeaseOf(base), file);
  try {
    return await besideHeld(base, file, manifest, make);
  } finally {
    await lease.release();
  }
}

async function besideHeld(
  base: string,
  file: string,
  manifest: Manifest,
  make: (dir: string) => Promise<Made>,
): Promise<Outcome> {
  const prefix = `${basename(base)}.partial-`;
  await removeLeftBehind(dirname(base), prefix);
  const folder = claimedFolder(dirname(base), prefix);
  try {
    const made = await make(folder.path);
    if (!existsSync(file) && sameLines(manifest, made.manifest)) {
      // Another format may have been asked for.
      const to = base + made.file.slice(baseOf(made.file).length);
      await keep(made, base, to, { withManifest: false });
      return agreement(manifest, made.manifest, to);
    }
    const other = await isOther(file, manifest);
    if (sameLines(manifest, made.manifest)) {
      return remarked(agreement(manifest, made.manifest, file), other);
    }
    const differs = `${base}.again${made.file.slice(baseOf(made.file).length)}`;
    await keep(made, `${base}.again`, differs, { withManifest: true });
    return remarked(agreement(manifest, made.manifest, differs), other);
  } finally {
    folder.remove();
  }
}

/** Takes what was made aside, with its rejects, to its place. */
async function keep(
  { file }: Made,
  base: string,
  to: string,
  { withManifest }: { withManifest: boolean },
): Promise<void> {
  const from = baseOf(file);
  await rename(file, to);
  // Of a shard its log stays, too.
  if (existsSync(keptLogOf(file))) await rename(keptLogOf(file), keptLogOf(to));
  if (existsSync(from + REJECTS_ENDING)) await rename(from + REJECTS_ENDING, base + REJECTS_ENDING);
  if (withManifest) await rename(from + MANIFEST_ENDING, base + MANIFEST_ENDING);
}

/** Whether the file that is there is not what its manifest says. */
const isOther = async (file: string, { output }: Manifest): Promise<boolean> =>
  existsSync(file) && (await digestFile(file)).sha256 !== output.sha256;

function remarked(outcome: Outcome, isOtherFile: boolean): Outcome {
  const { summary } = outcome;
  if (!isOtherFile || !summary) return outcome;
  return {
    ...outcome,
    summary: {
      text: `${summary.text}\n  but the file beside the manifest is not the one that it describes`,
      data: { ...summary.data, file_is_another: true },
    },
  };
}
