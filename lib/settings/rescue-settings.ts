import type { Kind } from '../values/kind.js';
import { flag, integer, name, notNegative, positive, program, repeated } from '../values/kinds.js';
import { header, headerVariable, orWord, textOrFile } from '../values/model-kinds.js';
import { JUDGING, RESCUING } from './commands.js';
import { extraBody } from './model-settings.js';
import type { Changes, Setting } from './setting.js';

/** A setting of the second model that is the first one's where nothing is said. */
const own = <T, const C extends Changes>(
  kind: Kind<T>,
  changes: C,
  help: string,
  otherwise = 'the same',
) =>
  ({
    kind,
    group: 'rescue',
    help,
    changes,
    commands: RESCUING,
    otherwise,
    goesWith: 'rescueModel',
  }) as const;

/** What is a secret of one server is not sent to another one unasked. */
const SAME_SERVER = 'the same, unless --rescue-url names others';

/** What the second model is asked with, and how it is judged. */
export const RESCUE_SETTINGS = {
  rescueTemperature: own(orWord(notNegative(), 'default'), 'lines', 'of its sampling'),
  rescueTopP: own(positive(), 'lines', 'of its sampling'),
  rescueMaxTokens: own(orWord(integer(1), 'none'), 'lines', 'tokens of one of its answers at most'),
  rescueN: own(integer(1), 'lines', 'its answers to each prompt'),
  rescueSystemPrompt: own(textOrFile, 'lines', "the system's message to it"),
  rescueExtraBody: own(
    extraBody,
    'lines',
    'further fields of each of its requests, in place of those of --extra-body',
  ),
  rescueModelVersion: own(name('TEXT'), 'lines', 'which checkpoint goes by its name now', 'none'),
  rescueMinCorrect: {
    ...own(integer(0), 'lines', 'keep questions of which it gets at least N right'),
    commands: JUDGING,
  },
  rescueMaxCorrect: {
    ...own(
      integer(0),
      'lines',
      'keep questions of which it gets at most N right',
      'the same; three quarters of --rescue-n, where that is given',
    ),
    commands: JUDGING,
  },
  rescueApiKeyCommand: own(
    program,
    'calls',
    'a command that prints its key',
    'the same, unless --rescue-api-key-env is given',
  ),
  rescueAzureApiVersion: own(name('V'), 'calls', 'its servers are Azure deployments', SAME_SERVER),
  rescueHeader: own(
    repeated(header),
    'calls',
    'a further header of each of its requests, in place of those of --header',
    SAME_SERVER,
  ),
  rescueHeaderEnv: own(
    repeated(headerVariable),
    'calls',
    'the same, with the environment variable that holds its value',
    SAME_SERVER,
  ),
  rescueStream: own(flag, 'calls', 'have its answers streamed'),
  rescueConcurrency: own(integer(1), 'calls', 'its calls under way at once'),
  rescueRpm: own(positive('N'), 'calls', 'its requests a minute at most'),
  rescueTpm: own(positive('N'), 'calls', 'its tokens a minute at most'),
  rescueTimeout: own(positive('SECONDS'), 'calls', 'time for one of its calls'),
  rescueMaxRequests: own(integer(1), 'calls', 'requests that it may be sent'),
  rescueMaxTotalTokens: own(integer(1), 'calls', 'tokens that it may use'),
  rescueMaxCost: own(notNegative(), 'calls', 'what it may cost'),
} as const satisfies Record<string, Setting>;
