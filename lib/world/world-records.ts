import { HOTPOTQA, toHotpot, toHotpotHub } from './hotpotqa.js';
import { MUSIQUE, toMusique } from './musique.js';
import { type Posed, pose, type Style } from './questions.js';
import type { WorldOptions, WorldRecords, WorldShape } from './shape.js';
import { squadArticles } from './squad.js';
import { TWO_WIKI, toTwoWiki } from './twowiki.js';
import { openWorld } from './world.js';

const MAKERS: { [S in WorldShape]: (options: WorldOptions) => Generator<WorldRecords[S]> } = {
  hotpotqa: one(HOTPOTQA, toHotpot),
  'hotpotqa-hub': one(HOTPOTQA, toHotpotHub),
  '2wikimqa': one(TWO_WIKI, toTwoWiki),
  musique: one(MUSIQUE, toMusique),
  squad: squadArticles,
};
export const WORLD_SHAPES = Object.keys(MAKERS) as WorldShape[];

/**
 * The records of an invented dataset, made one by one and not kept. Equal shapes and seeds give
 * equal records, however many are asked for: a smaller dataset is the beginning of a larger one.
 */
export function worldRecords<S extends WorldShape>(
  shape: S,
  options: WorldOptions,
): Generator<WorldRecords[S]> {
  return MAKERS[shape](options);
}

/** One record for one question. */
function one<R>(style: Style, write: (posed: Posed) => R) {
  return function* ({ questions, seed = 42 }: WorldOptions): Generator<R> {
    const world = openWorld(seed, style.words);
    for (let index = 0; index < questions; index++) yield write(pose(world, style, index));
  };
}
