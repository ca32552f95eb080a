import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { tempDir } from '../temp-dir.js';

const NAMES = [
  ...['HF_ENDPOINT', 'HF_HOME', 'HF_HUB_CACHE', 'HF_TOKEN', 'HF_HUB_OFFLINE'],
  ...['HUGGINGFACE_HUB_CACHE', 'HUGGING_FACE_HUB_TOKEN', 'HF_TOKEN_PATH', 'TRANSFORMERS_OFFLINE'],
  'HF_HUB_DISABLE_IMPLICIT_TOKEN',
];

/**
 * Points this test file, and processes that it starts, to a Hub with a cache of the test's own; its
 * tests are to be serial. Gives the cache's folder.
 */
export async function useHub(
  t: ExecutionContext<unknown>,
  endpoint: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const before = NAMES.map(name => [name, process.env[name]] as const);
  t.teardown(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  for (const name of NAMES) delete process.env[name];
  const home = await tempDir(t);
  Object.assign(process.env, { HF_ENDPOINT: endpoint, HF_HOME: home, ...more });
  return join(home, 'hub');
}
