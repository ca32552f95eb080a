import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import {
  filterRecords,
  keychain,
  mergeParts,
  parseDatasets,
  synth,
  verifyFiles,
} from '../../pipelines/index.js';
import '../support/own-cache.js';
import { pathsIn } from '../support/paths.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const linesOf = async (path: string): Promise<string[]> =>
  (await readFile(path, 'utf8')).split('\n').filter(Boolean);

test('what filter and merge leave passes: gaps, any order, other fields; a repeated id does not', async t => {
  const dir = await tempDir(t);
  const input = await worldFile(t, 'hotpotqa', 30);
  const made = { dataset: [input], saveDir: dir, workers: 1, format: 'jsonl' } as const;
  const settings = { ...made, dataset: [input], maxSeqLength: [1024] };
  await keychain({ ...settings, saveName: 'k', shape: 'full-tree', hops: 2 });
  await synth({ ...settings, saveName: 's', distractQuestions: 1 });
  for (const name of ['k', 's']) {
    const [file = ''] = (await pathsIn(join(dir, name))).filter(path => path.endsWith('.jsonl'));
    const lines = await linesOf(file);
    t.is(lines.length, 30);
    const out = (each: string) => join(dir, `${name}-${each}.jsonl`);
    const records = lines.map(line => JSON.parse(line) as { id: string; meta: object });
    const ids = records.flatMap(({ meta }, i) =>
      i % 3 === 0 ? [(meta as { question_id: string }).question_id] : [],
    );
    await writeFile(out('ids'), ids.join('\n'));
    await filterRecords({ records: [file], filterIdsPath: out('ids'), out: out('filtered') });
    t.true((await linesOf(out('filtered'))).length > 0);
    const answered = records.map(record => ({ ...record, predictions: ['no'], pass_count: 0 }));
    for (const [part, some] of [answered.slice(12).reverse(), answered.slice(0, 12)].entries()) {
      await writeFile(out(`part${part}`), some.map(each => `${JSON.stringify(each)}\n`).join(''));
    }
    const parts = [out('part0'), out('part1')];
    await mergeParts({ records: parts, out: out('merged') });
    await mergeParts({ records: parts, questions: file, out: out('in-order') });
    const right = ['filtered', 'merged', 'in-order'].map(out);
    for (const report of await verifyFiles({ records: right, dataset: [input] })) {
      t.deepEqual([report.findings, report.ok], [[], true], report.file);
    }
    await writeFile(out('twice'), `${[...lines, lines[7]].join('\n')}\n`);
    const [twice] = await verifyFiles({ records: [out('twice')], dataset: [input] });
    t.is(twice!.failed, 1);
    t.regex(twice!.findings[0]!.message, /the same id stands on line 8/);
  }
});

test('names that meet in ids keep samples apart, and verify agrees', async t => {
  const dir = await tempDir(t);
  const world = await worldFile(t, 'hotpotqa', 12);
  const parsed = join(dir, 'parsed.jsonl');
  await parseDatasets({ dataset: [world], out: parsed });
  const input = join(dir, 'joined.jsonl');
  const names = [
    ['a/b', 'c'],
    ['a', 'b/c'],
    ['a%2Fb', 'c'],
    ['a', 'b%2Fc'],
    ['100%', 'c'],
  ] as const;
  const lines = (await linesOf(parsed)).slice(0, names.length).map((line, i) => {
    const [dataset, id] = names[i]!;
    return `${JSON.stringify({ ...(JSON.parse(line) as object), dataset, id: `${id}` })}\n`;
  });
  await writeFile(input, lines.join(''));
  const made = {
    dataset: [input],
    saveDir: dir,
    saveName: 'out',
    workers: 1,
    maxSeqLength: [1024],
  };
  await synth({ ...made, format: 'jsonl' });
  const [file = ''] = (await pathsIn(join(dir, 'out'))).filter(path => path.endsWith('.jsonl'));
  const ids = (await linesOf(file)).map(line => (JSON.parse(line) as { id: string }).id);
  t.deepEqual(ids, ['a%2Fb/c/1024', 'a/b/c/1024', 'a%252Fb/c/1024', 'a/b%2Fc/1024', '100%/c/1024']);
  const [report] = await verifyFiles({ records: [file], dataset: [input] });
  t.deepEqual(report!.findings, []);
});
