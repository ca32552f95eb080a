import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { recordsOf } from '../../lib/json/records-of.js';
import { zipOf } from '../datasets/fixtures.js';
import { failureOf } from '../support/streams.js';
import { tempDir } from '../support/temp-dir.js';

test('of an input that cannot be read nobody says that it holds no record', async t => {
  const dir = await tempDir(t);
  const at = (name: string): string => join(dir, name);
  await writeFile(at('lfs'), 'version https://git-lfs.github.com/spec/v1\n');
  const members = ['a.jsonl', 'b.jsonl'].map(name => ({ name, data: '{}\n' }));
  await writeFile(at('two.zip'), zipOf(members));
  for (const name of ['missing', 'lfs', 'two.zip']) {
    const said: string[] = [];
    const records = recordsOf(
      at(name),
      () => t.fail(),
      undefined,
      message => said.push(message),
    );
    t.like(await failureOf(records), { name: 'KeychainError' }, name);
    t.deepEqual(said, [], name);
  }
});
