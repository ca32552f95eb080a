import { RecordError } from '../../errors.js';
import type { Call } from './call.js';
import type { ChatAnswer } from './chat-types.js';
import type { Served } from './completion.js';

interface GatherParts {
  ask: (call: Call, signal: AbortSignal) => Promise<Served | RecordError>;
  /** Choices a call can be expected to give at most, as far as it is known now. */
  mostChoices: () => number;
  /** Puts answers on disk; what it resolves to is what is handed on. */
  record: (id: string, rollouts: number[], answers: ChatAnswer[]) => Promise<ChatAnswer[]>;
}

/**
 * Gets answers for these rollout numbers, in one call where the server gives that many choices,
 * and in further ones, at once, where it gives fewer. Calls that are under way when another is
 * rejected are still waited for: what they give is paid, and goes into the journal.
 */
export async function gather(
  call: Call,
  rollouts: number[],
  parts: GatherParts,
  signal: AbortSignal,
): Promise<Map<number, ChatAnswer> | RecordError> {
  const size = parts.mostChoices();
  if (rollouts.length > size) {
    const groups = chunks(rollouts, size).map(group => gather(call, group, parts, signal));
    await Promise.allSettled(groups);
    return join(await Promise.all(groups));
  }
  const served = await parts.ask({ ...call, choices: rollouts.length }, signal);
  if (served instanceof RecordError) return served;
  // A server may give more than it was asked for; they have no rollout number.
  const given = rollouts.slice(0, served.answers.length);
  const answers = await parts.record(call.id, given, served.answers.slice(0, given.length));
  const found = new Map(given.map((rollout, at) => [rollout, answers[at]!]));
  const rest = rollouts.slice(given.length);
  if (rest.length === 0) return found;
  return join([found, await gather(call, rest, parts, signal)]);
}

function join(parts: (Map<number, ChatAnswer> | RecordError)[]) {
  const joined = new Map<number, ChatAnswer>();
  for (const part of parts) {
    if (part instanceof RecordError) return part;
    for (const [rollout, answer] of part) joined.set(rollout, answer);
  }
  return joined;
}

function chunks(rollouts: number[], size: number): number[][] {
  const count = Math.ceil(rollouts.length / size);
  return Array.from({ length: count }, (_, at) => rollouts.slice(at * size, (at + 1) * size));
}
