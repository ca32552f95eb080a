import { KeychainError } from '../errors.js';
import type { Target } from '../export/target.js';
import { TARGET_PARAMETERS, TARGETS, type TargetName } from '../export/targets.js';
import { namesOf } from '../values/registry.js';
import { hyphenated } from './setting.js';
import type { SettingName } from './table.js';
import type { GivenTo } from './values.js';

/** What some target asks for. */
const OF_TARGETS = namesOf(TARGET_PARAMETERS) as SettingName[];

/** Say how prompts are counted anew. */
const COUNTING = ['tokenizerType', 'tokenizerPath', 'chatTemplate', 'trainerTemplate'] as const;

/**
 * Refuses settings of an export that its target does nothing with: who has said them would take them for
 * done.
 *
 * @param settings resolved
 * @throws KeychainError USAGE naming the first of them
 */
export function refuseUnused(settings: GivenTo<'export'> & { to: TargetName }): void {
  const { to } = settings;
  const { parameters = {}, takesFormat, promptCounts }: Target = TARGETS[to];
  const given = (names: readonly SettingName[]): SettingName | undefined =>
    names.find(name => isGiven((settings as Record<string, unknown>)[name]));

  const foreign = given(OF_TARGETS.filter(name => !(name in parameters)));
  if (foreign !== undefined) {
    const owners = namesOf(TARGETS).filter(
      each => foreign in ((TARGETS[each] as Target).parameters ?? {}),
    );
    throw unused(
      foreign,
      `is of --to ${owners.join(', ')}, and means nothing to ${to}; leave it out`,
    );
  }
  if (!takesFormat && given(['format'])) {
    throw unused('format', `means nothing to ${to}, whose files have one format; leave it out`);
  }
  const counting = given(promptCounts === 'none' ? ['maxPromptLength', ...COUNTING] : COUNTING);
  if (counting === undefined || promptCounts === 'written') return;
  if (promptCounts === 'none') {
    throw unused(
      counting,
      `means nothing to ${to}: what it takes has its answer, and no prompt is counted; leave it out`,
    );
  }
  if (settings.maxPromptLength === undefined) {
    throw unused(
      counting,
      `means nothing to ${to} without --max-prompt-length: counts are written nowhere`,
    );
  }
}

/** A switch that is off says nothing. */
const isGiven = (value: unknown): boolean => value !== undefined && value !== false;

const unused = (name: SettingName, why: string): KeychainError =>
  new KeychainError('USAGE', `--${hyphenated(name)} ${why}`);
