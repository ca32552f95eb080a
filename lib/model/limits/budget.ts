import type { Clock } from '../../network/clock.js';
import type { ChatTotals } from '../client/chat-types.js';
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

/** Requests under way while it is not known yet what one uses. */
const MOST_UNKNOWN = 8;

const NOTHING: Spend = { promptTokens: 0, completionTokens: 0 };

/**
 * Keeps a run within its caps. A request is sent only if the most that it may use fits beside
 * what is spent and what those under way may use; near a cap it waits for them, since most need
 * less than they may. So the run stops below a cap, and beyond it only by what the requests under
 * way use more than they should: what a server that ignores the limit on an answer has given once,
 * it may give again, and is reckoned with. Until a first one tells, few are under way.
 */
export class Budget {
  readonly #caps: Caps;
  readonly #room: WaitingRoom;
  readonly #spent = { requests: 0, ...NOTHING };
  /** Of those under way; at what they may use is reckoned as far as that is known now. */
  readonly #reserved = { unsent: 0, promptTokens: 0, choices: 0 };
  #underWay = 0;
  #isKnown: boolean;
  #answerTokens: number;
  /** What servers have counted beyond our count of a prompt, at most: their template, and more. */
  #promptExcess = 0;

  /** @param answerTokens - tokens of one answer at most, as it is asked for */
  constructor(caps: Caps, answerTokens: number, clock: Clock) {
    this.#caps = caps;
    this.#answerTokens = answerTokens;
    this.#room = new WaitingRoom(clock);
    this.#isKnown = ![caps.maxTotalTokens, caps.maxCost].some(Number.isFinite);
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
    for (;;) {
      const cap = this.#reachedBy(promptTokens, choices);
      const isEarly = !this.#isKnown && this.#underWay >= MOST_UNKNOWN;
      if (cap === undefined && !isEarly) break;
      if (this.#underWay === 0) {
        throw stopError(
          'MODEL_CAP_REACHED',
          `the cap of ${cap} leaves no room for another request. Raise it, then run the same ` +
            'command again: what is answered is kept',
        );
      }
      await this.#room.wait(Number.POSITIVE_INFINITY, signal);
    }
    this.#reserve(1, promptTokens, choices);
    this.#reserved.unsent++;
    let sent = false;
    return {
      sent: () => {
        sent = true;
        this.#spent.requests++;
        this.#reserved.unsent--;
      },
      settle: used => {
        this.#answerTokens = Math.max(
          this.#answerTokens,
          Math.ceil(used.completionTokens / Math.max(1, choices)),
        );
        this.#promptExcess = Math.max(this.#promptExcess, used.promptTokens - promptTokens);
        if (used.completionTokens > 0) this.#isKnown = true;
        this.#reserve(-1, promptTokens, choices);
        if (!sent) this.#reserved.unsent--;
        this.#spent.promptTokens += used.promptTokens;
        this.#spent.completionTokens += used.completionTokens;
        this.#room.wake();
      },
    };
  }

  #reserve(sign: 1 | -1, promptTokens: number, choices: number): void {
    this.#underWay += sign;
    this.#reserved.promptTokens += sign * promptTokens;
    this.#reserved.choices += sign * choices;
  }

  /** The cap that one more request might go beyond. */
  #reachedBy(promptTokens: number, choices: number): string | undefined {
    const { maxRequests, maxTotalTokens, maxCost } = this.#caps;
    const [spent, reserved] = [this.#spent, this.#reserved];
    if (spent.requests + reserved.unsent + 1 > maxRequests) return `${maxRequests} requests`;
    const sum: Spend = {
      promptTokens:
        spent.promptTokens +
        reserved.promptTokens +
        promptTokens +
        (this.#underWay + 1) * this.#promptExcess,
      completionTokens: spent.completionTokens + (reserved.choices + choices) * this.#answerTokens,
    };
    if (sum.promptTokens + sum.completionTokens > maxTotalTokens) return `${maxTotalTokens} tokens`;
    return this.#cost(sum) > maxCost ? `${maxCost} in cost` : undefined;
  }

  #cost({ promptTokens, completionTokens }: Spend): number {
    const { priceIn, priceOut } = this.#caps;
    return (promptTokens * priceIn + completionTokens * priceOut) / 1_000_000;
  }
}
