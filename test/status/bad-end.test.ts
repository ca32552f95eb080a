import test from 'ava';
import { badEnd } from '../../lib/status/bad-end.js';

const ERROR = 'error: MODEL_KEY_REFUSED: http://a: 401; give another key';
const CANCELLED =
  'slurmstepd: error: *** JOB 7 ON node-1 CANCELLED AT 2026-11-26T22:00:00 DUE TO TIME LIMIT ***';

const end = (...lines: string[]) => badEnd(lines);

test('the last line is an error of the program', t => {
  const message = ERROR.slice('error: '.length);
  t.deepEqual(end('hotpot: reading', ERROR), { message, byEngine: false });
  t.deepEqual(end(ERROR, '', '  '), { message, byEngine: false });
});

test('what the engine says behind it does not hide it', t => {
  t.false(end(ERROR, 'srun: error: node-1: task 0: Exited with exit code 1')!.byEngine);
});

test('an error with other lines behind it is over: the job was run again', t => {
  t.is(end(ERROR, 'hotpot: reading'), undefined);
});

test('a job that was ended is told by the engine', t => {
  t.deepEqual(end('hotpot: 12 of 30 questions', CANCELLED), { message: CANCELLED, byEngine: true });
  t.is(end(CANCELLED, 'hotpot: 13 of 30 questions'), undefined);
});

test('a log that ends well, or has not begun, has no bad end', t => {
  t.is(end('64 samples'), undefined);
  t.is(end(), undefined);
});
