import { KeychainError } from '../../lib/errors.js';
import type { JudgingSettings } from '../../pipelines/judged.js';
import { scoringOf } from '../commands/score.js';
import type { Arguments } from './arguments.js';
import { ASKING, KEEPING, MODEL, RESCUE, SCORING } from './model-options.js';
import { given, modelOf, promptOf, rescueOf } from './model-settings.js';
import { integer } from './values.js';

/** The method keeps questions with 1 to 6 right of 8. */
const MOST_RIGHT = 6 / 8;

/** How questions are judged, if a model is named. */
export function judgingOf(args: Arguments): JudgingSettings | undefined {
  if (!args.given('llm-url')) {
    const first = [MODEL, ASKING, RESCUE, SCORING, KEEPING]
      .flatMap(group => Object.keys(group))
      .find(args.given);
    if (first === undefined) return undefined;
    throw new KeychainError(
      'USAGE',
      `--${first} goes with a model: name its server with --llm-url`,
    );
  }
  const model = modelOf(args);
  const n = integer(args, 'n', 1);
  const passCount = {
    min: given(args, 'min-correct', count) ?? 1,
    max: given(args, 'max-correct', count) ?? Math.max(1, Math.floor(n * MOST_RIGHT)),
  };
  if (passCount.min > Math.min(passCount.max, n)) {
    throw new KeychainError(
      'USAGE',
      `--min-correct ${passCount.min} --max-correct ${passCount.max}: no question can have so many of ${n}`,
    );
  }
  const rescue = rescueOf(args, model);
  return { model, rescue, n, scoring: scoringOf(args), prompt: promptOf(args), passCount };
}

const count = (args: Arguments, name: string): number => integer(args, name, 0);
