import test from 'ava';
import { type LogTrace, type State, statusOf, type Traces } from '../../lib/status/state.js';

const log = (more: Partial<LogTrace> = {}): LogTrace => ({
  planSha256: 'a',
  maxSeqLength: 4096,
  positions: { from: 640, to: 1280 },
  done: 64,
  ...more,
});
const manifest = { planSha256: 'a', maxSeqLength: 4096, isWhole: true };
const alive = { isAlive: true, writer: { host: 'node-7', pid: 12 } };
const dead = { ...alive, isAlive: false };
const stopped = { code: 'OUTPUT_UNWRITABLE', message: 'no space' };
const own = { message: 'MODEL_KEY_REFUSED: no', byEngine: false };
const ofEngine = { message: 'slurmstepd: error: CANCELLED', byEngine: true };

const CASES: [name: string, traces: Traces, state: State][] = [
  ['nothing is missing', {}, 'missing'],
  ['a file with its manifest is done', { manifest }, 'done'],
  [
    'a manifest whose file is gone, or shorter, is missing',
    { manifest: { ...manifest, isWhole: false } },
    'missing',
  ],
  ['what somebody writes is under way', { log: log(), lease: alive }, 'under way'],
  ['so it is before its first block', { lease: alive }, 'under way'],
  [
    'so it is after an error, being run again',
    { log: log({ stopped }), lease: alive },
    'under way',
  ],
  [
    'so it is where a finished file is made anew',
    { manifest, log: log({ planSha256: 'b' }), lease: alive },
    'under way',
  ],
  ['what has just ended is done, though its lease is there', { manifest, lease: alive }, 'done'],
  ['what has said its error has failed', { log: log({ stopped }), lease: dead }, 'failed'],
  ['so has that whose job has said it', { jobEnd: own }, 'failed'],
  ['a job that was ended has not failed', { log: log(), jobEnd: ofEngine }, 'stopped'],
  ['what nobody writes any more has stopped', { log: log(), lease: dead }, 'stopped'],
  ['with or without a lease', { log: log() }, 'stopped'],
  ['killed between the names of a file and of its log: done', { manifest, log: log() }, 'done'],
  [
    'begun anew with another plan, beside the old file',
    { manifest, log: log({ planSha256: 'b' }) },
    'stopped',
  ],
];

for (const [name, traces, state] of CASES) {
  test(name, t => t.is(statusOf(3, traces).state, state));
}

test('what is under way has a rate, and the time that is left by it', t => {
  const traces = { log: log(), lease: alive, perSecond: 8, lastBlockAge: 2 };
  t.deepEqual(statusOf(3, traces), {
    shard: 3,
    state: 'under way',
    done: 64,
    total: 640,
    per_second: 8,
    seconds_left: 72,
    last_block_seconds_ago: 2,
    writer: { host: 'node-7', pid: 12 },
    error: null,
  });
});

test('what has stopped has no rate, however fast it was', t => {
  const { per_second, seconds_left } = statusOf(3, { log: log(), lease: dead, perSecond: 8 });
  t.deepEqual([per_second, seconds_left], [null, null]);
});

test('nobody knows the time that is left where nobody knows the end', t => {
  const traces = { log: log({ positions: { from: 0, to: null } }), lease: alive, perSecond: 8 };
  const { done, total, seconds_left } = statusOf(null, traces);
  t.deepEqual([done, total, seconds_left], [64, null, null]);
});

test('what is done has all its positions done, as its log says that was kept', t => {
  const { done, total } = statusOf(3, { manifest, keptLog: log({ done: 600 }) });
  t.deepEqual([done, total], [640, 640]);
});

test('the error is what the run has said last, or else its job', t => {
  t.is(statusOf(3, { log: log({ stopped }), jobEnd: own }).error, 'OUTPUT_UNWRITABLE: no space');
  t.is(statusOf(3, { log: log(), jobEnd: own }).error, own.message);
  t.is(statusOf(3, { log: log(), jobEnd: ofEngine }).error, ofEngine.message);
  t.is(statusOf(3, { log: log(), lease: alive, jobEnd: own }).error, null);
});

test('blocks that are held count while somebody will write them, and not when nobody does', t => {
  const held = log({ done: 64, kept: 16 });
  t.is(statusOf(3, { log: held, lease: alive }).done, 64);
  t.is(statusOf(3, { log: held, lease: dead }).done, 16);
  t.is(statusOf(3, { log: { ...held, stopped } }).done, 16);
});
