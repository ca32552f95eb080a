import test from 'ava';
import { labelsOf } from '../../lib/report/labels.js';

test('a run is called by its own name, never by its path', t => {
  t.deepEqual(labelsOf(['/home/me/out/a.jsonl.gz', 'out/b', '-']), ['a', 'b', 'standard input']);
});

test('runs of one name are told apart', t => {
  t.deepEqual(labelsOf(['x/a.jsonl', 'y/a.jsonl']), ['x/a', 'y/a']);
  t.deepEqual(labelsOf(['x/a.jsonl', 'x/a.jsonl']), ['x/a', 'x/a (2)']);
});
