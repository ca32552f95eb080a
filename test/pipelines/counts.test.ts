import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { type ManifestCounts, recordsTold } from '../../lib/assemble/outputs/manifest.js';
import { worldRecords } from '../../lib/world/index.js';
import { verify } from '../../pipelines/verify.js';
import { command } from '../support/command.js';
import { tempDir } from '../support/temp-dir.js';

const RECORDS = 30;

/** A dataset in which some records are bad, some cannot be read at all, and one comes twice. */
function records(): object[] {
  const all = [...worldRecords('hotpotqa', { questions: RECORDS, seed: 3 })] as object[];
  all[2] = { ...all[2], question: 7 };
  all[5] = { ...all[5], context: [] };
  all[9] = all[8]!;
  return all;
}

const RUNS: [options: string[], notAsked: number][] = [
  [[], 0],
  [['--num-samples', '4'], RECORDS - 3 - 4],
  [['--pre-samples', '5'], 5],
  [['--shuffle-qa', '--num-samples', '3', '--pre-samples', '2'], RECORDS - 3 - 3],
  [['--num-samples', '0'], RECORDS - 3],
  [['--filter-ids-path', 'IDS'], RECORDS - 3 - 2],
];
const LENGTHS = ['--max-seq-length', '340,2k'];

for (const name of ['keychain', 'synth', 'relevant-only']) {
  for (const [options, notAsked] of RUNS) {
    test(`${name} ${options.join(' ')}: the counts of a manifest add up`, async t => {
      const dir = await tempDir(t);
      const [file, ids] = [join(dir, 'data.json'), join(dir, 'ids.jsonl')];
      const all = records() as { _id: string }[];
      await writeFile(file, JSON.stringify(all));
      const wanted = [all[10]!, all[20]!].map(({ _id }) => JSON.stringify({ id: _id }));
      await writeFile(ids, wanted.join('\n'));
      const given = options.map(word => (word === 'IDS' ? ids : word));
      const out = join(dir, 'out');
      const places = ['--save-dir', out, '--save-name', 'x'];
      const { code, stderr } = await command([name, file, ...LENGTHS, ...places, ...given]);
      t.is(code, 3, stderr);
      const manifests = (await readdir(join(out, 'x'))).filter(each => each.endsWith('.json'));
      t.is(manifests.length, 2);
      for (const manifest of manifests) {
        const text = await readFile(join(out, 'x', manifest), 'utf8');
        const { counts } = JSON.parse(text) as { counts: ManifestCounts };
        t.is(counts.read, RECORDS);
        t.is(counts.not_asked, notAsked);
        t.is(recordsTold(counts) + counts.not_asked, counts.read);
      }
      for (const { fileFindings } of await verify({ records: [out] })) {
        t.deepEqual(
          fileFindings.filter(({ check }) => check === 'manifest'),
          [],
        );
      }
    });
  }
}
