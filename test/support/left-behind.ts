import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { logLine } from '../../lib/assemble/outputs/part/log.js';
import { runLeaseOf } from '../../lib/assemble/outputs/part/names.js';
import { writeContent } from '../../lib/disk/lease-file.js';
import { thisProcess } from '../../lib/disk/process-identity.js';

/** What a run, or one of its shards, is to have left. */
export interface LeftBehind {
  plan?: string;
  maxSeqLength?: number;
  positions?: { from: number; to: number | null };
  /** Blocks in the log; no log where missing. */
  blocks?: number;
  stopped?: { code: string; message: string };
  /** Whether there is a file with its manifest. */
  isDone?: boolean;
  lease?: 'ours' | 'dead' | 'elsewhere';
}

/** Makes the files that a run leaves of the output at a path without its ending. */
export async function leaveBehind(
  base: string,
  {
    plan = 'a',
    maxSeqLength = 4096,
    positions = { from: 0, to: 640 },
    blocks,
    stopped,
    isDone = false,
    lease,
  }: LeftBehind,
): Promise<void> {
  await mkdir(dirname(base), { recursive: true });
  const file = `${base}.jsonl`;
  if (blocks !== undefined) {
    await writeFile(
      isDone ? `${file}.log` : `${file}.part.log`,
      logOf({ plan, maxSeqLength, positions, blocks, ...(stopped && { stopped }) }),
    );
  }
  if (isDone) {
    await writeFile(file, '{}\n');
    const manifest = {
      plan: { settings: { 'max-seq-length': maxSeqLength } },
      plan_sha256: plan,
      output: { format: 'jsonl', bytes: 3 },
    };
    await writeFile(`${base}.manifest.json`, JSON.stringify(manifest));
  }
  if (lease) await writeFile(runLeaseOf(base), leaseOf(lease));
}

type Logged = Required<Pick<LeftBehind, 'plan' | 'maxSeqLength' | 'positions' | 'blocks'>> &
  Pick<LeftBehind, 'stopped'>;

function logOf({ plan, maxSeqLength, positions, blocks, stopped }: Logged): string {
  const first = Math.floor(positions.from / 64);
  const lines = Array.from({ length: blocks }, (_, i) =>
    logLine({
      row: first + i,
      candidates: 64,
      to: Math.min(64 * (first + i + 1), positions.to ?? Number.POSITIVE_INFINITY),
      bytes: 100 * (i + 1),
      tokens: null,
      marked: 0,
      left_out: 0,
      rejects: [],
    }),
  );
  const head = logLine({
    format: 1,
    plan: {
      command: 'keychain',
      version: '0',
      inputs: [],
      tokenizer: { type: 'openai', sha256: '' },
      settings: {},
    },
    plan_sha256: plan,
    max_seq_length: maxSeqLength,
    positions,
    tokenizer: { type: 'openai', name: 'cl100k_base', sha256: '' },
  });
  return [head, ...lines, ...(stopped ? [logLine({ stopped })] : [])].join('');
}

/** The number of a process that nobody has: larger than any system gives. */
const NOBODY = 2 ** 30;

/** A lease of this process, of one of this machine that has ended, or of one of another machine. */
export function leaseOf(of: NonNullable<LeftBehind['lease']>, renewals = 0): string {
  const me = thisProcess();
  return writeContent({
    ...me,
    id: '0123456789abcdef',
    host: 'node-7',
    since: new Date().toISOString(),
    renewals,
    ...(of === 'dead' && { pid: NOBODY }),
    ...(of === 'elsewhere' && { place: 'elsewhere' }),
  });
}
