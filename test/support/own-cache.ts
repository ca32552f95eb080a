import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * Gives the test file that imports it a user cache of its own, so that it neither finds nor leaves
 * anything in that of whoever runs the tests: a test file runs in a thread with an own `env`.
 * Processes that it starts use the same one.
 */

const cache = mkdtempSync(join(tmpdir(), 'keychain-test-cache-'));
process.env.XDG_CACHE_HOME = cache;
process.once('exit', () => rmSync(cache, { recursive: true, force: true }));
