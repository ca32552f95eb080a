import { shellLine } from '../../../values/shell.js';
import type { CardData } from './card-data.js';
import { codeBlock, list, plain } from './markdown.js';

/** The commands, the seed and all else that makes the data again. */
export function madeBy({ making, manifests, command }: CardData): string {
  const { seeds, tokenizers, versions, placements } = making;
  const commands = [...manifests.commands, ...(command ? [command] : [])];
  const facts = [
    ...said('Seed', seeds),
    ...said('Tokenizer', tokenizers),
    ...said('Placement of supporting passages', placements),
    ...said('Version of keychain-pipeline', versions),
  ];
  return [
    ...(commands.length > 0 ? [IN_ONE_FOLDER, codeBlock('sh', commands.map(line).join('\n'))] : []),
    ...(facts.length > 0 ? [list(facts)] : []),
    ...(manifests.files.length > 0 ? [AGAIN] : []),
  ].join('\n\n');
}

const line = (words: readonly string[]): string => shellLine(['keychain-pipe', ...words]);

const IN_ONE_FOLDER = 'In a folder that has the inputs:';

const said = (name: string, values: readonly string[]): string[] =>
  values.length === 0 ? [] : [`${name}: ${values.map(plain).join(', ')}`];

const AGAIN =
  '`manifests/` has what stands beside the samples that this data was made of: each names its inputs by their SHA-256 and every setting; `keychain-pipe run MANIFEST --input DATASET` makes the same file again and says whether its lines agree.';
