import { spawnSync } from 'node:child_process';
import test from 'ava';

const URL_OF_COMMAND = new URL('../../bench/command.js', import.meta.url).href;

test('a program that is not there is an error, and keeps nothing running', t => {
  const script = `
    const { command } = await import(${JSON.stringify(URL_OF_COMMAND)});
    await command('no-such-program-anywhere', []).catch(error => console.log(error.code));`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  t.is(status, 0);
  t.is(stdout.toString(), 'ENOENT\n');
});
