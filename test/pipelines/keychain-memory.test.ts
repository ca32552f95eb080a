import { worldFile } from '../support/world.js';
import { indexed, needsNoMore } from './growth.js';

needsNoMore('keychain', 400, async (t, counts) => {
  const file = await worldFile(t, 'hotpotqa', Math.max(...counts));
  const corpus = await indexed(t, file);
  return counts.map(questions => ({ file, corpus, questions }));
});
