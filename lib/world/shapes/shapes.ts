import { twoWiki } from './2wikimqa.js';
import { hotpot, hotpotHub } from './hotpotqa.js';
import { musique } from './musique.js';
import type { Shape } from './shape.js';
import { squad } from './squad.js';

const ROWS = {
  hotpotqa: hotpot,
  'hotpotqa-hub': hotpotHub,
  '2wikimqa': twoWiki,
  musique,
  squad,
};

export type WorldShape = keyof typeof ROWS;

/** What a file of each shape is a list of. */
export type WorldRecords = {
  [S in WorldShape]: (typeof ROWS)[S] extends Shape<infer R> ? R : never;
};

/** All shapes; another one is a file and a row. */
export const SHAPES: { [S in WorldShape]: Shape<WorldRecords[S]> } = ROWS;

export const WORLD_SHAPES = Object.keys(ROWS) as WorldShape[];
