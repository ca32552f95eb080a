import test from 'ava';
import fc from 'fast-check';
import { ask, chatFor, mockFor } from '../../support/model/fixtures.js';

/** What a server may report of a call, and what it bills. */
interface Oddity {
  name: string;
  usage(prompt: number, completion: number): unknown;
}

const ODDITIES: Oddity[] = [
  {
    name: 'all',
    usage: (prompt, completion) => ({
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
    }),
  },
  {
    name: 'reasoning outside the completion',
    usage: (prompt, completion) => ({
      prompt_tokens: prompt,
      completion_tokens: Math.floor(completion / 10),
      total_tokens: prompt + completion,
    }),
  },
  {
    name: 'fractions',
    usage: (prompt, completion) => ({
      prompt_tokens: prompt - 0.5,
      completion_tokens: completion - 0.5,
    }),
  },
  {
    name: 'text',
    usage: (prompt, completion) => ({
      prompt_tokens: `${prompt}`,
      completion_tokens: `${completion}`,
    }),
  },
  {
    name: 'other names',
    usage: (prompt, completion) => ({ input_tokens: prompt, output_tokens: completion }),
  },
  { name: 'a total alone', usage: (prompt, completion) => ({ total_tokens: prompt + completion }) },
];

const priced = fc.record({
  oddity: fc.constantFrom(...ODDITIES),
  n: fc.integer({ min: 1, max: 4 }),
  prompt: fc.integer({ min: 1, max: 400 }),
  maxTokens: fc.integer({ min: 1, max: 200 }),
  /** How many times as long as allowed an answer is; some servers do not keep to it. */
  excess: fc.constantFrom(0.1, 0.5, 1, 1, 3),
  /** Out of how many calls one gives an aborted choice, or none but such. */
  partly: fc.constantFrom(0, 2, 3),
  broken: fc.constantFrom(0, 3, 4),
  priceIn: fc.integer({ min: 0, max: 20 }),
  priceOut: fc.integer({ min: 1, max: 60 }),
  calls: fc.integer({ min: 1, max: 12 }),
  concurrency: fc.integer({ min: 1, max: 6 }),
  cap: fc.constantFrom('cost', 'tokens' as const),
});

test('what is billed never exceeds a cap by more than the calls under way, each at its largest', async t => {
  const mock = await mockFor(t);
  await fc.assert(
    fc.asyncProperty(priced, async given => {
      const { oddity, n, prompt, maxTokens, excess, priceIn, priceOut } = given;
      const answer = Math.ceil(maxTokens * excess);
      const cost = (tokensIn: number, tokensOut: number): number =>
        given.cap === 'tokens'
          ? tokensIn + tokensOut
          : (tokensIn * priceIn + tokensOut * priceOut) / 1_000_000;
      const dearest = cost(prompt, n * answer);
      const cap = dearest * given.calls;
      let seen = 0;
      let billed = 0;
      mock.decide = call => {
        seen++;
        const isPartly = given.partly > 0 && seen % given.partly === 0;
        const isBroken = given.broken > 0 && seen % given.broken === 0;
        const choices = Array.from({ length: call.n }, (_, index) => ({
          index,
          message: { role: 'assistant', content: 'x'.repeat(Math.max(1, 4 * answer)) },
          finish_reason: isBroken || (isPartly && index === 0) ? 'abort' : 'stop',
        }));
        billed += cost(prompt, call.n * answer);
        return {
          status: 200,
          body: { choices, usage: oddity.usage(prompt, call.n * answer) },
        };
      };
      const chat = await chatFor(t, {
        urls: [mock.url],
        maxTokens,
        concurrency: given.concurrency,
        retries: 2,
        backoffMs: 0,
        priceIn,
        priceOut,
        ...(given.cap === 'cost' ? { maxCost: cap } : { maxTotalTokens: cap }),
      });
      const asks = Array.from({ length: 30 }, (_, i) =>
        chat.ask({ ...ask(`${seen}-${i}`, n), promptTokens: prompt }),
      );
      await Promise.allSettled(asks);
      await chat.close();
      const allowed = cap + given.concurrency * dearest;
      return billed <= allowed * (1 + 1e-9) && chat.totals().requests === seen;
    }),
    { numRuns: 150 },
  );
  t.pass();
});

test('a server that ignores the limit on answers does not use up a cap many times at the first go', async t => {
  const usage = { prompt_tokens: 100, completion_tokens: 5000 };
  const choices = [{ message: { content: 'x' }, finish_reason: 'stop' }];
  const mock = await mockFor(t, {
    latencyMs: 20,
    otherwise: { status: 200, body: { choices, usage } },
  });
  const chat = await chatFor(t, { urls: [mock.url], maxTokens: 64, maxTotalTokens: 60_000 });
  const asks = Array.from({ length: 64 }, (_, i) => chat.ask(ask(`q${i}`)));
  const ends = await Promise.allSettled(asks);
  t.true(ends.some(end => end.status === 'rejected' && end.reason.code === 'MODEL_CAP_REACHED'));
  t.true(mock.calls.length <= 12, `${mock.calls.length} calls of 5,100 tokens`);
});
