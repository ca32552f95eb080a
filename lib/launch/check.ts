import { join } from 'node:path';
import { chatOf, chatSourceOf } from '../assemble/chat.js';
import type { MakingCommand, MakingSettings } from '../assemble/dataset.js';
import { digestsOf } from '../assemble/each-dataset.js';
import { withListedFiles } from '../assemble/lists.js';
import { type DatasetPlace, placesOf } from '../assemble/outputs/folders.js';
import { nameAt } from '../assemble/outputs/names.js';
import { readRecipe } from '../assemble/recipe.js';
import { settled } from '../assemble/settled.js';
import { shardOf } from '../assemble/shard.js';
import { KeychainError } from '../errors.js';
import { idList } from '../ids/id-list.js';
import { checkInputs } from '../input/check-inputs.js';
import { type JudgingSettings, judgingOf } from '../judge/judge.js';
import { asksModel } from '../judge/models.js';
import type { TokenizerIdentity } from '../records/sample.js';
import type { Given } from '../settings/given.js';
import { resolve } from '../settings/resolve.js';
import { hyphenated } from '../settings/setting.js';
import { checkTexts } from '../texts/check-texts.js';
import { withIdentity } from '../tokenize/with-tokenizer.js';

/** A command that is to be launched, as it was given. */
export interface ToLaunch {
  command: MakingCommand;
  given: Given;
  /** The words behind its name. */
  words: readonly string[];
}

/** The same, found to be one that can run. */
export interface Launched extends ToLaunch {
  places: DatasetPlace[];
  outputs: LaunchedOutput[];
  /** What makes up the plans of the outputs, but for their inputs and lengths. */
  planned: {
    settings: MakingSettings;
    tokenizer: TokenizerIdentity;
    digests: ReadonlyMap<string, string>;
  };
}

/** A file that comes of it in the end. */
export interface LaunchedOutput {
  /** The datasets that it is made of. */
  datasets: readonly string[];
  /** Its path without the ending. */
  base: string;
  /** In tokens; null for none. */
  maxSeqLength: number | null;
}

/** What cannot be said of a run that others make, or is said by whoever launches it. */
const REFUSED: Readonly<Record<string, string>> = {
  out: 'shards are files, which are joined',
  dryRun: 'run it without launch',
  shard: 'each job is told its own',
  shards: 'say it to launch: launch ENGINE --shards N -- COMMAND',
  fresh:
    'a shard that is requeued would start over, too; remove what is there, or name another --save-dir',
};

/**
 * Holds a command against what it would itself find wrong, before anything is read of its datasets.
 *
 * @throws KeychainError USAGE, INPUT_MISSING, TOKENIZER_UNUSABLE, CHAT_TEMPLATE_UNUSABLE
 */
export async function checkLaunched(
  { command, given, words }: ToLaunch,
  shards: number,
): Promise<Launched> {
  for (const [name, why] of Object.entries(REFUSED)) {
    const value = (given as Readonly<Record<string, unknown>>)[name];
    if (value === undefined || value === false) continue;
    throw new KeychainError('USAGE', `--${hyphenated(name)} cannot be launched: ${why}`);
  }
  const settings = await withListedFiles(resolve(command, given) as MakingSettings);
  const { dataset: files = [], maxSeqLength: maxSeqLengths = [null] } = settings;
  if (files.includes('-')) {
    throw new KeychainError(
      'USAGE',
      'standard input cannot be launched: name a file that all machines see',
    );
  }
  readRecipe(settings);
  // What one of them cannot make, none can.
  shardOf({ ...settings, shard: { index: 0, of: shards } });
  const chat = chatSourceOf(settings);
  chatOf(settings, chat);
  const places = placesOf(settings);
  const judging = asksModel(settings) ? { how: judgingOf(settings as JudgingSettings) } : undefined;
  const digests = await digestsOf(command, settings);
  if (settings.chatTemplate === 'auto') digests.set(settings.chatTemplate, chat!.sha256);
  await checkInputs(files);
  await checkTexts(settings.fillers ?? []);
  const { filterIdsPath } = settings;
  if (filterIdsPath !== undefined) {
    const ids = await idList(filterIdsPath);
    digests.set(filterIdsPath, ids.sha256);
    await ids.close();
  }
  const tokenizer = await withIdentity(settings, ({ identity }) => identity);
  return {
    command,
    given,
    words,
    places,
    outputs: places.flatMap(({ files, folder }) =>
      maxSeqLengths.map(maxSeqLength => ({
        datasets: files,
        base: join(folder, nameAt(settings, maxSeqLength, undefined)),
        maxSeqLength,
      })),
    ),
    planned: { settings: settled({ settings, judging, chat }), tokenizer, digests },
  };
}
