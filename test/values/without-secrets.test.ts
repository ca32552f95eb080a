import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { withoutSecrets } from '../../lib/values/without-secrets.js';
import { command, commandOutput } from '../support/command.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

const SHOWN: [given: string, shown: string][] = [
  ['http://user:secret@host/v1', 'http://host/v1'],
  ['--llm-url=https://secret@host:8000/v1', '--llm-url=https://host:8000/v1'],
  ['http://user:se@cret@host', 'http://host'],
  ['"http://u:secret@a", "http://b/x@y"', '"http://a", "http://b/x@y"'],
  ['http://host/v1?api-key=secret&n=1', 'http://host/v1?api-key=***&n=1'],
  ['http://host/v1?a=1&access_token=secret#x', 'http://host/v1?a=1&access_token=***#x'],
  ['http://host/v1?X-Amz-Signature=secret', 'http://host/v1?X-Amz-Signature=***'],
  ['http://host/v1?api-version=2024-06-01', 'http://host/v1?api-version=2024-06-01'],
  ['mail me@host, see http://host', 'mail me@host, see http://host'],
];

for (const [given, shown] of SHOWN) {
  test(`${given} is shown without secrets`, t => {
    t.is(withoutSecrets(given), shown);
  });
}

const URLS = ['http://user:s3cret@127.0.0.1:9/v1', 'http://127.0.0.1:9/v1?api-key=s3cret'];

for (const url of URLS) {
  for (const options of [['--dry-run'], ['--retries', '0'], ['--retries', '0', '--debug']]) {
    test(`no secret of ${url} is printed or kept, ${options.join(' ')}`, async t => {
      const dir = await tempDir(t);
      const file = await worldFile(t, 'hotpotqa', 2);
      const places = ['--save-dir', dir, '--journal', join(dir, 'journal')];
      const model = ['--llm-url', url, '--model', 'm', '--patience', '0'];
      const args = ['keychain', file, '--max-seq-length', '1k', ...places, ...model, ...options];
      const { stdout, stderr } = await command(args);
      t.false(`${stdout}${stderr}`.includes('s3cret'), `${stdout}${stderr}`);
      for (const name of await readdir(dir, { recursive: true, withFileTypes: true })) {
        if (!name.isFile()) continue;
        const content = await readFile(join(name.parentPath, name.name), 'latin1');
        t.false(content.includes('s3cret'), name.name);
      }
    });
  }
}

test('no secret of a command line stands in a manifest', async t => {
  const dir = await tempDir(t);
  const file = await worldFile(t, 'hotpotqa', 2);
  const template = '{context} http://u:s3cret@host {query}';
  await commandOutput(['relevant-only', file, '--save-dir', dir, '--template', template]);
  const names = await readdir(dir, { recursive: true });
  const manifest = names.find(name => name.endsWith('.manifest.json'))!;
  const { command_line } = JSON.parse(await readFile(join(dir, manifest), 'utf8'));
  t.false(JSON.stringify(command_line).includes('s3cret'));
});
