import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { noSlurm, startSlurm, until } from '../support/slurm.js';
import { tempDir } from '../support/temp-dir.js';

const run = noSlurm === undefined ? test.serial : test.serial.skip;
const unless = noSlurm === undefined ? '' : ` (skipped: ${noSlurm})`;

run(`what our scripts take for granted of Slurm is so${unless}`, async t => {
  t.timeout(300_000);
  const slurm = await startSlurm(t);
  const dir = await tempDir(t);
  const script = join(dir, 'a.sh');
  await writeFile(
    script,
    '#!/bin/sh\n#SBATCH --requeue\necho "$SLURM_RESTART_COUNT"; exec sleep 60\n',
  );
  const id = await slurm.ask('sbatch', '--parsable', '--array=3,5', `--output=${dir}/%5a`, script);
  await until('both run', async () => {
    const states = await slurm.states(id);
    return states.get(`${id}_3`) === 'RUNNING' && states.get(`${id}_5`) === 'RUNNING';
  });
  await slurm.ask('scontrol', 'requeue', `${id}_5`);
  await until('it runs again', async () => (await readFile(join(dir, '00005'), 'utf8')) === '1\n');
  t.pass();
});
