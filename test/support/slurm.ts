import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';

/** Debian's packages have one of these each, but for `slurm-client`, which has the rest. */
const PROGRAMS = ['slurmctld', 'slurmd', 'munged', 'sbatch', 'squeue', 'scontrol', 'scancel'];

/** Milliseconds that a loaded machine may take for anything. */
const PATIENCE_MS = 240_000;

/** Why there can be no Slurm here; undefined where there can. */
export const noSlurm: string | undefined = await reason();

async function reason(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'daemons of Slurm need root';
  for (const program of PROGRAMS) {
    const path = process.env.PATH?.split(':').map(folder => join(folder, program)) ?? [];
    const isThere = await Promise.any(path.map(file => open(file).then(found => found.close())))
      .then(() => true)
      .catch(() => false);
    if (!isThere) return `no ${program}`;
  }
  return undefined;
}

/** A Slurm of a test's own. */
export interface Slurm {
  /** Runs one of its commands, such as `squeue`, and gives what it prints. */
  ask(program: string, ...args: string[]): Promise<string>;
  /** States of a job, or of each task of an array, by `12` or `12_3`. */
  states(job: string): Promise<Map<string, string>>;
}

/**
 * Starts a Slurm with one node of two CPUs in a temporary folder, without systemd, with ports and a
 * key of its own, for as long as the test runs. The variable by which its commands find it is set for the
 * test file, so that what the file starts finds it too.
 */
export async function startSlurm(t: ExecutionContext<unknown>): Promise<Slurm> {
  // Its daemons want nobody else to write to their folders, but everybody to see them.
  const dir = await mkdtemp(join(tmpdir(), 'keychain-slurm-'));
  await chmod(dir, 0o755);
  const daemons: (() => Promise<void>)[] = [];
  t.teardown(async () => {
    await ask('scancel', '--user=root').catch(() => undefined);
    await until('all jobs have ended', async () => (await ask('squeue', '-h')) === '').catch(
      () => undefined,
    );
    for (const stop of daemons.reverse()) await stop();
    await rm(dir, { recursive: true, force: true });
  });
  for (const folder of ['spool', 'state', 'munge']) await mkdir(join(dir, folder), { mode: 0o755 });
  const config = join(dir, 'slurm.conf');
  await writeFile(config, configOf(dir, await freePorts()));
  await writeFile(join(dir, 'munge/key'), randomBytes(1024), { mode: 0o600 });
  process.env.SLURM_CONF = config;

  const munge = ['key-file=key', 'socket=socket', 'pid-file=pid', 'seed-file=seed'];
  const places = munge.map(each => `--${each.replace('=', `=${dir}/munge/`)}`);
  daemons.push(await daemon(dir, 'munged', ['--foreground', ...places]));
  daemons.push(await daemon(dir, 'slurmctld', ['-D', '-f', config]));
  daemons.push(await daemon(dir, 'slurmd', ['-D', '-N', 'localhost', '-f', config]));
  await until('the node is idle', async () => (await ask('sinfo', '-h', '-o', '%T')) === 'idle');
  return { ask, states };
}

async function ask(program: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(program, args)).stdout.trim();
}

async function states(job: string): Promise<Map<string, string>> {
  const shown = await ask('scontrol', '--oneliner', 'show', 'job', job);
  return new Map(
    shown.split('\n').map(line => {
      const field = (name: string): string | undefined =>
        new RegExp(`(?:^| )${name}=(\\S+)`).exec(line)?.[1];
      const task = field('ArrayTaskId');
      const id = task === undefined ? field('JobId')! : `${field('ArrayJobId')}_${task}`;
      return [id, field('JobState')!];
    }),
  );
}

/** Waits for something, however long a loaded machine takes. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  let failed: unknown;
  while (performance.now() < end) {
    failed = undefined;
    if (
      await isSo().catch((error: unknown) => {
        failed = error;
        return false;
      })
    ) {
      return;
    }
    await sleep(200);
  }
  throw new Error(`waited in vain until ${what}`, { cause: failed });
}

/** Starts a daemon that ends when it is told to, or when this process is gone, however it went. */
async function daemon(dir: string, program: string, args: string[]): Promise<() => Promise<void>> {
  const log = await open(join(dir, `${program}.log`), 'a');
  // Standard input stays open as long as this process lives.
  const watched = '"$@" & child=$!; cat; kill "$child"; wait "$child"';
  const child = spawn('sh', ['-c', watched, 'sh', program, ...args], {
    stdio: ['pipe', log.fd, log.fd],
  });
  const closed = once(child, 'close');
  await log.close();
  return async () => {
    child.stdin?.end();
    await closed;
  };
}

async function freePorts(): Promise<number[]> {
  const servers = [createServer(), createServer()];
  const ports: number[] = [];
  for (const server of servers) {
    server.listen(0);
    await once(server, 'listening');
    const address = server.address();
    if (address !== null && typeof address === 'object') ports.push(address.port);
  }
  for (const server of servers) await promisify(server.close.bind(server))();
  return ports;
}

/** A requeued job waits until the credentials of its last start have expired: two minutes by default. */
const configOf = (dir: string, [controller, node]: number[]): string => `
ClusterName=test
SlurmctldHost=localhost
SlurmUser=root
SlurmctldPort=${controller}
SlurmdPort=${node}
AuthType=auth/munge
AuthInfo=socket=${dir}/munge/socket,cred_expire=10
StateSaveLocation=${dir}/state
SlurmdSpoolDir=${dir}/spool
SlurmctldPidFile=${dir}/slurmctld.pid
SlurmdPidFile=${dir}/slurmd.pid
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
MailProg=/bin/true
ReturnToService=2
SlurmdParameters=config_overrides
NodeName=localhost CPUs=2 RealMemory=16000
PartitionName=cpu Nodes=localhost Default=YES State=UP
`;
