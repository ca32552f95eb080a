import { twoWiki } from './2wikimqa.js';
import { hotpotqa } from './hotpotqa.js';
import { musique } from './musique.js';
import type { Source } from './source.js';
import { squad } from './squad.js';

/** The datasets that can be fetched by their names. */
export const SOURCES = {
  hotpotqa,
  musique,
  '2wikimqa': twoWiki,
  squad,
} as const satisfies Record<string, Source>;
