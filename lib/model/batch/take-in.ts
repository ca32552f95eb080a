import { type TemporaryStore, temporaryStore } from '../../disk/temporary-store.js';
import type { Fields } from '../../records/fields.js';
import type { ChatMessage } from '../client/chat-types.js';
import { callId, messagesOf } from '../client/identity.js';
import type { ChatSettings } from '../client/options.js';
import type { Journal } from '../journal/journal.js';
import { openRecorded } from '../journal/recorded-chat.js';
import { readCustomId, shortId } from './custom-id.js';
import { readAnswer } from './read-answer.js';

/** What has become of a line: taken, in the journal before, failed, or foreign to what is asked. */
export type TakenIn =
  | { answers: number }
  | { known: number }
  | { failed: string }
  | { foreign: string };

/** Takes the answers to what some models are asked, in any order. */
export interface TakeIn {
  /** Notes what is asked; to be called for all that is first. */
  expect(messages: ChatMessage[]): void;
  /**
   * Takes a line of an answer file.
   *
   * @throws KeychainError JOURNAL_UNUSABLE
   */
  take(line: Fields): Promise<TakenIn>;
  /** How many requests there are, and how many of them lack answers. */
  missing(): { requests: number; missing: number };
  close(): Promise<void>;
}

/** A call that is asked, as the store has it: 32 bytes of its id, the model, whether it was seen. */
const ID_BYTES = 32;

/** A model, and how many answers to each prompt it is asked for. */
export interface Expected {
  settings: ChatSettings;
  n: number;
}

/**
 * @param models the first one is asked about all prompts, the others about some of them
 * @throws KeychainError JOURNAL_UNUSABLE, OUTPUT_UNWRITABLE
 */
export function takeIn(models: readonly Expected[]): TakeIn {
  const expected: TemporaryStore = temporaryStore();
  const journals: Journal[] = models.map(({ settings }) =>
    openRecorded({ ...settings, journalOnly: false }),
  );
  return {
    expect(messages) {
      for (const [at, { settings, n }] of models.entries()) {
        const id = callId(messagesOf({ messages, rollouts: n }, settings), settings);
        expected.put(shortId(id), entryOf(id, at, at === 0));
      }
    },
    async take(line) {
      const asked = readCustomId(line.custom_id);
      if (!asked) return { foreign: 'its custom_id is none that --batch-out writes' };
      const entry = expected.get(asked.call);
      if (!entry) return { foreign: 'these records, with these settings, do not ask it' };
      const { id, model } = readEntry(entry);
      expected.put(asked.call, entryOf(id, model, true));
      const read = readAnswer(line);
      if ('failed' in read) return read;
      const answers = read.answers.slice(0, asked.count);
      const rollouts = answers.map((_, at) => asked.from + at);
      const journal = journals[model]!;
      const found = journal.find(id, asked.from + answers.length);
      if (rollouts.every(rollout => found.has(rollout))) return { known: answers.length };
      await journal.record(id, rollouts, answers, asked.limit);
      return { answers: answers.length };
    },
    missing() {
      let requests = 0;
      let missing = 0;
      for (const entry of expected.values()) {
        const { id, model, isAsked } = readEntry(entry);
        if (!isAsked) continue;
        requests++;
        const { n } = models[model]!;
        if (journals[model]!.find(id, n).size < n) missing++;
      }
      return { requests, missing };
    },
    async close() {
      for (const journal of journals) await journal.close();
      await expected.close();
    },
  };
}

const entryOf = (id: string, model: number, isAsked: boolean): Buffer =>
  Buffer.concat([Buffer.from(id, 'hex'), Buffer.from([model, isAsked ? 1 : 0])]);

const readEntry = (entry: Buffer): { id: string; model: number; isAsked: boolean } => ({
  id: entry.toString('hex', 0, ID_BYTES),
  model: entry[ID_BYTES]!,
  isAsked: entry[ID_BYTES + 1] === 1,
});
