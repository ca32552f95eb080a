import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { verify } from '../../pipelines/verify.js';
import { commandOutput } from '../support/command.js';
import { gzipMembers } from '../support/gzip-members.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

interface Made {
  dir: string;
  file: string;
  manifest: string;
  rejects: string;
}

/** An output of two blocks, by its files. */
async function made(t: ExecutionContext, seed = 1): Promise<Made> {
  const dir = await tempDir(t);
  const file = await worldFile(t, 'hotpotqa', 70, seed);
  await commandOutput(['relevant-only', file, '--save-dir', dir, '--save-name', 'x', '--quiet']);
  const base = join(dir, 'x', 'relevant-num_sample_all');
  return {
    dir: join(dir, 'x'),
    file: `${base}.jsonl.gz`,
    manifest: `${base}.manifest.json`,
    rejects: `${base}.rejects.jsonl.gz`,
  };
}

const found = async ({ dir }: Pick<Made, 'dir'>): Promise<string[]> => {
  const [report] = await verify({ records: [dir] });
  const messages = report!.fileFindings.map(({ check, message }) => `${check}: ${message}`);
  if (report!.ok !== (messages.length === 0)) throw new Error('only what has no findings is ok');
  return messages;
};
const open = async ({ dir }: Made): Promise<string> =>
  (await verify({ records: [dir] })).flatMap(({ notChecked }) => notChecked).join('\n');

test('a whole file passes, and where there is no manifest that is said', async t => {
  const output = await made(t);
  t.deepEqual(await found(output), []);
  t.notRegex(await open(output), /manifest/);
  await rm(output.manifest);
  t.deepEqual(await found(output), []);
  t.regex(await open(output), /whether the file is whole: there is no manifest beside it/);
});

type Spoil = (output: Made, t: ExecutionContext) => Promise<unknown>;
const rewrite = async (file: string, change: (bytes: Buffer) => Buffer): Promise<void> =>
  writeFile(file, change(await readFile(file)));
const relined = (file: string, change: (lines: string[]) => string[]): Promise<void> =>
  rewrite(file, bytes => {
    const lines = gunzipSync(bytes).toString().trimEnd().split('\n');
    return gzipSync(`${change(lines).join('\n')}\n`);
  });

const SPOILT: [what: string, message: RegExp, spoil: Spoil][] = [
  [
    'cut at a gzip member',
    /64 samples, its manifest counts 70/,
    ({ file }) => rewrite(file, bytes => gzipSync(gzipMembers(bytes)[0]!)),
  ],
  ['without the last line', /69 samples/, ({ file }) => relined(file, lines => lines.slice(0, -1))],
  ['of no samples', /0 samples, its.* 70/, ({ file }) => writeFile(file, gzipSync(''))],
  [
    'in another order',
    /not the file of its manifest/,
    ({ file }) => relined(file, lines => lines.reverse()),
  ],
  [
    'changed in one letter',
    /not the file of its manifest: \d+ bytes with SHA-256 [0-9a-f]{64}, not \d+ with/,
    ({ file }) => relined(file, lines => lines.map(line => line.replace('"seed":42', '"seed":43'))),
  ],
  [
    "beside another run's manifest",
    /not the file of its manifest/,
    async ({ manifest }, t) => copyFile((await made(t, 2)).manifest, manifest),
  ],
  [
    'beside half a manifest',
    /is no whole manifest/,
    ({ manifest }) => rewrite(manifest, bytes => bytes.subarray(0, bytes.length / 2)),
  ],
  ['beside an empty manifest', /is no whole manifest/, ({ manifest }) => writeFile(manifest, '')],
  [
    'beside a folder with the name of a manifest',
    /is no whole manifest/,
    async ({ manifest }) => {
      await rm(manifest);
      await mkdir(manifest);
    },
  ],
  ['beside null', /is no whole manifest/, ({ manifest }) => writeFile(manifest, 'null')],
  [
    'beside rejects of another run',
    /1 rejects stand beside it, its manifest counts 0/,
    ({ rejects }) => writeFile(rejects, gzipSync('{}\n')),
  ],
];

for (const [what, message, spoil] of SPOILT) {
  test(`a file ${what} does not pass`, async t => {
    const output = await made(t);
    await spoil(output, t);
    const messages = await found(output);
    t.true(
      messages.some(each => each.startsWith('manifest: ') && message.test(each)),
      messages.join('\n'),
    );
    for (const each of messages) t.notRegex(each, /\n/);
  });
}

test('a file of 0 bytes does not pass', async t => {
  const output = await made(t);
  await writeFile(output.file, '');
  await t.throwsAsync(found(output), { code: 'INPUT_TRUNCATED' });
});

test('the same lines may be packed otherwise, and that is said', async t => {
  const output = await made(t);
  await rewrite(output.file, bytes => gzipSync(gunzipSync(bytes), { level: 1 }));
  t.deepEqual(await found(output), []);
  t.regex(await open(output), /the same lines are packed otherwise/);
  const plain = output.file.replace(/\.gz$/, '');
  await writeFile(plain, gunzipSync(await readFile(output.file)));
  await rm(output.file);
  t.deepEqual(await found(output), []);
  t.regex(await open(output), /the same lines are packed otherwise/);
  await rename(plain, plain.replace('.jsonl', '-2.jsonl'));
  t.deepEqual((await readdir(output.dir)).length, 2);
  t.regex(await open(output), /no manifest beside it/);
});

test('that samples were counted with another tokenizer is said before the dataset is read', async t => {
  const { dir, file } = await made(t);
  const other = { records: [dir], tokenizerPath: 'o200k_base' };
  const differs = { code: 'TOKENIZER_UNUSABLE', message: /cl100k_base .*o200k_base/ };
  // A dataset that cannot be read would be told if it were.
  const dataset = [join(dir, 'missing.json')];
  await t.throwsAsync(verify({ ...other, dataset }), differs);
  await t.throwsAsync(verify({ records: [dir], dataset }), { code: 'INPUT_MISSING' });
  // What cannot be read for this is for the check to say.
  await writeFile(file, 'no samples');
  await t.throwsAsync(verify({ ...other, dataset }), { code: 'INPUT_MISSING' });
});
