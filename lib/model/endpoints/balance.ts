import type { Clock } from '../../network/clock.js';
import type { Served } from '../client/completion.js';
import { type StopCode, stopError } from '../client/errors.js';
import { type Fault, isLasting, type Lasting } from '../faults/fault.js';
import { WaitingRoom } from '../limits/waiting-room.js';
import type { Manner } from './abilities.js';
import type { Endpoint } from './endpoint.js';
import type { Outcome } from './health.js';
import { Place } from './place.js';

/** What is wanted of an endpoint. */
export interface Wanted {
  id: string;
  choices: number;
  /** Tokens of the prompt. */
  promptTokens: number;
  /** Endpoints that have refused it, by name. */
  refusedBy: ReadonlySet<string>;
  /** The endpoint that failed it last: another is asked first. */
  failedBy?: string | undefined;
}

/** What became of a request; undefined if it was taken back. */
export type Ending = Served | Fault | undefined;

/** An endpoint, taken for one request. */
export interface Lease {
  endpoint: Endpoint;
  manner: Manner;
  /** Whether the endpoint has answered by now, and several choices in one call. */
  known(): { hasAnswered: boolean; givesMany: boolean };
  /** Gives it back. True if the endpoint is to blame for a failure, and not the request. */
  end(ending: Ending): boolean;
}

export interface Balance {
  /**
   * Resolves to true when some endpoint may be used, and to false when all that could be asked
   * have refused this request.
   *
   * @throws KeychainError MODEL_UNREACHABLE when all have been in trouble for longer than the
   *   patience; MODEL_KEY_REFUSED, MODEL_QUOTA_SPENT, MODEL_NOT_SERVED when none is left
   */
  ready(wanted: Wanted, signal: AbortSignal): Promise<boolean>;
  /** The usable endpoint with the least in flight; undefined if there is none any more. */
  take(wanted: Wanted): Lease | undefined;
  /** Choices that a call can be expected to give at most. */
  mostChoices(): number;
}

interface BalanceParts {
  endpoints: Endpoint[];
  clock: Clock;
  setAsideMs: number;
  patienceMs: number;
  /** Whether answers are streamed from the first call on. */
  stream: boolean;
  onNotice: (line: string) => void;
}

/** What ends a run when no endpoint is left, the most telling first. */
const STOPS: readonly (readonly [Lasting, StopCode])[] = [
  ['quota-spent', 'MODEL_QUOTA_SPENT'],
  ['key-refused', 'MODEL_KEY_REFUSED'],
  ['not-served', 'MODEL_NOT_SERVED'],
];

/**
 * Spreads requests over endpoints. Sick ones are set aside and tried again (see `Health`),
 * throttled ones are asked more slowly (see `Pace`), and what is misconfigured or out of money is
 * asked no more: each by itself, so that the others go on.
 */
