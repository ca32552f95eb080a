import { worldFile } from '../support/world.js';
import { needsNoMore } from './growth.js';

needsNoMore('index', 1000, (t, counts) =>
  Promise.all(
    counts.map(async questions => ({ file: await worldFile(t, 'hotpotqa', questions), questions })),
  ),
);
