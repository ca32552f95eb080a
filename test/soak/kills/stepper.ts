import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/*
 * Loaded before a program (`--import`), counts the steps by which it changes the disk, and ends it
 * before one of them, or in the middle of a write. So every moment between two steps can be met, however
 * short it is. What workers do is not counted: they write nothing.
 */

/** What changes the disk, or what will be found there. */
const STEPS = {
  sync: ['openSync', 'writeSync', 'writeFileSync', 'ftruncateSync', 'renameSync', 'rmSync'],
  calling: ['writev', 'fdatasync'],
  promised: ['open', 'rename', 'rm', 'unlink', 'writeFile', 'mkdir'],
} as const;

type Call = (...args: unknown[]) => unknown;

/** Number of the step at which it ends, from 1; 0 for never. */
const last = Number(process.env.KEYCHAIN_SOAK_STEP ?? 0);
/** A file that is told how many steps there were. */
const told = process.env.KEYCHAIN_SOAK_STEPS;
let steps = 0;

/** Counts a step; in the middle of a write half of its bytes are written first. */
function step(args: unknown[]): void {
  steps++;
  if (steps !== last) return;
  const [file, pieces] = args;
  if (typeof file === 'number' && Array.isArray(pieces)) {
    const bytes = Buffer.concat(pieces as Uint8Array[]);
    original.writeSync(file, bytes.subarray(0, bytes.length >> 1));
  }
  process.kill(process.pid, 'SIGKILL');
}

const original = { writeSync: fs.writeSync, writeFileSync: fs.writeFileSync };

function countIn(module: object, names: readonly string[]): void {
  const calls = module as Record<string, Call>;
  for (const name of names) {
    const call = calls[name]!;
    const counted: Call = (...args) => {
      step(args);
      return call.apply(module, args);
    };
    // They say what `promisify` is to make of it.
    for (const symbol of Object.getOwnPropertySymbols(call)) {
      Reflect.set(counted, symbol, Reflect.get(call, symbol));
    }
    calls[name] = counted;
  }
}

if (isMainThread && (last > 0 || told !== undefined)) {
  countIn(fs, [...STEPS.sync, ...STEPS.calling]);
  countIn(promises, STEPS.promised);
  syncBuiltinESMExports();
  process.once('exit', () => {
    if (told !== undefined) original.writeFileSync(told, `${steps}`);
  });
}
