import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { TokenizerIdentity } from '../records/sample.js';
import { openBeside } from './beside/load-beside.js';
import { hfIdentity } from './hf-identity.js';
import {
  type FileKind,
  loadByLibrary,
  type ModelFile,
  otherWay,
  readModelFile,
  unusable,
} from './model-file.js';
import { ModelTokenizer, type OwnCounter } from './model-tokenizer.js';
import type { Tokenizer } from './tokenizer.js';
import type { TokenizerKind } from './tokenizer-kind.js';
import { counterOf } from './vocabulary/hf-rules.js';
import {
  isWellFormed,
  readTokenizerJson,
  type TokenizerJson,
} from './vocabulary/tokenizer-json.js';

const FILE: FileKind = {
  name: 'tokenizer.json',
  wanted: "a folder that holds the model's tokenizer.json",
  other: { name: 'tokenizer.model', type: 'nemo' },
  libraryName: 'Rust tokenizers',
  // Imported in the helper thread alone: it loads 5 MB of native code.
  library: new URL('./beside/rust.js', import.meta.url).href,
};

export const hf: TokenizerKind = {
  help: "a model's tokenizer.json",
  path: { placeholder: 'DIR|FILE', help: 'a tokenizer.json or its folder', file: FILE.name },
  modelFolder: path => (isFolder(path) ? path : dirname(path)),
  identify: async path => identityOf(await readModelFile(path, FILE)),
  load: loadHf,
};

/**
 * Loads a Hugging Face tokenizer; counts are those of the Rust `tokenizers`, which finds added
 * tokens in the text, adds none of its own and never truncates here. Where the rules of the file are
 * known, they are counted by our own; else that library counts every text whole.
 *
 * @param path - a folder that holds a `tokenizer.json`, or the `tokenizer.json` itself
 * @throws KeychainError TOKENIZER_UNUSABLE if it is missing or broken
 */
async function loadHf(path: string): Promise<Tokenizer> {
  const file = await readModelFile(path, FILE);
  const json = parse(file);
  refuseDropout(file, json);
  const counter = known(json);
  if (typeof counter === 'string') return { ...(await loadByLibrary(file)), unknown: counter };
  return new ModelTokenizer({
    identity: identityOf(file),
    counter,
    library: FILE.libraryName,
    open: () => {
      const { count, close } = openBeside(FILE.library, file.path);
      return { count, free: close };
    },
  });
}

const identityOf = ({ path, bytes }: ModelFile): TokenizerIdentity => hfIdentity(path, bytes);

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

function parse(file: ModelFile): TokenizerJson {
  try {
    return readTokenizerJson(file.bytes);
  } catch (cause) {
    const reason =
      cause instanceof SyntaxError ? 'it is not a valid tokenizer.json' : 'it has no model';
    const way = file.path.endsWith('.model') ? otherWay(FILE, 'a .model file') : undefined;
    throw unusable(file, reason, { cause, way });
  }
}

/** With dropout (a means of training) the same text is cut otherwise each time. */
function refuseDropout(file: ModelFile, { model }: TokenizerJson): void {
  if (!model.dropout) return;
  const reason = `its BPE drops merges at random (model.dropout ${model.dropout}), so that no count is exact; with null there it can be used`;
  throw unusable(file, reason);
}

/** Vocabulary or merges that are not read here may still be what the library reads. */
function known(json: TokenizerJson): OwnCounter | string {
  if (!isWellFormed(json)) return 'a part of another shape than is known here';
  try {
    return counterOf(json);
  } catch (error) {
    if (error instanceof SyntaxError) return 'its vocabulary or merges, which are not read here';
    throw error;
  }
}
