import { worldFile } from '../support/world.js';
import { needsNoMore } from './growth.js';

// The smaller has enough questions to fill what a second thread keeps.
needsNoMore('index', 2000, (t, counts) =>
  Promise.all(
    counts.map(async questions => ({ file: await worldFile(t, 'hotpotqa', questions), questions })),
  ),
);
