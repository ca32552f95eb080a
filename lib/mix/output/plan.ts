import type { Plan } from '../../settings/plan.js';
import type { SettingsOf } from '../../settings/values.js';
import { VERSION } from '../../version.js';
import type { Counting } from '../counting.js';
import type { Recipe } from '../recipe/recipe.js';

/** A file that a part is read from. */
export interface MixInput {
  part: string;
  /** Without its folder. */
  name: string;
  bytes: number;
  sha256: string;
  member?: string;
}

/** What decides what a mixture is: no path, and nothing of how its parts are made but what they hold. */
export function mixPlan(
  { seed, order, splits, parts }: Recipe,
  inputs: readonly MixInput[],
  { tokenizer, template }: Counting,
  { format, maxRecordBytes, allowFewer }: SettingsOf<'mix'>,
): Plan {
  const ofParts = parts.flatMap(({ name, take, where, repeat, mapping }) => {
    const files = inputs.filter(({ part }) => part === name);
    return [
      [
        `part ${name}`,
        { ...(take !== undefined && { take }), where, repeat, ...(mapping && { mapping }) },
      ],
      [`files of ${name}`, files.map(plannedInput)],
    ];
  });
  return {
    command: 'mix',
    version: VERSION,
    // By part, so that it is told which one is another.
    inputs: [],
    tokenizer: { type: tokenizer?.type ?? '', sha256: tokenizer?.sha256 ?? '' },
    settings: {
      ...{ seed, order, splits, format, 'max-record-bytes': maxRecordBytes },
      'allow-fewer': allowFewer,
      ...(template !== undefined && { 'chat-template': template }),
      ...Object.fromEntries(ofParts),
    },
  };
}

const plannedInput = ({ sha256, member }: MixInput): string =>
  member === undefined ? sha256 : `${sha256}#${member}`;
