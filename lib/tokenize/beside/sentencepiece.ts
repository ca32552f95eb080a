import { readFile } from 'node:fs/promises';
import { SentencePieceProcessor, type View } from '@agnai/sentencepiece-js';
import { sentencePieceIdentity } from '../sentencepiece-identity.js';
import type { OpenTokenizer } from './async-tokenizer.js';

/** Where the package puts the model, among the library's own files. */
const MODEL = 'sentencepiece.model';

/**
 * Opens a SentencePiece model with the C++ library, as WebAssembly. What a text takes there is freed
 * before the next; the memory stays as large as the largest text has made it, until the thread ends.
 *
 * @throws Error if the library cannot load the model, in its own words
 */
export const open: OpenTokenizer = async file => {
  const identity = sentencePieceIdentity(file, await readFile(file));
  const library = new SentencePieceProcessor();
  await library.load(file);
  if (statusOf(library) !== OK) throw new Error(loadFailure(library));
  library.sentencepiece.FS.unlink(MODEL);
  return { identity, count: async text => countIds(library, text) };
};

const OK = 'OK';

/** Tokens of the text; nothing of it stays in the library's memory. */
export function countIds(library: SentencePieceProcessor, text: string): number {
  return withView(library, text, view => {
    const ids = library.processor.EncodeAsIds(view);
    const count = ids.size();
    ids.delete();
    return count;
  });
}

function statusOf({ processor }: SentencePieceProcessor): string {
  const status = processor.status();
  const said = status.ToString();
  status.delete();
  return said;
}

/** Loads it once more: the package keeps to itself what was wrong. */
function loadFailure(library: SentencePieceProcessor): string {
  return withView(library, MODEL, view => {
    const status = library.processor.Load(view);
    const said = status.ToString();
    status.delete();
    return said;
  });
}

function withView<T>(
  { sentencepiece }: SentencePieceProcessor,
  text: string,
  use: (view: View) => T,
): T {
  const string = new sentencepiece.StringView(text);
  const view = string.getView();
  try {
    return use(view);
  } finally {
    view.delete();
    string.delete();
  }
}
