import { join } from 'node:path';
import { parse } from '../../pipelines/parse.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';
import { indexed, needsNoMore } from './growth.js';

needsNoMore('fill', 300, async (t, counts) => {
  const dataset = await worldFile(t, 'hotpotqa', Math.max(...counts));
  const corpus = await indexed(t, dataset);
  const file = join(await tempDir(t), 'questions.jsonl');
  await parse({ dataset: [dataset], out: file });
  return counts.map(questions => ({ file, corpus, questions }));
});
