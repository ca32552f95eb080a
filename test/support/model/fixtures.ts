import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { RecordError } from '../../../lib/errors.js';
import { openChat } from '../../../lib/model/client/chat.js';
import type { Chat, ChatAnswer } from '../../../lib/model/client/chat-types.js';
import type { ChatOptions } from '../../../lib/model/client/options.js';

export { ask } from './fixtures-plain.js';

import { type Mock, type MockOptions, startMock } from './mock-server.js';

export async function scratch(t: ExecutionContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'keychain-llm-'));
  t.teardown(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

export async function mockFor(t: ExecutionContext, options: MockOptions = {}): Promise<Mock> {
  const mock = await startMock(options);
  t.teardown(() => mock.close());
  return mock;
}

type Needed = Omit<ChatOptions, 'journal' | 'model'> & { journal?: string };

/** A chat with a journal of its own and short waits. */
export async function chatFor(t: ExecutionContext, options: Needed): Promise<Chat> {
  const journal = options.journal ?? (await scratch(t));
  const chat = openChat({ model: 'm', backoffMs: 5, setAsideMs: 50, ...options, journal });
  t.teardown(() => chat.close());
  return chat;
}

/** The texts of an answer that is no reject. */
export function texts(result: ChatAnswer[] | RecordError): string[] {
  if (result instanceof RecordError) throw result;
  return result.map(({ text }) => text);
}
