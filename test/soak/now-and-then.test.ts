import test from 'ava';
import { nowAndThen } from './now-and-then.js';

test('a long soak says now and then how far it is, and how many were wrong', t => {
  let time = 0;
  const lines: string[] = [];
  const told = nowAndThen({
    ...{ what: 'scenarios', count: 200, now: () => time },
    say: line => lines.push(line),
  });
  for (let i = 0; i < 200; i++) {
    time += 1000;
    told(i === 40);
  }
  t.deepEqual(lines, [
    '30 of 200 scenarios, 0 wrong so far',
    '60 of 200 scenarios, 1 wrong so far',
    '90 of 200 scenarios, 1 wrong so far',
    '120 of 200 scenarios, 1 wrong so far',
    '150 of 200 scenarios, 1 wrong so far',
    '180 of 200 scenarios, 1 wrong so far',
  ]);
});

test('a short soak says nothing of itself', t => {
  const lines: string[] = [];
  const told = nowAndThen({ what: 'mutations', count: 2, now: () => 0, say: l => lines.push(l) });
  told(false);
  told(true);
  t.deepEqual(lines, []);
});

test('the last one is for the summary to tell', t => {
  let time = 0;
  const lines: string[] = [];
  const told = nowAndThen({
    ...{ what: 'mutations', count: 2, now: () => time, say: line => lines.push(line) },
  });
  time += 60_000;
  told(false);
  time += 60_000;
  told(false);
  t.deepEqual(lines, ['1 of 2 mutations, 0 wrong so far']);
});
