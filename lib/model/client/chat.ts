import { KeychainError, RecordError } from '../../errors.js';
import { balance } from '../endpoints/balance.js';
import { openEndpoint } from '../endpoints/endpoint.js';
import { openRecorded, recordedChat } from '../journal/recorded-chat.js';
import { Budget } from '../limits/budget.js';
import { rateLimit } from '../limits/rate.js';
import { readApiKey } from './api-key.js';
import { mostAnswerTokens, writeCall } from './call.js';
import type { Chat, ChatAnswer, ChatRequest } from './chat-types.js';
import { dispatcher } from './dispatch.js';
import { stopError } from './errors.js';
import { gather } from './gather.js';
import { InTurn } from './in-turn.js';
import { type ChatOptions, resolveOptions } from './options.js';
import { retrying } from './retry.js';
import { Run } from './run.js';
import { abortable } from './signals.js';

const LONGEST_CONNECT_MS = 10_000;

/**
 * Opens a model behind OpenAI-compatible endpoints.
 *
 * A request goes through journal -> retry -> budget and rate limit -> endpoint. The rate limit is
 * nearest to the wire, so that a retry waits for it like any other request.
 *
 * @throws KeychainError USAGE or JOURNAL_UNUSABLE
 */
export function openChat(options: ChatOptions): Chat {
  const settings = resolveOptions(options);
  if (settings.journalOnly) return recordedChat(settings);
  if (settings.urls.length === 0) throw stopError('USAGE', 'no model URL is given');
  const { clock, timeoutMs, runTimeoutMs } = settings;
  const key = readApiKey(settings);
  const endpoints = settings.urls.map(url =>
    openEndpoint(url, {
      headers: settings.headers,
      azureApiVersion: settings.azureApiVersion,
      connections: settings.concurrency,
      connectMs: Math.min(timeoutMs, LONGEST_CONNECT_MS),
    }),
  );
  const journal = openRecorded(settings);
  const budget = new Budget(settings, mostAnswerTokens(settings), clock);
  const servers = balance({ ...settings, endpoints });
  const rate = rateLimit(settings.rpm, settings.tpm, clock);
  const attempt = dispatcher({ ...settings, key, budget, balance: servers, rate });
  const parts = {
    ask: retrying(attempt, settings),
    mostChoices: servers.mostChoices,
    record: journal.record,
  };

  const run = new Run();
  const cancelRunTimer =
    runTimeoutMs === Number.POSITIVE_INFINITY
      ? () => undefined
      : clock.after(runTimeoutMs, () => run.end(timeOver(runTimeoutMs)));
  /** A request that equals one under way waits for it, and finds the answers recorded. */
  const inTurn = new InTurn();
  let reused = 0;

  const answer = (request: ChatRequest, signal: AbortSignal) => {
    const call = writeCall(request, settings);
    const numbers = Array.from({ length: request.rollouts }, (_, rollout) => rollout);
    return inTurn.run(call.id, async (): Promise<ChatAnswer[] | RecordError> => {
      signal.throwIfAborted();
      const found = journal.find(call.id, request.rollouts);
      reused += found.size;
      const missing = numbers.filter(rollout => !found.has(rollout));
      if (missing.length > 0) {
        const gathered = await gather(call, missing, parts, signal);
        if (gathered instanceof RecordError) return gathered;
        for (const [rollout, one] of gathered) found.set(rollout, one);
      }
      return numbers.map(rollout => found.get(rollout)!);
    });
  };

  return {
    async ask(request, signal) {
      const { signal: either, release } = run.signalFor(signal);
      try {
        either.throwIfAborted();
        return await abortable(answer(request, either), either);
      } catch (error) {
        if (error instanceof KeychainError) run.end(error);
        throw error;
      } finally {
        release();
      }
    },
    totals: () => ({ ...budget.totals(), reused }),
    async close() {
      cancelRunTimer();
      run.end(new Error('the chat is closed'));
      await inTurn.idle();
      await Promise.all(endpoints.map(endpoint => endpoint.close()));
      await journal.close();
    },
  };
}

function timeOver(ms: number): KeychainError {
  return stopError(
    'MODEL_TIME_OVER',
    `the ${ms / 1000} s for this run are over. Run the same command again: what is answered is kept`,
  );
}
