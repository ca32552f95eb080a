import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { hubEnvironment } from '../../lib/hub/environment.js';
import { tempDir } from '../support/temp-dir.js';

test('the cache is where the clients of the Hub look', t => {
  const cacheOf = (variables: Record<string, string>) => hubEnvironment(variables).cacheDir;
  t.is(cacheOf({}), join(homedir(), '.cache/huggingface/hub'));
  t.is(cacheOf({ XDG_CACHE_HOME: '/x' }), '/x/huggingface/hub');
  t.is(cacheOf({ XDG_CACHE_HOME: '/x', HF_HOME: '/h' }), '/h/hub');
  t.is(cacheOf({ HF_HOME: '/h', HUGGINGFACE_HUB_CACHE: '/old' }), '/old');
  t.is(cacheOf({ HF_HUB_CACHE: '/c', HUGGINGFACE_HUB_CACHE: '/old' }), '/c');
  t.is(cacheOf({ HF_HOME: '~/models' }), join(homedir(), 'models/hub'));
  t.is(cacheOf({ HF_HUB_CACHE: `$SCRATCH/$${'{WHO}'}`, SCRATCH: '/s', WHO: 'me' }), '/s/me');
  t.is(cacheOf({ HF_HOME: '', HF_HUB_CACHE: '' }), join(homedir(), '.cache/huggingface/hub'));
});

test('a token comes from the environment, else from the file of hf auth login', async t => {
  const home = await tempDir(t);
  const tokenOf = (variables: Record<string, string>) =>
    hubEnvironment({ HF_HOME: home, ...variables }).token?.value;
  t.is(tokenOf({}), undefined);
  await writeFile(join(home, 'token'), 'hf_file\n');
  t.is(tokenOf({}), 'hf_file');
  t.is(tokenOf({ HF_TOKEN: ' hf_own\n' }), 'hf_own');
  t.is(tokenOf({ HUGGING_FACE_HUB_TOKEN: 'hf_old' }), 'hf_old');
  t.is(tokenOf({ HF_TOKEN: 'hf_own', HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' }), undefined);
  await mkdir(join(home, 'else'));
  await writeFile(join(home, 'else/token'), 'hf_else');
  t.is(tokenOf({ HF_TOKEN_PATH: join(home, 'else/token') }), 'hf_else');
  const error = t.throws(() => tokenOf({ HF_TOKEN: 'hf_a\nb' }), { code: 'USAGE' });
  t.false(error!.message.includes('hf_a'));
});

test('an endpoint is an address, without its last slash; offline is any word for yes', t => {
  t.is(hubEnvironment({}).endpoint, 'https://huggingface.co');
  t.is(hubEnvironment({ HF_ENDPOINT: 'https://hf-mirror.com/' }).endpoint, 'https://hf-mirror.com');
  t.throws(() => hubEnvironment({ HF_ENDPOINT: 'hf-mirror.com' }), { code: 'USAGE' });
  t.throws(() => hubEnvironment({ HF_ENDPOINT: 'https://a:b@c' }), { code: 'USAGE' });
  for (const yes of ['1', 'true', 'ON', 'yes']) {
    t.true(hubEnvironment({ HF_HUB_OFFLINE: yes }).isOffline, yes);
  }
  t.true(hubEnvironment({ TRANSFORMERS_OFFLINE: '1' }).isOffline);
  t.false(hubEnvironment({ HF_HUB_OFFLINE: '0' }).isOffline);
});
