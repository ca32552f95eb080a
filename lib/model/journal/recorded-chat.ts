import { writeCall } from '../client/call.js';
import type { Chat } from '../client/chat-types.js';
import { rejectError } from '../client/errors.js';
import { answerLimit } from '../client/identity.js';
import type { ChatSettings } from '../client/options.js';
import { type Journal, openJournal } from './journal.js';

/**
 * The journal as a client's settings have it used; with `journalOnly` nothing is made or written.
 *
 * @throws KeychainError JOURNAL_UNUSABLE
 */
export const openRecorded = (settings: ChatSettings): Journal =>
  openJournal(settings.journal, {
    limit: answerLimit(settings),
    askAgain: settings.askAgain,
    readOnly: settings.journalOnly,
    onNotice: settings.onNotice,
  });

/**
 * A client that never calls: what the journal does not have is a reject.
 *
 * @throws KeychainError JOURNAL_UNUSABLE
 */
export function recordedChat(settings: ChatSettings): Chat {
  const journal = openRecorded(settings);
  let reused = 0;
  return {
    async ask(request, signal) {
      signal?.throwIfAborted();
      const { rollouts } = request;
      const found = journal.find(writeCall(request, settings).id, rollouts);
      if (found.size < rollouts) {
        return rejectError(
          'ANSWER_MISSING',
          `the journal has ${found.size} of ${rollouts} answers; run without --journal-only to ask for the rest`,
        );
      }
      reused += rollouts;
      return Array.from({ length: rollouts }, (_, rollout) => found.get(rollout)!);
    },
    totals: () => ({ requests: 0, promptTokens: 0, completionTokens: 0, cost: 0, reused }),
    close: () => journal.close(),
  };
}
