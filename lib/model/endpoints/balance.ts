import type { Clock } from '../client/clock.js';
import { stopError } from '../client/errors.js';
import { WaitingRoom } from '../limits/waiting-room.js';
import type { Endpoint } from './endpoint.js';
import { Health, type Outcome } from './health.js';

/** An endpoint, taken for one request. */
export interface Lease {
  endpoint: Endpoint;
  /** Gives it back. True if the endpoint is to blame for a failure, and not the request. */
  end(outcome: Outcome, message: string, waitMs?: number): boolean;
}

export interface Balance {
  /**
   * Resolves when some endpoint may be used.
   *
   * @throws KeychainError MODEL_UNREACHABLE when all have been sick for longer than the patience
   */
  ready(signal: AbortSignal): Promise<void>;
  /** The usable endpoint with the least in flight; undefined if there is none any more. */
  take(id: string): Lease | undefined;
}

interface BalanceParts {
  endpoints: Endpoint[];
  clock: Clock;
  setAsideMs: number;
  patienceMs: number;
  onNotice: (line: string) => void;
}

/** Spreads requests over endpoints; sick ones are set aside and tried again (see `Health`). */
export function balance(parts: BalanceParts): Balance {
  const { clock, patienceMs, onNotice } = parts;
  // A last try should fall into the time that we are told to wait.
  const setAsideMs = Math.min(parts.setAsideMs, patienceMs / 4);
  const places = parts.endpoints.map(endpoint => ({
    endpoint,
    health: new Health(setAsideMs),
    lastUsed: 0,
  }));
  const room = new WaitingRoom(clock);
  let uses = 0;
  let allSickSince: number | undefined;
  let lastTrouble = '';

  const usable = () => {
    const now = clock.now();
    return places.filter(({ health }) => (health.readyAt() ?? Number.POSITIVE_INFINITY) <= now);
  };

  return {
    async ready(signal) {
      for (;;) {
        const now = clock.now();
        const deadline = (allSickSince ?? Number.POSITIVE_INFINITY) + patienceMs;
        // Also where one is due to be tried again: without patience, one always is.
        if (now >= deadline) throw unreachable(patienceMs, lastTrouble);
        if (usable().length > 0) return;
        const times = places.flatMap(({ health }) => health.readyAt() ?? []);
        await room.wait(Math.min(deadline, ...times) - now, signal);
      }
    },
    take(id) {
      const free = usable();
      if (free.length === 0) return undefined;
      // A sick endpoint whose time has come is due: nothing else would bring it back.
      const due = free.find(({ health }) => health.isAside);
      const place =
        due ??
        free.reduce((best, other) => {
          const less = other.health.inFlight - best.health.inFlight;
          return less < 0 || (less === 0 && other.lastUsed < best.lastUsed) ? other : best;
        });
      const { endpoint, health } = place;
      place.lastUsed = ++uses;
      const probe = health.begin();
      const sentAt = clock.now();
      return {
        endpoint,
        end(outcome, message, waitMs) {
          const was = health.isAside;
          const now = clock.now();
          const at = { id, probe, sentAt, now, ...(waitMs === undefined ? {} : { waitMs }) };
          const blamed = health.end(outcome, at);
          if (health.isAside) lastTrouble = message || lastTrouble;
          if (!was && health.isAside) onNotice(`${endpoint.name} is set aside: ${message}`);
          if (was && !health.isAside) onNotice(`${endpoint.name} is back`);
          if (!places.every(({ health }) => health.isAside)) allSickSince = undefined;
          else allSickSince ??= clock.now();
          room.wake();
          return blamed;
        },
      };
    },
  };
}

function unreachable(patienceMs: number, lastTrouble: string): Error {
  return stopError(
    'MODEL_UNREACHABLE',
    `no model server could be used for ${patienceMs / 1000} s; last: ${lastTrouble}. ` +
      'Start a server, then run the same command again: what is answered is kept',
  );
}
