import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as later } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import type { Manifest } from '../../lib/assemble/outputs/manifest.js';
import type { Sample } from '../../lib/records/sample.js';
import { command, commandOutput } from '../support/command.js';
import { type Answer, Cut, sendFile } from '../support/hub/file-server.js';
import { gitSha1 } from '../support/hub/files.js';
import { type HubServer, hubServer } from '../support/hub/hub-server.js';
import { useHub } from '../support/hub/variables.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';
import { madeFile } from '../tokenize/sentencepiece/made-model.js';
import { KNOWN } from '../tokenize/sentencepiece/shapes.js';
import { modelFolder } from '../tokenize/tokenizers.js';

const QWEN = modelFolder('qwen2_5');
const AS_QWEN = ['--tokenizer-type', 'hf', '--tokenizer-path', 'me/Qwen-7B'];
const SOME = ['--max-seq-length', '2k', '--num-samples', '3', '--workers', '1'];

/** A model as the Hub has it: large files that nobody needs here, too. */
async function model() {
  const file = (name: string): Promise<Buffer> => readFile(join(QWEN, name));
  return {
    'README.md': '# a model',
    'config.json': '{}',
    'model.safetensors': 'x'.repeat(1000),
    'tokenizer.json': await file('tokenizer.json'),
    'tokenizer_config.json': await file('tokenizer_config.json'),
    'chat_template.jinja': '{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}',
    'vocab.json': '{}',
  };
}

const samplesIn = (lines: string): Sample[] =>
  lines
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Sample);

async function ground(t: ExecutionContext): Promise<HubServer & { files: string; cache: string }> {
  const dataset = await readFile(await worldFile(t, 'hotpotqa', 40));
  const sentencePiece = await readFile(await madeFile(KNOWN['Llama 2']!));
  const server = await hubServer(t, [
    { name: 'models/me/Qwen-7B', commits: [await model()] },
    { name: 'models/me/Llama', commits: [{ 'tokenizer.model': sentencePiece }] },
    { name: 'models/me/gpt', commits: [{ 'vocab.json': '{}', 'merges.txt': '' }] },
    {
      name: 'datasets/me/world',
      commits: [{ 'README.md': '', 'train.json': dataset, 'ids/few.txt': idsOf(dataset) }],
    },
    { name: 'models/me/gated', commits: [await model()], access: 'gated' },
  ]);
  const cache = await useHub(t, server.hub.url);
  const files = await tempDir(t);
  await writeFile(join(files, 'train.json'), dataset);
  return { ...server, files, cache };
}

const idsOf = (dataset: Buffer): string =>
  (JSON.parse(dataset.toString()) as { _id: string }[])
    .slice(0, 2)
    .map(({ _id }) => `${_id}\n`)
    .join('');

test.serial('a tokenizer by its id is what its folder is; the id is its name', async t => {
  const { hub, cdn, files, cache } = await ground(t);
  const dataset = join(files, 'train.json');
  const args = ['keychain', dataset, ...SOME, '--out', '-'];
  const byId = samplesIn(await commandOutput([...args, ...AS_QWEN]));
  const byFolder = samplesIn(
    await commandOutput([...args, '--tokenizer-type', 'hf', '--tokenizer-path', QWEN]),
  );
  const { name, sha256: digest } = byId[0]!.meta.tokenizer;
  t.is(name, 'me/Qwen-7B');
  t.is(digest, byFolder[0]!.meta.tokenizer.sha256);
  t.deepEqual(
    byId.map(({ length, distractor_context }) => [length, distractor_context]),
    byFolder.map(({ length, distractor_context }) => [length, distractor_context]),
  );
  const snapshots = join(cache, 'models--me--Qwen-7B/snapshots');
  const [commit] = await readdir(snapshots);
  t.deepEqual((await readdir(join(snapshots, commit!))).sort(), [
    'chat_template.jinja',
    'tokenizer.json',
    'tokenizer_config.json',
  ]);
  t.is(cdn.had.length, 0);

  const chat = [...AS_QWEN, '--chat-template', 'auto'];
  const before = hub.had.length;
  process.env.HF_HUB_OFFLINE = '1';
  const offline = samplesIn(await commandOutput([...args, ...chat]));
  t.truthy(offline[0]!.meta.chat_template);
  t.is(hub.had.length, before, 'offline once there');
});

test.serial(
  'a SentencePiece model by its id; a repository without one says what it has',
  async t => {
    const { files } = await ground(t);
    const args = ['synth', join(files, 'train.json'), ...SOME, '--out', '-'];
    const nemo = (id: string) => ['--tokenizer-type', 'nemo', '--tokenizer-path', id];
    const hf = (id: string) => ['--tokenizer-type', 'hf', '--tokenizer-path', id];
    const [sample] = samplesIn(await commandOutput([...args, ...nemo('me/Llama')]));
    t.is(sample!.meta.tokenizer.name, 'me/Llama');
    for (const [tokenizer, message] of [
      [
        hf('me/Llama'),
        /TOKENIZER_UNUSABLE: hf:models\/me\/Llama: .* no tokenizer\.json; its tokenizer\.model is of --tokenizer-type nemo/,
      ],
      [nemo('me/Qwen-7B'), /no tokenizer\.model; its tokenizer\.json is of --tokenizer-type hf/],
      [hf('me/gpt'), /no tokenizer\.json; there are vocab\.json, merges\.txt/],
      [hf('me/gated'), /HUB_REFUSED: .*is gated: accept its conditions at .*, then set HF_TOKEN/],
      [
        hf('me/nothing'),
        /HUB_MISSING: .*no such model; .*\(nor is there a folder me\/nothing here\)/,
      ],
      [hf('./me/nothing'), /TOKENIZER_UNUSABLE: cannot use the tokenizer .*: it cannot be read/],
    ] as const) {
      const { code, stderr } = await command([...args, ...tokenizer]);
      t.is(code, 1, stderr);
      t.regex(stderr, message);
    }
  },
);

