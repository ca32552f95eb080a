import { checkChains } from '../chain/check.js';
import { chainsAt } from '../chain/count.js';
import { parseKeyFormat } from '../chain/keys.js';
import type { ChainOptions } from '../chain/options.js';
import { type ChainPlanner, chainPlanner } from '../chain/planner.js';
import type { InsertOptions } from '../chain/sample.js';
import { checkOwnTexts } from '../corpus/check-own-texts.js';
import type { Corpus } from '../corpus/open.js';
import { KeychainError } from '../errors.js';
import { placementOf, slotsOf } from '../fill/place.js';
import type { PlacementValues } from '../fill/placements/registry.js';
import type { FillOptions } from '../fill/sample.js';
import { checkNeedles, type NeedleOptions } from '../needle/options.js';
import type { HideOptions } from '../needle/sample.js';
import { NEEDLE_TEMPLATE } from '../needle/wording.js';
import { parsePassageFormat } from '../prompt/passage-format.js';
import type { Rendering } from '../prompt/render.js';
import {
  CONTEXT_TEMPLATE,
  checkAsks,
  checkTemplate,
  KEYCHAIN_TEMPLATE,
} from '../prompt/template.js';
import type { SettingsOf } from '../settings/values.js';
import type { ChatSource } from '../tokenize/chat/chat-source.js';
import type { Tokenizer } from '../tokenize/tokenizer.js';
import { type ChatSettings, chatOf } from './chat.js';

type ChainSettings = Pick<
  SettingsOf<'keychain'>,
  'chains' | 'hops' | 'keyFormat' | 'shape' | 'branching' | 'hopOrder'
>;

/** Everything that decides what a sample looks like; plain data, so that it can go to workers. */
export type SampleSettings = Pick<
  SettingsOf<'relevant-only'>,
  | 'randomSeed'
  | 'tokensToGenerate'
  | 'template'
  | 'passageFormat'
  | 'removeNewlineTab'
  | 'placement'
> &
  PlacementValues & { maxSeqLength: number[] | undefined } & Partial<ChainSettings> &
  Partial<Pick<SettingsOf<'synth'>, 'distractQuestions'>> &
  Partial<Pick<SettingsOf<'keychain'>, 'keepContext' | 'sampleInstruction' | 'fillersOnly'>> &
  Partial<NeedleOptions & Pick<SettingsOf<'needle'>, 'numSamples'>> &
  ChatSettings;

/** What the settings come to once tokenizer and corpus are open. */
export interface Recipe {
  rendering: Rendering;
  fill: FillOptions;
  /** Missing where no chains are inserted. */
  insert?: InsertOptions & { planner: ChainPlanner };
  /** Missing where no needles are hidden. */
  hide?: HideOptions;
}

const isNone = (chains: ChainSettings['chains']): boolean =>
  chains !== 'auto' && 'fixed' in chains && chains.fixed === 0;

/** The chains asked for; undefined where there are none, as for `--chains 0`. */
export function chainsOf(settings: Partial<ChainSettings>): ChainSettings | undefined {
  const { chains } = settings;
  if (chains === undefined || isNone(chains)) return undefined;
  return settings as ChainSettings;
}

/** The needles asked for; undefined where there are none. */
export function needlesOf(settings: Partial<NeedleOptions>): NeedleOptions | undefined {
  const { keys, values, queries, value } = settings;
  return keys === undefined
    ? undefined
    : { keys, values: values!, queries: queries!, value: value! };
}

/** The template asked for, or the one that goes with chains, with needles, or without either. */
export function templateOf(settings: SampleSettings): string {
  if (settings.template !== undefined) return settings.template;
  if (needlesOf(settings)) return NEEDLE_TEMPLATE;
  return chainsOf(settings) ? KEYCHAIN_TEMPLATE : CONTEXT_TEMPLATE;
}

/**
 * Reads the settings, before anything is opened or paid for.
 *
 * @throws KeychainError USAGE for settings that no sample can be made with
 */
export function readRecipe(settings: SampleSettings) {
  const template = templateOf(settings);
  const chained = chainsOf(settings);
  checkTemplate(template, chained !== undefined);
  const needles = needlesOf(settings);
  if (needles) {
    checkNeedles(needles);
    checkAsks(template);
    checkCount(settings);
  }
  return {
    template,
    format: parsePassageFormat(settings.passageFormat),
    placement: placementOf(settings),
    chains: chained && readChains(chained, settings.maxSeqLength),
    needles,
  };
}

/** There are as many tasks as somebody asks for. */
function checkCount({ numSamples = 0 }: SampleSettings): void {
  if (numSamples >= 0) return;
  throw new KeychainError(
    'USAGE',
    `--num-samples ${numSamples}: needles have no end; say how many samples to make`,
  );
}

function readChains(
  { chains, keyFormat, hops, shape, branching, hopOrder }: ChainSettings,
  maxSeqLengths: readonly number[] = [],
): ChainOptions {
  const options: ChainOptions = {
    keyFormat: parseKeyFormat(keyFormat),
    chains: maxSeqLength => chainsAt(chains, maxSeqLength, { keyFormat, hops, shape, branching }),
    hops,
    shape,
    branching,
    hopOrder,
  };
  checkChains(options, [null, ...maxSeqLengths]);
  return options;
}

/**
 * @param chat the template of the conversation that prompts stand in, if they do
 * @throws KeychainError USAGE, as `readRecipe`; CHAT_TEMPLATE_UNUSABLE; CORPUS_UNUSABLE, as
 *   `checkOwnTexts`
 */
export function recipeOf(
  settings: SampleSettings,
  corpus: Corpus,
  tokenizer: Tokenizer,
  chat?: ChatSource,
): Recipe {
  checkOwnTexts(corpus.info, settings.fillersOnly);
  const { removeNewlineTab, randomSeed: seed, sampleInstruction: instruction } = settings;
  const { template, format, placement, chains, needles } = readRecipe(settings);
  const conversation = chatOf(settings, chat);
  const rendering: Rendering = {
    ...{ tokenizer, template, format, removeNewlineTab, instruction, conversation },
  };
  const fill: FillOptions = {
    seed,
    rendering,
    tokensToGenerate: settings.tokensToGenerate,
    distractQuestions: Math.max(0, settings.distractQuestions ?? 0),
    fillersOnly: settings.fillersOnly,
    ...placement,
  };
  if (needles) {
    const chooseSlots: HideOptions['chooseSlots'] = (count, slots, random) =>
      slotsOf(count, slots, placement, random);
    return { rendering, fill, hide: { ...needles, chooseSlots } };
  }
  if (!chains) return { rendering, fill };
  const planner = chainPlanner(corpus, tokenizer, chains);
  const room: FillOptions['room'] = (question, maxSeqLength) =>
    planner.room({
      seed,
      dataset: question.dataset,
      questionId: question.id,
      question: question.question,
      maxSeqLength,
      flat: removeNewlineTab,
    });
  return {
    rendering,
    fill: { ...fill, room },
    insert: { ...chains, rendering, keepContext: settings.keepContext ?? false, planner },
  };
}

/**
 * What the stage `chain` needs on its own.
 *
 * @throws KeychainError USAGE for settings without chains, or that no chain can be made with
 */
export function chainRecipeOf(
  settings: SampleSettings,
  corpus: Corpus,
  tokenizer: Tokenizer,
): NonNullable<Recipe['insert']> {
  // What the samples were filled with counts.
  const { insert } = recipeOf({ ...settings, sampleInstruction: undefined }, corpus, tokenizer);
  if (insert) return insert;
  throw new KeychainError('USAGE', '--chains 0: nothing to insert');
}
