import { shellLine } from '../../../values/shell.js';
import { withoutFolders } from '../without-folders.js';
import type { CardData } from './card-data.js';
import { codeBlock, list, plain } from './markdown.js';

/** The commands, the seed and all else that makes the data again. */
export function madeBy({ making, manifests, command }: CardData): string {
  const { seeds, tokenizers, versions, placements } = making;
  const own = command && shellLine(['keychain-pipe', ...command.map(withoutFolders)]);
  const commands = [...manifests.commands, ...(own === undefined ? [] : [own])];
  const facts = [
    ...said('Seed', seeds),
    ...said('Tokenizer', tokenizers),
    ...said('Placement of supporting passages', placements),
    ...said('Version of keychain-pipeline', versions),
  ];
  return [
    ...(commands.length > 0 ? [codeBlock('sh', commands.join('\n'))] : []),
    ...(facts.length > 0 ? [list(facts)] : []),
    ...(manifests.files.length > 0 ? [AGAIN] : []),
  ].join('\n\n');
}

const said = (name: string, values: readonly string[]): string[] =>
  values.length === 0 ? [] : [`${name}: ${values.map(plain).join(', ')}`];

const AGAIN =
  '`manifests/` has what stands beside the samples that this data was made of: each names its inputs by their SHA-256 and every setting; `keychain-pipe run MANIFEST --input DATASET` makes the same file again and says whether its lines agree.';
