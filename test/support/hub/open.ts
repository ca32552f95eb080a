import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { HubEnvironment } from '../../../lib/hub/environment.js';
import { type Hub, openHub } from '../../../lib/hub/hub.js';
import type { Clock } from '../../../lib/network/clock.js';
import { silentReporter } from '../../../lib/reporter.js';
import { tempDir } from '../temp-dir.js';
import type { Cut } from './file-server.js';
import { TOKEN } from './hub-server.js';

/** A clock on which a wait is over as soon as it begins; notes what was waited for, in ms. */
export function hastyClock(): Clock & { waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => 0,
    wall: () => 0,
    after: (ms, callback) => {
      waits.push(ms);
      const timer = setImmediate(callback);
      return () => clearImmediate(timer);
    },
  };
}

export interface OpenedHub {
  hub: Hub;
  cacheDir: string;
  clock: ReturnType<typeof hastyClock>;
  warnings: string[];
  steps: string[];
  /** Are told how much has been read. */
  cuts: Cut[];
}

/** A hub at an endpoint, with a cache of its own. */
export async function hubAt(
  t: ExecutionContext<unknown>,
  endpoint: string,
  given: Partial<HubEnvironment> & { hasToken?: boolean } = {},
): Promise<OpenedHub> {
  const { hasToken = false, ...over } = given;
  const cacheDir = over.cacheDir ?? join(await tempDir(t), 'hub');
  const clock = hastyClock();
  const warnings: string[] = [];
  const steps: string[] = [];
  const cuts: Cut[] = [];
  const hub = openHub({
    clock,
    reporter: {
      ...silentReporter,
      warn: message => warnings.push(message),
      step: message => steps.push(message),
      progress: (_, { done }) => {
        for (const cut of cuts) cut.read(done);
      },
    },
    environment: {
      endpoint,
      cacheDir,
      isOffline: false,
      ...(hasToken && { token: { value: TOKEN, source: 'HF_TOKEN' } }),
      ...over,
    },
  });
  t.teardown(() => hub.close());
  return { hub, cacheDir, clock, warnings, steps, cuts };
}
