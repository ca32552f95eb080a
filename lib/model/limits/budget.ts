import type { ChatTotals } from '../client/chat-types.js';
import type { Clock } from '../client/clock.js';
import { stopError } from '../client/errors.js';
import { WaitingRoom } from './waiting-room.js';

/** Tokens of one request, estimated or reported. */
export interface Spend {
  promptTokens: number;
  completionTokens: number;
}

export interface Caps {
  maxRequests: number;
  maxTotalTokens: number;
  maxCost: number;
  /** Price of a million prompt tokens, of a million answer tokens. */
  priceIn: number;
  priceOut: number;
}

/** A request that is to be sent. */
export interface Planned {
  promptTokens: number;
  choices: number;
}

/** A place in the budget for one request. To be settled exactly once. */
export interface Reservation {
  /** The request goes out, and counts from now on. */
  sent(): void;
  /** What it used. */
  settle(used: Spend): void;
}

const NOTHING: Spend = { promptTokens: 0, completionTokens: 0 };

/**
 * Keeps a run within its caps. A request is sent only if the most that it may use fits beside
 * what is spent and what those under way may use; near a cap it waits for them, since most need
 * less than they may. So the run stops below a cap, and beyond it only by what the requests under
 * way use more than they should: what a server that ignores the limit on an answer has given once,
 * it may give again, and is reckoned with.
 */
export class Budget {
  readonly #caps: Caps;
  readonly #room: WaitingRoom;
  readonly #spent = { requests: 0, ...NOTHING };
  readonly #reserved = { requests: 0, ...NOTHING };
  #underWay = 0;
  #answerTokens: number;
  /** What servers have counted beyond our count of a prompt, at most: their template, and more. */
  #promptExcess = 0;

  /** @param answerTokens - tokens of one answer at most, as it is asked for */
  constructor(caps: Caps, answerTokens: number, clock: Clock) {
    this.#caps = caps;
    this.#answerTokens = answerTokens;
    this.#room = new WaitingRoom(clock);
  }

  totals(): Omit<ChatTotals, 'reused'> {
    return { ...this.#spent, cost: this.#cost(this.#spent) };
  }

  /** Tokens of one answer at most, as far as it is known. */
  get answerTokens(): number {
    return this.#answerTokens;
  }

  /** @throws KeychainError MODEL_CAP_REACHED, or the signal's reason */
  async reserve({ promptTokens, choices }: Planned, signal: AbortSignal): Promise<Reservation> {
    const most = { promptTokens, completionTokens: 0 };
    const isTooMuch = (): string | undefined => {
      most.promptTokens = promptTokens + this.#promptExcess;
      most.completionTokens = choices * this.#answerTokens;
      return this.#reachedBy(most);
    };
    for (let cap = isTooMuch(); cap !== undefined; cap = isTooMuch()) {
      if (this.#underWay === 0) {
        throw stopError(
          'MODEL_CAP_REACHED',
          `the cap of ${cap} leaves no room for another request. Raise it, then run the same ` +
            'command again: what is answered is kept',
        );
      }
      await this.#room.wait(Number.POSITIVE_INFINITY, signal);
    }
    this.#underWay++;
    this.#add(this.#reserved, 1, most);
    let sent = false;
    return {
      sent: () => {
        sent = true;
        this.#spent.requests++;
        this.#reserved.requests--;
      },
      settle: used => {
        this.#answerTokens = Math.max(
          this.#answerTokens,
          Math.ceil(used.completionTokens / Math.max(1, choices)),
        );
        this.#promptExcess = Math.max(this.#promptExcess, used.promptTokens - promptTokens);
        this.#underWay--;
        this.#add(this.#reserved, sent ? 0 : -1, most, -1);
        this.#add(this.#spent, 0, used);
        this.#room.wake();
      },
    };
  }

  #reachedBy(most: Spend): string | undefined {
    const { maxRequests, maxTotalTokens, maxCost } = this.#caps;
    const sum = { requests: 1, ...most };
    for (const part of [this.#spent, this.#reserved]) this.#add(sum, part.requests, part);
    if (sum.requests > maxRequests) return `${maxRequests} requests`;
    if (sum.promptTokens + sum.completionTokens > maxTotalTokens) return `${maxTotalTokens} tokens`;
    return this.#cost(sum) > maxCost ? `${maxCost} in cost` : undefined;
  }

  #add(sum: Spend & { requests: number }, requests: number, tokens: Spend, sign = 1): void {
    sum.requests += requests;
    sum.promptTokens += sign * tokens.promptTokens;
    sum.completionTokens += sign * tokens.completionTokens;
  }

  #cost({ promptTokens, completionTokens }: Spend): number {
    const { priceIn, priceOut } = this.#caps;
    return (promptTokens * priceIn + completionTokens * priceOut) / 1_000_000;
  }
}
