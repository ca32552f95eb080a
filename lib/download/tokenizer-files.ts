import { KeychainError } from '../errors.js';
import { type HubAddress, writeAddress } from '../hub/address.js';
import type { Choose } from '../hub/hub.js';
import { namesOf } from '../hub/refusal.js';
import { TOKENIZERS } from '../tokenize/registry.js';
import type { TokenizerKind } from '../tokenize/tokenizer-kind.js';

const KINDS: Readonly<Record<string, TokenizerKind>> = TOKENIZERS;

/** What a tokenizer's file is called in its model's folder; undefined for a kind that has none. */
export const fileOfKind = (type: string): string | undefined =>
  Object.hasOwn(KINDS, type) ? KINDS[type]!.path.file : undefined;

/** The folder of a repository that an address means: its root, or the one that its path names. */
export function folderOf({ path = '' }: HubAddress, file: string): string {
  if (path !== file && !path.endsWith(`/${file}`)) return path.replace(/\/$/, '');
  return path.slice(0, -file.length).replace(/\/$/, '');
}

/**
 * Chooses what of a model is needed to count its tokens: the tokenizer itself and what is read beside
 * it.
 *
 * @throws KeychainError TOKENIZER_UNUSABLE where the repository has no tokenizer of the type
 */
export const tokenizerFiles =
  (type: string, address: HubAddress): Choose =>
  files => {
    const { file = '', beside = [] } = KINDS[type]!.path;
    const folder = folderOf(address, file);
    const below = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
    if (files.includes(below(file))) {
      return [file, ...beside].map(below).filter(each => files.includes(each));
    }
    const [other, name = ''] =
      Object.entries(KINDS)
        .map(([each, { path }]) => [each, path.file] as const)
        .find(([, each]) => each !== undefined && files.includes(below(each))) ?? [];
    const way =
      other === undefined
        ? namesOf(files.filter(each => /token|vocab|merges|\.model$|\.tiktoken$/i.test(each)))
        : `its ${name} is of --tokenizer-type ${other}`;
    throw new KeychainError(
      'TOKENIZER_UNUSABLE',
      `${writeAddress(address)}: the repository has no ${below(file)}; ${way}`,
    );
  };
