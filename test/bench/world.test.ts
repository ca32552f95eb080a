import { spawnSync } from 'node:child_process';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { worldStream } from '../../lib/world/index.js';

const MAIN = fileURLToPath(new URL('../../bench/world.js', import.meta.url));

test('the command writes the file to stdout, and says in one line what is wrong', async t => {
  const run = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args]);
  const done = run('--shape', 'musique', '--questions', '50');
  t.is(done.status, 0);
  t.deepEqual(done.stdout, await buffer(worldStream('musique', { questions: 50 })));

  const wrong = [
    ['--shape', 'novel', '--questions', '5'],
    ['--shape', 'musique'],
    ['--shape', 'musique', '--questions', 'many'],
    ['--shape', 'musique', '--questions', '5', '--speed', '9'],
  ];
  for (const args of wrong) {
    const { status, stderr } = run(...args);
    t.is(status, 2);
    t.regex(stderr.toString(), /^[^\n]+\n$/u);
  }
});
