import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import test from 'ava';
import { command } from '../support/command.js';
import { modelServer } from '../support/model/model-server.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const SECRET = 'very-secret-0123456789';
process.env.KEYCHAIN_SECRET_HEADER = SECRET;

/** Ways to give a header its value. */
const WAYS: Record<string, (dir: string) => Promise<string[]> | string[]> = {
  'an option': () => ['--header', `X-Key=${SECRET}`],
  'an option and its value in one word': () => [`--header=X-Key=${SECRET}`],
  'underscores, and a second model': () => [
    ...['--rescue-model', 'strong', `--rescue_header=X-Key=${SECRET}`],
  ],
  'a variable': () => ['--header-env', 'X-Key=KEYCHAIN_SECRET_HEADER'],
  'a config': async dir => {
    const file = join(dir, 'run.yaml');
    await writeFile(file, `header: ['X-Key=${SECRET}', X-Other=1]\n`);
    return ['--config', file];
  },
};

for (const [what, way] of Object.entries(WAYS)) {
  test.serial(`the value of a header is written nowhere: ${what}`, async t => {
    const dataset = await worldFile(t, 'hotpotqa', 30);
    const server = await modelServer(t, dataset);
    const dir = await tempDir(t);
    const options = [
      ...server.flags,
      ...['--journal', join(dir, 'journal')],
      ...(await way(await tempDir(t))),
    ];
    const keychain = ['keychain', dataset, '--max-seq-length', '2k', '--save-dir', dir];
    const runs = [
      await command([...keychain, ...options, '--dry-run']),
      await command([...keychain, ...options, '--json']),
      await command(['rollout', '/dev/null', ...options, '--dry-run']),
    ];
    for (const { stdout, stderr, code } of runs) {
      t.is(code, 0, stderr);
      t.false((stdout + stderr).includes(SECRET));
    }
    const names = await readdir(dir, { recursive: true, withFileTypes: true });
    const files = names.filter(each => each.isFile()).map(each => join(each.parentPath, each.name));
    t.true(files.length >= 3);
    for (const file of files) {
      const bytes = await readFile(file);
      const text = file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
      t.false(text.includes(SECRET), file);
    }

    // The manifest makes its file again; what opens the server is given anew.
    const manifest = files.find(file => file.endsWith('.manifest.json'))!;
    const again = await command(['run', manifest]);
    t.is(again.code, 0, again.stderr);
    t.regex(again.stderr, /lines and bytes agree/);
  });
}

test('a header that is none is not repeated in the error', async t => {
  for (const option of ['--header', '--header-env', '--rescue-header']) {
    const args = ['keychain', 'x', '--max-seq-length', '2k', '--llm-url', 'http://h/v1'];
    const { code, stderr } = await command([...args, option, `Authorization: Bearer ${SECRET}`]);
    t.is(code, 2);
    t.regex(stderr, /must be NAME=/);
    t.false(stderr.includes(SECRET));
  }
  const file = join(await tempDir(t), 'run.yaml');
  await writeFile(file, `header: 'Authorization: Bearer ${SECRET}'\n`);
  const { stderr } = await command(['keychain', 'x', '--max-seq-length', '2k', '--config', file]);
  t.regex(stderr, /must be NAME=/);
  t.false(stderr.includes(SECRET));
});
