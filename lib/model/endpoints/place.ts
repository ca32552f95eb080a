import { firstLine, type Lasting } from '../faults/fault.js';
import { Abilities } from './abilities.js';
import type { Endpoint } from './endpoint.js';
import { Health } from './health.js';
import { Pace } from './pace.js';

/** Refusals of the same kind, of different requests, by an endpoint that has never answered. */
const HOPELESS_AFTER = 5;

/** An endpoint, and all that is known of it. */
export class Place {
  readonly endpoint: Endpoint;
  readonly health: Health;
  readonly pace = new Pace();
  readonly abilities: Abilities;
  lastUsed = 0;
  hasAnswered = false;
  /** Whether a user knows that it asks for fewer requests. */
  isToldBusy = false;
  /** Why it is asked no more. */
  out: Lasting | undefined;
  /** Tokens of the shortest prompt that it has called too long. */
  tooLong = Number.POSITIVE_INFINITY;
  #refusal = '';
  readonly #refused = new Set<string>();
  readonly #notServed = new Set<string>();
  /** Refusals of the key in a row. */
  #keyRefusals = 0;

  constructor(endpoint: Endpoint, { setAsideMs, stream }: { setAsideMs: number; stream: boolean }) {
    this.endpoint = endpoint;
    this.health = new Health(setAsideMs);
    this.abilities = new Abilities(stream);
  }

  /** When it may be asked; undefined if that depends on a request under way, or if it is out. */
  readyAt(now: number): number | undefined {
    const healthy = this.health.readyAt();
    if (this.out || healthy === undefined) return undefined;
    return Math.max(healthy, this.pace.readyAt(now));
  }

  /** Whether nothing comes back from it now but trouble. */
  get isInTrouble(): boolean {
    return this.health.isAside || (this.pace.isRefusing && this.health.inFlight === 0);
  }

  answered(): void {
    this.hasAnswered = true;
    this.#refused.clear();
    this.#notServed.clear();
    this.#keyRefusals = 0;
  }

  /**
   * It has refused a request for a reason that nobody here knows. True if it does so with every
   * one: then it is not the requests.
   */
  refuses(id: string, message: string): boolean {
    if (this.hasAnswered) return false;
    const kind = firstLine(message).replace(/\d+/g, '0');
    if (kind !== this.#refusal) this.#refused.clear();
    this.#refusal = kind;
    return this.#refused.add(id).size >= HOPELESS_AFTER;
  }

  /**
   * It has said that it does not serve what is asked. True if it is to be believed: answers to
   * requests that were sent before may be on their way.
   */
  servesNothing(id: string): boolean {
    return this.#notServed.add(id).size >= HOPELESS_AFTER || this.health.inFlight <= 1;
  }

  /** It has refused the key. True if that is for good: behind a gateway one of many may be old. */
  refusesKey(): boolean {
    return ++this.#keyRefusals > 1 || !this.hasAnswered;
  }
}
