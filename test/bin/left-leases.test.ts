import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { runLeaseOf } from '../../lib/assemble/outputs/part/names.js';
import { leaseOf } from '../../lib/disk/lease.js';
import { command } from '../support/command.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const LEASE = new URL('../../lib/disk/lease.js', import.meta.url);

/** Has a process take leases, which it leaves as it is killed. */
function leaveLeases(leases: readonly string[]): void {
  const code = `
    import { takeLease } from ${JSON.stringify(LEASE)};
    for (const lease of ${JSON.stringify(leases)}) await takeLease(lease, lease);
    process.kill(process.pid, 'SIGKILL');`;
  spawnSync(process.execPath, ['--input-type=module', '-e', code]);
}

test('leases that a killed process has left beside finished files go with the next run', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 6);
  const dir = await tempDir(t);
  const out = ['--max-seq-length', '2k', '--save-dir', dir];
  const whole = ['keychain', dataset, ...out, '--save-name', 'whole'];
  const shard = (i: number) => [
    ...['keychain', dataset, ...out, '--save-name', 'shards', '--shard', `${i}/2`],
  ];
  const commands = {
    whole: [whole],
    shards: [shard(0), shard(1), ['merge', join(dir, 'shards')]],
  };
  for (const [name, runs] of Object.entries(commands)) {
    for (const args of runs) t.is((await command(args)).code, 0);
    const folder = join(dir, name);
    const made = (await readdir(folder)).sort();
    const files = made.filter(each => /\.(jsonl\.gz|manifest\.json)$/.test(each));
    const paths = files.map(each => join(folder, each));
    const bases = new Set(paths.map(path => path.replace(/\.(jsonl\.gz|manifest\.json)$/, '')));
    const leases = [...paths.map(leaseOf), ...[...bases].map(runLeaseOf)];
    leaveLeases(leases);
    t.true(leases.length >= 3 && leases.every(existsSync));
    for (const args of runs) t.is((await command(args)).code, 0);
    t.deepEqual((await readdir(folder)).sort(), made);
  }
});
