import { basename, join } from 'node:path';
import { digestFile } from '../corpus/build/digest.js';
import { removeFile } from '../disk/final-place.js';
import { leaseOf, takeLease } from '../disk/lease.js';
import { replaceFile } from '../disk/replace-file.js';
import { writing } from '../disk/unwritable.js';
import { rejectingInto } from '../export/export.js';
import { jsonText } from '../json/json-text.js';
import { rejectFile, rejectsIn } from '../output/reject-file.js';
import type { Run } from '../run.js';
import { planDigest } from '../settings/plan.js';
import type { SettingsOf } from '../settings/values.js';
import { VERSION } from '../version.js';
import { type Counting, withCounting } from './counting.js';
import { draw } from './draw/draw.js';
import { type PartFiles, survey } from './draw/survey.js';
import { inputsOf } from './inputs.js';
import type { Makers } from './make-part.js';
import {
  findMixture,
  MIX_MANIFEST,
  MIX_REJECTS,
  type MixManifest,
  readMixManifest,
} from './output/manifest.js';
import { partCounts } from './output/part-counts.js';
import { type MixPlace, refuseItself } from './output/place.js';
import { type MixInput, mixPlan } from './output/plan.js';
import { type RowsFile, writeRows } from './output/write-rows.js';
import { partFiles } from './part-files.js';
import type { Recipe } from './recipe/recipe.js';
import { refuseShort, shortages } from './shortage.js';

/** What a mixture has come to. */
export interface MixSummary {
  folder: string;
  /** It was there already, whole and of the same plan. */
  found: boolean;
  manifest: MixManifest;
}

export interface MixOptions {
  settings: SettingsOf<'mix'>;
  makers: Makers;
  run: Run;
}

/**
 * Makes what a recipe's parts are made of, draws their rows and writes them; or finds all that done. One at a
 * time in a folder.
 *
 * @throws KeychainError
 */
export async function mixRecipe(
  recipe: Recipe,
  place: MixPlace,
  { settings, makers, run }: MixOptions,
): Promise<MixSummary> {
  const { folder, partsDir } = place;
  const { fresh } = settings;
  const lease = await takeLease(leaseOf(join(folder, 'mix')), folder, run.reporter.warn);
  try {
    const parts = await partFiles(recipe, { partsDir, makers, run, fresh });
    refuseItself(place, parts);
    const inputs = await inputsOf(parts);
    return await withCounting(recipe.settings, run.reporter, async counting => {
      const plan = mixPlan(recipe, inputs, counting, settings);
      const before = fresh ? undefined : await findMixture(folder, place.names, plan);
      if (before) {
        for await (const each of rejectsIn(join(folder, MIX_REJECTS))) run.reporter.reject(each);
        return { folder, found: true, manifest: before };
      }
      const manifest = await mixed(recipe, parts, { place, settings, run, counting, inputs });
      return { folder, found: false, manifest };
    });
  } finally {
    await lease.release();
  }
}

interface Mixing {
  place: MixPlace;
  settings: SettingsOf<'mix'>;
  run: Run;
  counting: Counting;
  inputs: readonly MixInput[];
}

async function mixed(
  recipe: Recipe,
  parts: readonly PartFiles[],
  { place, settings, run, counting, inputs }: Mixing,
): Promise<MixManifest> {
  const { folder, names } = place;
  const { reporter } = run;
  const rejects = rejectFile(join(folder, MIX_REJECTS));
  const rejecting = rejectingInto(rejects, reporter);
  const options = { limits: settings, reporter: rejecting.reporter };
  const close: (() => Promise<void>)[] = [];
  let files: RowsFile[] = [];
  try {
    reporter.step('the rows of all parts are looked at, to be drawn');
    const surveyed = await survey(parts, recipe.seed, counting.count, options);
    close.push(surveyed.close);
    await rejecting.settled();
    const drawn = await draw(recipe, surveyed);
    close.push(drawn.positions.close);
    const short = shortages(recipe, drawn, surveyed.parts);
    if (!settings.allowFewer) refuseShort(short);
    for (const each of short) reporter.warn(each);
    if (drawn.unordered > 0) {
      reporter.warn(`${drawn.unordered} rows come last: nobody knows their ${recipe.order}`);
    }
    const paths = names.map(name => join(folder, name));
    files = await writeRows(parts, drawn, paths, options);
    await rejects.end();
    const manifest: MixManifest = {
      plan: mixPlan(recipe, inputs, counting, settings),
      plan_sha256: '',
      ...(run.commandLine && { command_line: run.commandLine }),
      recipe: { name: basename(place.recipe), sha256: (await digestFile(place.recipe)).sha256 },
      inputs,
      parts: partCounts(recipe, drawn, surveyed.parts),
      counts: {
        rows: drawn.splits.reduce((sum, { rows }) => sum + rows, 0),
        questions: drawn.questions,
        left_over: drawn.leftOver,
        unordered: drawn.unordered,
      },
      outputs: files.map(({ rows, linesSha256, file }, i) => ({
        split: recipe.splits[i]!.split,
        file: names[i]!,
        questions: drawn.splits[i]!.questions,
        rows,
        bytes: file.bytes,
        sha256: file.sha256,
        lines_sha256: linesSha256,
      })),
      versions: { keychain: VERSION, node: process.versions.node, zlib: process.versions.zlib },
    };
    manifest.plan_sha256 = planDigest(manifest.plan);
    await removeFormer(folder, manifest);
    await rejects.commit();
    const text = `${jsonText(manifest, 2)}\n`;
    // Before the files have their names: of a run that is killed between, it is known what they are.
    await writing(folder, async () => replaceFile(join(folder, MIX_MANIFEST), text));
    for (const { file } of files) await file.commit();
    return manifest;
  } catch (error) {
    for (const { file } of files) await file.abandon();
    await rejects.abandon();
    throw error;
  } finally {
    for (const each of close) await each();
  }
}

/** What an earlier mixture has left, of whichever splits and format. */
async function removeFormer(folder: string, now: MixManifest): Promise<void> {
  const before = await readMixManifest(join(folder, MIX_MANIFEST));
  const names = [...(before?.outputs ?? []), ...now.outputs].map(({ file }) => basename(file));
  for (const name of new Set(names)) await removeFile(join(folder, name));
}