export function balance(parts: BalanceParts): Balance {
  const { clock, patienceMs, onNotice } = parts;
  // A last try should fall into the time that we are told to wait.
  const setAsideMs = Math.min(parts.setAsideMs, patienceMs / 4);
  const places = parts.endpoints.map(
    endpoint => new Place(endpoint, { setAsideMs, stream: parts.stream }),
  );
  const outs: { fault: Lasting; message: string }[] = [];
  const room = new WaitingRoom(clock);
  let uses = 0;
  let inTroubleSince: number | undefined;
  let lastTrouble = '';

  const left = (): Place[] => places.filter(place => !place.out);
  const openTo = ({ refusedBy }: Wanted): Place[] =>
    left().filter(({ endpoint }) => !refusedBy.has(endpoint.name));
  const isReady = (place: Place, now: number): boolean =>
    (place.readyAt(now) ?? Number.POSITIVE_INFINITY) <= now;

  const putOut = (place: Place, fault: Lasting, message: string): void => {
    if (place.out) return;
    place.out = fault;
    outs.push({ fault, message });
    if (left().length > 0) onNotice(`${place.endpoint.name} is asked no more: ${message}`);
  };

  const notice = (place: Place, told: string | undefined): void => {
    if (told !== undefined) onNotice(`${place.endpoint.name} ${told}`);
  };

  /** What a fault means for its endpoint. */
  const outcomeOf = (place: Place, id: string, manner: Manner, fault: Fault): Outcome => {
    if (fault.fault === 'cannot') {
      notice(place, fault.lack && place.abilities.lacks(fault.lack));
      return 'alive';
    }
    if (fault.fault === 'busy') return 'alive';
    if (fault.fault === 'prompt-too-long' || fault.fault === 'content-refused') return 'answered';
    if (fault.fault === 'refused') {
      if (manner.choices === 1) place.abilities.refusedOne();
      if (place.refuses(id, fault.message)) {
        const same = 'each request is refused in the same way';
        putOut(place, 'not-served', `${fault.message.replace(/[.:;]$/, '')}; ${same}`);
      }
      return 'answered';
    }
    if (fault.fault === 'unreachable') return 'unreachable';
    if (isLasting(fault.fault)) {
      if (fault.fault === 'key-refused' && !place.refusesKey()) return 'failed';
      if (fault.fault === 'not-served' && !place.servesNothing(id)) return 'failed';
      putOut(place, fault.fault, fault.message);
      return 'alive';
    }
    return 'failed';
  };

  const lease = (place: Place, wanted: Wanted): Lease => {
    const { endpoint, health, pace, abilities } = place;
    const manner = abilities.manner(wanted.choices);
    const sentAt = clock.now();
    place.lastUsed = ++uses;
    pace.sent(sentAt);
    const probe = health.begin();

    /** What the ending says of how fast the endpoint may be asked. */
    const paced = (fault: Fault | undefined, now: number): void => {
      if (fault?.fault !== 'busy') {
        pace.passed(sentAt);
        if (fault?.retryAfterMs) pace.hold(now + fault.retryAfterMs);
        return;
      }
      pace.refused(sentAt, now, fault.retryAfterMs);
      if (!place.isToldBusy) notice(place, `asks for fewer requests: ${fault.message}`);
      place.isToldBusy = true;
    };

    /** What the ending says of whether it works. */
    const outcomeFor = (ending: Ending): Outcome => {
      if (!ending) return 'taken-back';
      if ('fault' in ending) {
        if (ending.fault === 'prompt-too-long') {
          place.tooLong = Math.min(place.tooLong, wanted.promptTokens);
        }
        return outcomeOf(place, wanted.id, manner, ending);
      }
      place.answered();
      notice(place, abilities.gave(manner.choices, ending.given));
      return 'answered';
    };

    return {
      endpoint,
      manner,
      known: () => ({ hasAnswered: place.hasAnswered, givesMany: abilities.givesMany }),
      end(ending) {
        const was = health.isAside;
        const now = clock.now();
        const fault = ending && 'fault' in ending ? ending : undefined;
        paced(fault, now);
        const outcome = outcomeFor(ending);
        const { message = '', retryAfterMs: waitMs } = fault ?? {};
        const blamed = health.end(outcome, { id: wanted.id, probe, sentAt, now, waitMs });
        if (place.isInTrouble) lastTrouble = message || lastTrouble;
        if (!was && health.isAside) onNotice(`${endpoint.name} is set aside: ${message}`);
        if (was && !health.isAside) onNotice(`${endpoint.name} is back`);
        if (left().every(each => each.isInTrouble)) inTroubleSince ??= now;
        else inTroubleSince = undefined;
        room.wake();
        return blamed || (outcome === 'alive' && ending !== undefined);
      },
    };
  };

  return {
    async ready(wanted, signal) {
      const since = clock.now();
      const waits = wanted.refusedBy.size > 0 ? since + patienceMs : Number.POSITIVE_INFINITY;
      for (;;) {
        const now = clock.now();
        const allowed = openTo(wanted);
        if (left().length === 0) throw noneLeft(outs);
        // Those that are left may be sick for ever beside a healthy one that has refused it.
        const isWorthIt = allowed.some(place => place.hasAnswered || !place.health.isAside);
        if (wanted.refusedBy.size > 0 && (!isWorthIt || now >= waits)) return false;
        const deadline = (inTroubleSince ?? Number.POSITIVE_INFINITY) + patienceMs;
        // Also where one is due to be tried again: without patience, one always is.
        if (now >= deadline) throw unreachable(patienceMs, lastTrouble, left());
        if (allowed.some(place => isReady(place, now))) return true;
        const times = allowed.map(place => place.readyAt(now) ?? Number.POSITIVE_INFINITY);
        const next = Math.min(...times);
        if (Number.isFinite(next) && next - now > patienceMs && left().length === allowed.length) {
          throw asksForMore(next - now, lastTrouble || 'the servers are throttled');
        }
        await room.wait(Math.min(deadline, waits, next) - now, signal);
      }
    },
    take(wanted) {
      const now = clock.now();
      const free = openTo(wanted).filter(place => isReady(place, now));
      if (free.length === 0) return undefined;
      // A sick endpoint whose time has come is due: nothing else would bring it back.
      const due = free.find(({ health }) => health.isAside);
      return lease(due ?? leastBusy(fitting(free, wanted)), wanted);
    },
    mostChoices: () => Math.max(1, ...left().map(({ abilities }) => abilities.choices)),
  };
}

/** Those that may well take it, if there are any. */
function fitting(places: Place[], { promptTokens, failedBy }: Wanted): Place[] {
  const longEnough = places.filter(({ tooLong }) => promptTokens < tooLong);
  const some = longEnough.length > 0 ? longEnough : places;
  const others = some.filter(({ endpoint }) => endpoint.name !== failedBy);
  return others.length > 0 ? others : some;
}

const leastBusy = (places: Place[]): Place =>
  places.reduce((best, other) => {
    const less = other.health.inFlight - best.health.inFlight;
    return less < 0 || (less === 0 && other.lastUsed < best.lastUsed) ? other : best;
  });

function noneLeft(outs: { fault: Lasting; message: string }[]): Error {
  const [fault, code] = STOPS.find(([fault]) => outs.some(out => out.fault === fault)) ?? STOPS[2]!;
  const { message } = outs.find(out => out.fault === fault) ?? { message: 'no server is left' };
  const advice =
    fault === 'quota-spent'
      ? '. Top up, then run the same command again: what is answered is kept'
      : '';
  return stopError(code, advice === '' ? message : message.replace(/\.$/, '') + advice);
}

function unreachable(patienceMs: number, lastTrouble: string, places: Place[]): Error {
  const proxied = places.find(({ endpoint }) => endpoint.isProxied)?.endpoint.name;
  const advice = proxied
    ? `It is asked through a proxy of the environment: if it can be reached directly, put ${new URL(proxied).hostname} into NO_PROXY, else start`
    : 'Start';
  return stopError(
    'MODEL_UNREACHABLE',
    `no model server could be used for ${patienceMs / 1000} s; last: ${lastTrouble.replace(/\.$/, '')}. ` +
      `${advice} a server, then run the same command again: what is answered is kept`,
  );
}

function asksForMore(ms: number, lastTrouble: string): Error {
  return stopError(
    'MODEL_UNREACHABLE',
    `${lastTrouble}; the server asks to wait ${Math.ceil(ms / 1000)} s, longer than the patience ` +
      'for it. Run the same command again then: what is answered is kept',
  );
}
