import { basename } from 'node:path';
import { filesOfPart } from '../../../lib/mix/files.js';
import { inputsOf } from '../../../lib/mix/inputs.js';
import type { MixManifest } from '../../../lib/mix/output/manifest.js';
import type { MixInput } from '../../../lib/mix/output/plan.js';
import { askedRecipe } from '../../../lib/mix/recipe/asked-recipe.js';
import type { Part } from '../../../lib/mix/recipe/recipe.js';
import type { Finder } from '../../../lib/rerun/find-files.js';
import { readConfig } from '../../../lib/settings/config/read-config.js';
import type { Given } from '../../../lib/settings/given.js';
import { isHidden } from '../../../lib/settings/mix-settings.js';
import { resolve, settingsOf } from '../../../lib/settings/resolve.js';
import { readArguments } from '../arguments.js';

/**
 * The settings with which a mixture is made again: those of its command line, the recipe and the files of parts
 * found by what they hold.
 *
 * @param over what is given beside the manifest, and wins
 * @throws KeychainError INPUT_MISSING, USAGE
 */
export async function mixSettingsAgain(
  { command_line: words = ['mix'], recipe, inputs }: MixManifest,
  over: Given,
  finder: Finder,
): Promise<Given> {
  const read = readArguments(words.slice(1), settingsOf('mix'));
  const { config, fresh: _, dryRun: __, ...said } = read.given;
  const configured = config === undefined ? {} : (await readConfig(config as string, 'mix')).given;
  const before: Given = { ...configured, ...said };
  // What was secret is not in the manifest.
  const set = before.set?.filter(each => !isHidden(each));
  const given: Given = { ...before, ...(set && { set }), ...over };
  const paths = [...read.words, ...(given.recipe ?? [])];
  const path = await finder.find({ what: 'recipe', ...recipe, paths });
  const settings = resolve('mix', { ...withoutPlaces(given), recipe: [path] });
  const { recipe: asked } = await askedRecipe(settings);
  const moved: string[] = [];
  for (const part of asked.parts.filter(({ make }) => !make)) {
    const files = inputs.filter(each => each.part === part.name);
    if (await isThere(part, files)) continue;
    for (const { sha256, name, member } of files) {
      const near = part.from.filter(each => basename(each) === name);
      const must = member === undefined ? {} : { member };
      const found = await finder.find({
        what: `part ${part.name}`,
        name,
        sha256,
        paths: near,
        ...must,
      });
      moved.push(`${part.name}.from=${found}`);
    }
  }
  return { ...withoutPlaces(given), recipe: [path], set: [...(given.set ?? []), ...moved] };
}

/** Where it went, the manifest's own place says. */
const withoutPlaces = ({ saveDir: _, saveName: __, ...given }: Given): Given => given;

/** Whether what a part is read from is what it was then. */
async function isThere(part: Part, before: readonly MixInput[]): Promise<boolean> {
  try {
    const now = await inputsOf([{ part, files: await filesOfPart(part) }]);
    return now.map(({ sha256 }) => sha256).join() === before.map(({ sha256 }) => sha256).join();
  } catch {
    return false;
  }
}
