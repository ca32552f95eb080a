import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { KeychainError } from '../errors.js';
import type { TokenizerIdentity } from '../records/sample.js';
import type { Counter } from './counting/counter.js';
import { type Library, ModelTokenizer } from './model-tokenizer.js';
import type { Tokenizer } from './tokenizer.js';
import type { TokenizerKind } from './tokenizer-kind.js';
import { counterOf } from './vocabulary/hf-rules.js';
import { readTokenizerJson } from './vocabulary/tokenizer-json.js';

const require = createRequire(import.meta.url);

export const hf: TokenizerKind = {
  help: "a model's tokenizer.json",
  path: { placeholder: 'DIR|FILE', help: 'a tokenizer.json or its folder' },
  identify: async path => {
    const file = await fileOf(resolve(path));
    return identityOf(file, await read(file));
  },
  load: loadHf,
};

/**
 * Loads a Hugging Face tokenizer; counts are those of the Rust `tokenizers`, which finds added
 * tokens in the text, adds none of its own and never truncates here.
 *
 * @param path - a folder that holds a `tokenizer.json` (and perhaps a `tokenizer_config.json`), or
 *   the `tokenizer.json` itself
 * @throws KeychainError TOKENIZER_UNUSABLE if it is missing or broken
 */
async function loadHf(path: string): Promise<Tokenizer> {
  const file = await fileOf(resolve(path));
  const bytes = await read(file);
  const counter = readCounter(file, bytes);
  const tokenizer = new ModelTokenizer({
    identity: identityOf(file, bytes),
    counter,
    library: () => openLibrary(file),
  });
  // Without rules of ours the library counts all: whether it can is better known now.
  if (counter === null) tokenizer.libraryCount('');
  return tokenizer;
}

const read = (file: string): Promise<Buffer> =>
  readFile(file).catch((cause: unknown) => {
    throw unusable(file, 'it cannot be read', cause);
  });

const identityOf = (file: string, bytes: Buffer): TokenizerIdentity => ({
  type: 'hf',
  name: basename(dirname(file)),
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

async function fileOf(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    entry => entry.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, 'tokenizer.json') : path;
}

function readCounter(file: string, bytes: Buffer): Counter | null {
  try {
    return counterOf(readTokenizerJson(bytes));
  } catch (cause) {
    const reason =
      cause instanceof SyntaxError ? 'it is not a valid tokenizer.json' : 'it has no model';
    throw unusable(file, reason, cause);
  }
}

function openLibrary(file: string): Library {
  try {
    const { Tokenizer } =
      require('@huggingface/tokenizers') as typeof import('@huggingface/tokenizers');
    const library = new Tokenizer(JSON.parse(readFileSync(file, 'utf8')), readConfig(file));
    return {
      count: text => library.encode(text, { add_special_tokens: false }).ids.length,
      free: () => {},
    };
  } catch (cause) {
    throw unusable(file, 'the library cannot build it', cause);
  }
}

/** What stands beside the tokenizer, less what is not done by the Rust library. */
function readConfig(file: string): object {
  try {
    const config: unknown = JSON.parse(
      readFileSync(join(dirname(file), 'tokenizer_config.json'), 'utf8'),
    );
    return { ...(config as object), remove_space: false, do_lowercase_and_remove_accent: false };
  } catch {
    return {};
  }
}

function unusable(file: string, reason: string, cause: unknown): KeychainError {
  return new KeychainError(
    'TOKENIZER_UNUSABLE',
    `cannot use the tokenizer ${file}: ${reason}; give a folder that holds the model's tokenizer.json`,
    { cause },
  );
}
