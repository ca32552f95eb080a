import { idSet } from '../../disk/id-set.js';
import type { NumberedFiles } from '../../disk/numbered-files.js';
import { writeCall } from '../client/call.js';
import type { Chat } from '../client/chat-types.js';
import { rejectError } from '../client/errors.js';
import { answerLimit } from '../client/identity.js';
import type { ChatSettings } from '../client/options.js';
import { openRecorded } from '../journal/recorded-chat.js';

import { customId } from './custom-id.js';

/** What has been written so far. */
export interface BatchTotals {
  /** Lines. */
  requests: number;
  /** Answers that they ask for. */
  answers: number;
}

/** A client that writes down what it is asked. */
export interface BatchChat extends Chat {
  written(): BatchTotals;
}

/** Nobody has refused anything. */
const PLAIN = { limitName: 'max_tokens', without: [], stream: false } as const;
/** Where the lines of a batch are to be sent; at Azure the deployment is told by the model's name. */
const urlPath = ({ azureApiVersion }: ChatSettings): string =>
  azureApiVersion === undefined ? '/v1/chat/completions' : '/chat/completions';

/**
 * A client that asks nobody: what the journal does not have becomes lines of a batch, in OpenAI's
 * form, and its record a reject (ANSWER_MISSING). Of equal requests one is written.
 *
 * @param mostChoices answers that one line may ask for
 * @throws KeychainError JOURNAL_UNUSABLE
 */
export function batchChat(
  settings: ChatSettings,
  files: NumberedFiles,
  mostChoices: number,
): BatchChat {
  const journal = openRecorded({ ...settings, journalOnly: true });
  const limit = answerLimit(settings);
  const url = urlPath(settings);
  const known = idSet();
  const totals = { requests: 0, answers: 0 };
  let reused = 0;
  return {
    async ask(request) {
      const { rollouts } = request;
      const call = writeCall(request, settings);
      const found = journal.find(call.id, rollouts);
      reused += found.size;
      if (found.size === rollouts) return Array.from(found.keys(), (_, at) => found.get(at)!);
      if (known.add(call.id)) {
        for (const { from, count } of runsOf(rollouts, number => !found.has(number), mostChoices)) {
          const id = customId(call.id, { from, count, limit });
          const body = call.body({ ...PLAIN, choices: count });
          await files.write(`{"custom_id":"${id}","method":"POST","url":"${url}","body":${body}}`);
          totals.requests++;
          totals.answers += count;
        }
      }
      return rejectError('ANSWER_MISSING', `${rollouts - found.size} answers are asked for`);
    },
    written: () => ({ ...totals }),
    totals: () => ({ requests: 0, promptTokens: 0, completionTokens: 0, cost: 0, reused }),
    async close() {
      await known.close();
      await journal.close();
    },
  };
}

/** Rows of numbers below `end` that are missing, none of them longer than `most`. */
function* runsOf(
  end: number,
  isMissing: (number: number) => boolean,
  most: number,
): Generator<{ from: number; count: number }> {
  let count = 0;
  for (let number = 0; number <= end; number++) {
    const goesOn = number < end && isMissing(number);
    if (count > 0 && (!goesOn || count === most)) {
      yield { from: number - count, count };
      count = 0;
    }
    if (goesOn) count++;
  }
}
