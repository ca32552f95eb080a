import { RecordError } from '../../../lib/errors.js';
import type { Chat } from '../../../lib/model/client/chat-types.js';

/** A chat that answers from code, and says what it was asked. */
export interface FakeChat extends Chat {
  prompts: string[];
  underWay: number;
  mostUnderWay: number;
}

/** Gives the texts of the answers to a prompt, or what is said of a record without answers. */
export type Answering = (
  prompt: string,
  rollouts: number,
) => string[] | RecordError | Promise<string[] | RecordError>;

export function fakeChat(answering: Answering): FakeChat {
  const chat: FakeChat = {
    prompts: [],
    underWay: 0,
    mostUnderWay: 0,
    async ask({ messages, rollouts }, signal) {
      const prompt = messages[0]!.content;
      chat.prompts.push(prompt);
      chat.mostUnderWay = Math.max(chat.mostUnderWay, ++chat.underWay);
      try {
        const aborted = new Promise<never>((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        });
        aborted.catch(() => undefined);
        const given = await Promise.race([answering(prompt, rollouts), aborted]);
        if (given instanceof RecordError) return given;
        return given.map(text => ({ text, finish_reason: 'stop', usage: null }));
      } finally {
        chat.underWay--;
      }
    },
    totals: () => ({ requests: 0, promptTokens: 0, completionTokens: 0, cost: 0, reused: 0 }),
    close: async () => undefined,
  };
  return chat;
}

/** What a prompt asks: the text behind its last "Question:". */
export const questionIn = (prompt: string): string =>
  /^.*\nQuestion: (.*?)(\n|$)/s.exec(prompt)?.[1] ?? '';
