import { VERSION } from '../../../version.js';
import type { CardConfig, CardData } from './card-data.js';
import { isChained, rowsIn } from './card-data.js';
import { checking } from './checking.js';
import { CITATION } from './citation.js';
import { invariants } from './invariants.js';
import { publishedAs, UNKNOWN_LICENSE } from './licenses.js';
import { madeBy } from './made-by.js';
import { list, plain, table } from './markdown.js';
import { usage } from './usage.js';

/** What a card says behind its YAML. */
export function cardText(card: CardData): string {
  return [
    `# ${plain(card.prettyName)}`,
    introduction(card),
    '## Lengths',
    lengths(card.configs),
    '## Use',
    usage(card),
    '## Sources and licenses',
    sources(card),
    '## Figures of this data',
    figures(card),
    '## How it was made, and how to make it again',
    madeBy(card),
    '## What holds for every sample, and how to check it',
    invariants(card),
    ...(card.configs.length > 0 ? [checking(card)] : []),
    '## Citation',
    CITATION,
  ].join('\n\n');
}

const introduction = (card: CardData): string =>
  [
    `${number(rowsIn(card.configs))} samples of long-context question answering over several passages, each at an exact token budget.`,
    isChained(card)
      ? 'The question is not asked: it stands at the end of a chain of key-value pairs that are hidden in the context (KeyChain, the method of LoongRL), and which chain is the right one is told by its first key.'
      : `The context holds what the answer needs among other passages${card.hasTexts ? '' : ' of the same dataset'}.`,
    ...(card.hasTexts
      ? ['Contexts are filled with passages of texts that are of no dataset, too.']
      : []),
    `Written by \`keychain-pipe export --to hub\` (keychain-pipeline ${VERSION}).`,
  ].join(' ');

function lengths(configs: readonly CardConfig[]): string {
  if (configs.length === 0) return 'There are no samples.';
  const rows = configs.map(({ name, splits, figures: { samples, tokens, marked } }) => [
    `\`${name}\``,
    splits.map(split => `${split.name} ${number(split.rows)}`).join(', '),
    ...[tokens!.min, tokens!.mean, tokens!.max].map(number),
    number(samples - marked),
  ]);
  return table(['config', 'rows', 'tokens, least', 'mean', 'most', 'made in full'], rows);
}

function sources({ sources, licenses, manifests, hasTexts }: CardData): string {
  const rows = [...sources].map(([name, count]) => {
    const published = publishedAs(name);
    const title = published ? `[${published.title}](${published.page})` : plain(name);
    return [title, number(count), published?.license ?? UNKNOWN_LICENSE];
  });
  const parts = [table(['dataset', 'rows', 'license'], rows)];
  const texts = hasTexts
    ? ' Other passages are cut out of texts that are of none of them; whose they are, and what may be done with them, only who has made this data can say.'
    : '';
  parts.push(
    `License of this data: ${licenses.join(', ')}. Questions, answers and ${hasTexts ? 'the passages that belong to them' : 'passages'} are those of the datasets above, and their licenses go on holding; chains, order and selection were added.${texts}`,
  );
  if (manifests.inputs.length > 0) {
    parts.push(
      `Made of these files:\n\n${list(manifests.inputs.map(({ name, sha256, isTexts }) => `${plain(name)} (${isTexts ? 'texts, ' : ''}SHA-256 ${plain(sha256)})`))}`,
    );
  }
  return parts.join('\n\n');
}

const figures = ({ plots }: CardData): string =>
  [
    ...plots.map(({ file, title, description }) => `![${title}. ${description}](figures/${file})`),
    'The same numbers stand in `figures/figures.json`.',
  ].join('\n\n');

/** A number as people read it: `12,345`. */
const number = (value: number): string => `${value}`.replace(/\B(?=(\d{3})+$)/g, ',');
