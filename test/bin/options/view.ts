import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Effects } from './effect.js';
import { baseOf, baseOutput } from './effect.js';
import { run } from './ground.js';

/** A port that something listens on, for as long as something runs. */
async function withTaken<T>(work: (port: number) => Promise<T>): Promise<T> {
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    await new Promise(resolve => server.close(resolve));
  }
}

export const VIEW: Effects = {
  port: async at => {
    await withTaken(async port => {
      const { stderr } = await run([...baseOf(at), '--port', `${port}`], 2);
      at.t.regex(stderr, new RegExp(`USAGE: --port ${port}: something else listens there`));
    });
  },
  // Without it nothing would end.
  idle: async at => {
    at.t.regex(await baseOutput(at), /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{32}\/\n$/);
  },
};
