import { setTimeout } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';
import { KeychainError } from '../../../lib/errors.js';
import type { OpenTokenizer } from '../../../lib/tokenize/beside/async-tokenizer.js';
import { loadBeside, type Proof } from '../../../lib/tokenize/beside/load-beside.js';
import { type HelperData, STATE } from '../../../lib/tokenize/beside/protocol.js';
import type { TokenizerKind } from '../../../lib/tokenize/tokenizer-kind.js';

/** What the paths of this toy tokenizer do; they run in the helper thread. */
const BEHAVIORS: Record<string, (text: string) => Promise<number>> = {
  words: async text => {
    await setTimeout(0);
    return text.match(/\S+|\s/g)?.length ?? 0;
  },
  'fails at "no"': async text => {
    if (text === 'no') throw Object.assign(new RangeError('not this text'), { at: () => text });
    return 1;
  },
  'fails as the house does': async () => {
    throw new KeychainError('INPUT_MISSING', 'the vocabulary is gone');
  },
  'throws out of turn': async () => {
    queueMicrotask(() => {
      throw new Error('somewhere else');
    });
    return never();
  },
  'ends its thread': async () => process.exit(3),
  'never answers': never,
  'wakes too early': async text => {
    Atomics.notify((workerData as HelperData).shared, STATE);
    await setTimeout(20);
    return text.length;
  },
};

async function never(): Promise<number> {
  return new Promise(() => setInterval(() => undefined, 1000));
}

export const open: OpenTokenizer = async path => {
  const count = BEHAVIORS[path];
  if (path === 'ends its thread at once') process.exit(0);
  if (path === 'missing') throw new KeychainError('USAGE', 'there is no tokenizer missing');
  if (count === undefined) throw new Error(`unknown path ${path}`);
  return { identity: { type: 'word-counter', name: path, sha256: '0'.repeat(64) }, count };
};

/** Words and white-space characters are its tokens. */
export const PROOF: Proof = {
  additive: (left, right) => /\s$/.test(left) || /^\s/.test(right),
  reach: 1,
};

/** A kind of tokenizer that counts asynchronously, as a row of the registry. */
export const wordCounter: TokenizerKind = {
  help: 'words and white space',
  path: { placeholder: 'NAME', help: 'how it behaves', default: 'words' },
  load: path => loadBeside(import.meta.url, path),
};