test.serial('files are named by hf: wherever files are named', async t => {
  const { files, hub } = await ground(t);
  const local = join(files, 'train.json');
  await writeFile(join(files, 'few.txt'), idsOf(await readFile(local)));
  const outputs: string[] = [];
  for (const [dataset, ids] of [
    [local, join(files, 'few.txt')],
    ['hf:me/world/train.json', 'hf:me/world/ids/few.txt'],
    ['hf:me/world', 'hf:datasets/me/world@main/ids/few.txt'],
    [`hf://datasets/me/world@${'main'}/train.json`, 'hf:me/world/ids/*.txt'],
  ] as const) {
    const filter = ['--filter-ids-path', ids];
    outputs.push(await commandOutput(['synth', dataset, ...SOME, '--out', '-', ...filter]));
  }
  t.is(samplesIn(outputs[0]!).length, 2);
  t.is(new Set(outputs).size, 1);
  t.true(hub.had.some(({ method }) => method === 'HEAD'));
  const parsed = await commandOutput(['parse', 'hf:me/world']);
  t.is(parsed, await commandOutput(['parse', local]));
});

test.serial('a run from the Hub has its file in the plan, and is made again from it', async t => {
  const { cache } = await ground(t);
  const dir = await tempDir(t);
  const places = ['--save-dir', dir, '--save-name', 'w'];
  await commandOutput(['synth', 'hf:me/world/train.json', ...SOME, ...places, ...AS_QWEN]);
  const names = await readdir(join(dir, 'w'));
  const manifest = join(dir, 'w', names.find(name => name.endsWith('.manifest.json'))!);
  const { inputs, plan, tokenizer, command_line } = JSON.parse(
    await readFile(manifest, 'utf8'),
  ) as Manifest;
  t.is(inputs[0]!.name, 'train.json');
  t.deepEqual(plan.inputs, [inputs[0]!.sha256]);
  t.is(tokenizer.name, 'me/Qwen-7B');
  t.true(command_line!.includes('hf:me/world/train.json'));
  const again = await command(['run', manifest]);
  t.is(again.code, 0, again.stderr);
  t.regex(again.stderr, /lines and bytes agree/);
  // Nothing is there any more, and nobody answers: the files are named.
  await rename(cache, `${cache}-moved`);
  process.env.HF_HUB_OFFLINE = '1';
  const lost = await command(['run', manifest]);
  t.is(lost.code, 1);
  t.regex(
    lost.stderr,
    /warning: .*HF_HUB_OFFLINE[\s\S]*INPUT_MISSING: .*name it with --input FILE/,
  );
});

test.serial('what cannot be meant is refused before anything is fetched', async t => {
  const { cdn } = await ground(t);
  for (const [args, code, message] of [
    [['synth', 'hf:me', ...SOME], 1, /HUB_MISSING/],
    [['synth', 'hf:me/../x', ...SOME], 2, /USAGE: hf:me\/\.\.\/x: no name of a repository/],
    [
      ['synth', 'hf:me/world/no.json', ...SOME],
      1,
      /no such file; there are README\.md, train\.json/,
    ],
  ] as const) {
    const result = await command(args);
    t.is(result.code, code, result.stderr);
    t.regex(result.stderr, message);
  }
  t.is(cdn.had.length, 0);
});

test.serial('an interrupted fetch goes on, and keeps what has come', async t => {
  const { hub, cache, files } = await ground(t);
  const dataset = await readFile(join(files, 'train.json'));
  // The first answer is what the file is; the second its bytes, which stop coming.
  const stops: Answer = (request, response) =>
    sendFile(request, response, { bytes: dataset, cut: new Cut(3000) });
  hub.next.push(hub.answer, stops);
  const args = ['parse', 'hf:me/world/train.json'];
  const child = spawn('bin/pipe', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = text(child.stderr);
  const ended = once(child, 'close');
  const part = join(cache, 'datasets--me--world/blobs', `${gitSha1(dataset)}.incomplete`);
  const hasCome = (): boolean => existsSync(part) && statSync(part).size >= 3000;
  for (const end = Date.now() + 60_000; !hasCome() && Date.now() < end; ) await later(20);
  t.true(hasCome());
  child.kill('SIGINT');
  t.deepEqual(await ended, [130, null]);
  t.regex(await said, /interrupted; the same command goes on\n$/);
  const locks = join(cache, '.locks/datasets--me--world');
  t.deepEqual(await readdir(locks), []);
  t.is(await commandOutput(args), await commandOutput(['parse', join(files, 'train.json')]));
  t.true(hub.had.some(({ range }) => range === 'bytes=3000-'));
  t.false(existsSync(part));
});

test.serial('a full disk is said to be one, and what has come stays', async t => {
  const { cache } = await ground(t);
  // No file may be longer: what a full disk does, without one.
  const limited = ['ulimit -f 8; exec "$0" "$@"', 'bin/pipe', 'parse', 'hf:me/world'];
  const child = spawn('bash', ['-c', ...limited], { stdio: ['ignore', 'ignore', 'pipe'] });
  const said = text(child.stderr);
  t.deepEqual(await once(child, 'close'), [1, null]);
  t.regex(await said, /OUTPUT_UNWRITABLE: .*EFBIG/);
  const [part] = await readdir(join(cache, 'datasets--me--world/blobs'));
  t.regex(part!, /\.incomplete$/);
});
