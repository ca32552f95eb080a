import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { KeychainError } from '../errors.js';
import type { TokenizerIdentity } from '../records/sample.js';
import { loadBeside, openBeside } from './beside/load-beside.js';
import { foreignMessage } from './foreign-message.js';
import { ModelTokenizer, type OwnCounter } from './model-tokenizer.js';
import type { Tokenizer } from './tokenizer.js';

/** A kind of file that a model's tokenizer is kept in. */
export interface FileKind {
  /** What it is called in a model's folder. */
  readonly name: string;
  /** What to give, in words. */
  readonly wanted: string;
  /** What a model's tokenizer may be kept in instead, and the type that it is of. */
  readonly other: { readonly name: string; readonly type: string };
  /** What people call its library. */
  readonly libraryName: string;
  /** URL of the module that counts with its library, for `loadBeside`. */
  readonly library: string;
}

/** A tokenizer's file, in the kind that it was asked for as. */
export interface ModelFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly kind: FileKind;
}

/** How what a file of some kind holds becomes a tokenizer. */
export interface FileRules<Model> {
  /** Who the file is. */
  identity(path: string, bytes: Buffer): TokenizerIdentity;
  /** @throws KeychainError TOKENIZER_UNUSABLE if it is broken */
  parse(file: ModelFile): Model;
  /** What counts by rules of our own; or, in words, the part of the model that none is known for. */
  counter(model: Model): OwnCounter | string;
}

/**
 * Loads a tokenizer's file. Where the rules of its model are known, they are counted by our own, and
 * the library is opened when somebody asks it; else the library counts every text whole.
 *
 * @param named - the file, or a folder that holds one by the kind's name
 * @throws KeychainError TOKENIZER_UNUSABLE if it is missing or broken
 */
export async function loadModelFile<Model>(
  named: string,
  kind: FileKind,
  { identity, parse, counter: rules }: FileRules<Model>,
): Promise<Tokenizer> {
  const file = await readModelFile(named, kind);
  const counter = rules(parse(file));
  if (typeof counter === 'string') return { ...(await loadByLibrary(file)), unknown: counter };
  return new ModelTokenizer({
    identity: identity(file.path, file.bytes),
    counter,
    library: kind.libraryName,
    open: () => {
      const { count, close } = openBeside(kind.library, file.path);
      return { count, free: close };
    },
  });
}

/**
 * Reads the file that a path names, or the one in the folder that it names.
 *
 * @throws KeychainError TOKENIZER_UNUSABLE if it cannot be read
 */
export async function readModelFile(named: string, kind: FileKind): Promise<ModelFile> {
  const given = resolve(named);
  const isFolder = await stat(given).then(
    entry => entry.isDirectory(),
    () => false,
  );
  const path = isFolder ? join(given, kind.name) : given;
  const bytes = await readFile(path).catch((cause: unknown) => {
    const { name } = kind.other;
    const hasOther = isFolder && existsSync(join(dirname(path), name));
    const way = hasOther ? otherWay(kind, `the ${name} beside it`) : undefined;
    throw unusable({ path, kind }, 'it cannot be read', { cause, way });
  });
  return { path, bytes, kind };
}

/** What to do with a file of the other kind. */
export const otherWay = ({ other }: FileKind, what: string): string =>
  `${what} is of --tokenizer-type ${other.type}`;

/**
 * Loads what the library itself counts whole, as `loadBeside` does.
 *
 * @throws KeychainError TOKENIZER_UNUSABLE if the library cannot load it
 */
async function loadByLibrary({ path, kind }: ModelFile): Promise<Tokenizer> {
  try {
    return { ...(await loadBeside(kind.library, path)), library: kind.libraryName };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const said = foreignMessage(cause instanceof Error ? cause.message : String(cause));
    throw unusable({ path, kind }, `the library cannot build it (${said})`, { cause });
  }
}

/**
 * An error about a tokenizer's file.
 *
 * @param way - the way out, if it is not to give another file
 */
export function unusable(
  { path, kind }: Pick<ModelFile, 'path' | 'kind'>,
  reason: string,
  { cause, way = `give ${kind.wanted}` }: { cause?: unknown; way?: string | undefined } = {},
): KeychainError {
  return new KeychainError(
    'TOKENIZER_UNUSABLE',
    `cannot use the tokenizer ${path}: ${reason}; ${way}`,
    { cause },
  );
}
