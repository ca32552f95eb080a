import { shellLine } from '../../../values/shell.js';
import type { CardData } from './card-data.js';
import { codeBlock } from './markdown.js';

/** How the data is checked by a solver that shares nothing with what has made it. */
export function checking(card: CardData): string {
  const { configs, ending } = card;
  const files = configs.map(({ name }) => `data/${name}/*${ending}`).join(' ');
  return [
    `A solver that shares nothing with what has made the samples counts their tokens again, follows their chains and holds their passages against the datasets${card.hasTexts ? ' and texts' : ''}:`,
    codeBlock('sh', `keychain-pipe verify ${files} ${shellLine(readAsMade(card))}`),
  ].join('\n\n');
}

/** What the samples were made of, and how it was read and counted. */
function readAsMade({ manifests: { inputs, templates }, making, hasTexts }: CardData): string[] {
  const { type, name } = making.tokenizer ?? {};
  const named = (isTexts: boolean, unknown: readonly string[]): string[] => {
    const option = isTexts ? '--fillers' : '--dataset';
    const found = inputs.filter(input => input.isTexts === isTexts);
    return found.length > 0 ? found.flatMap(input => [option, input.name]) : [...unknown];
  };
  const isUsual = type === undefined || (type === USUAL.type && name === USUAL.name);
  return [
    ...named(false, ['--dataset', 'DATASET']),
    ...named(true, hasTexts ? ['--fillers', 'TEXTS'] : []),
    ...once(inputs.flatMap(({ options }) => options)),
    ...(isUsual ? [] : ['--tokenizer-type', type, '--tokenizer-path', `${name}`]),
    ...templates.slice(0, 1).flatMap(file => ['--chat-template', file]),
  ];
}

/** What `verify` counts with, if it is told nothing. */
const USUAL = { type: 'openai', name: 'cl100k_base' };

/** Each option once, with its value. */
const once = (options: readonly (readonly string[])[]): string[] =>
  [...new Map(options.map(words => [words[0], words])).values()].flat();
