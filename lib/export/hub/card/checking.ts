import { shellLine } from '../../../values/shell.js';
import type { CardData } from './card-data.js';
import { codeBlock } from './markdown.js';

/** How the data is checked by a solver that shares nothing with what has made it. */
export function checking({ configs, manifests, ending }: CardData): string {
  const files = configs.map(({ name }) => `data/${name}/*${ending}`).join(' ');
  const names = manifests.inputs.map(({ name }) => name);
  const datasets = shellLine(
    (names.length > 0 ? names : ['DATASET']).flatMap(name => ['--dataset', name]),
  );
  return [
    'A solver that shares nothing with what has made the samples counts their tokens again, follows their chains and holds their passages against the datasets:',
    codeBlock('sh', `keychain-pipe verify ${files} ${datasets}`),
  ].join('\n\n');
}
