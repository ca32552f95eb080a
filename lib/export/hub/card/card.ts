import type { CardData } from './card-data.js';
import { frontMatter } from './front-matter.js';
import { cardText } from './text.js';

/** A dataset's card: `README.md` of its folder. */
export const cardOf = (card: CardData): string => `${frontMatter(card)}\n${cardText(card)}\n`;
