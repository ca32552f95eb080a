import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { KeychainError } from '../../lib/errors.js';
import { readAddress } from '../../lib/hub/address.js';
import { standIn } from '../support/hub/file-server.js';
import { hubAt } from '../support/hub/open.js';

const COMMIT = 'c'.repeat(40);
const FILE = { type: 'file', path: 'a.jsonl', size: 3, oid: 'a'.repeat(40) };

/** What a server says of a repository that no Hub says: of its revision, or of what it holds. */
const ODD: [what: string, revision: unknown, tree: unknown][] = [
  ['a revision that is no object', null, [FILE]],
  ['a revision without a commit', { id: 'me/set' }, [FILE]],
  ['a commit that is no text', { sha: [COMMIT] }, [FILE]],
  ['a commit that leads elsewhere', { sha: '../../../elsewhere' }, [FILE]],
  ['a list that is none', { sha: COMMIT }, { error: 'no' }],
  ['a file that is none', { sha: COMMIT }, [null]],
  ['a path that is no text', { sha: COMMIT }, [{ ...FILE, path: ['a.jsonl'] }]],
  ['bytes that are called like another file', { sha: COMMIT }, [{ ...FILE, oid: '../../x' }]],
  ['bytes in LFS that are', { sha: COMMIT }, [{ ...FILE, lfs: { oid: '/tmp/x', size: 3 } }]],
  ['bytes that have no text for a name', { sha: COMMIT }, [{ ...FILE, oid: 7 }]],
  ['a size that is none', { sha: COMMIT }, [{ ...FILE, size: '3' }]],
  ['a size below nothing', { sha: COMMIT }, [{ ...FILE, size: -3 }]],
  ['a file without a size', { sha: COMMIT }, [{ ...FILE, size: undefined }]],
];

for (const [what, revision, tree] of ODD) {
  test(`${what} is of a server that is no Hub, and nothing is written`, async t => {
    const server = await standIn(t, ({ url = '' }, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(url.includes('/tree/') ? tree : revision));
    });
    const { hub, cacheDir } = await hubAt(t, server.url);
    const error = await t.throwsAsync(hub.files(readAddress('hf:me/set', 'dataset')), {
      instanceOf: KeychainError,
    });
    t.is(error.code, 'DOWNLOAD_FAILED');
    t.regex(error.message, /^127\.0\.0\.1:\d+ does not answer as the Hub does; see HF_ENDPOINT$/);
    t.deepEqual(await readdir(join(cacheDir, '..')).catch(() => []), []);
  });
}
