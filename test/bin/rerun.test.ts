import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { agreement } from '../../bin/cli/rerun/agreement.js';
import { settingsAgain } from '../../bin/cli/rerun/settings-again.js';
import type { Manifest } from '../../lib/assemble/outputs/manifest.js';
import { runLeaseOf } from '../../lib/assemble/outputs/part/names.js';
import { readManifest } from '../../lib/assemble/outputs/read-manifest.js';
import { takeLease } from '../../lib/disk/lease.js';
import { KeychainError } from '../../lib/errors.js';
import { silentReporter } from '../../lib/reporter.js';
import { openFinder } from '../../lib/rerun/find-files.js';
import { keychain } from '../../pipelines/keychain.js';
import { command, commandOutput } from '../support/command.js';
import { modelServer } from '../support/model/model-server.js';
import { tempDir } from '../support/temp-dir.js';
import { worldFile } from '../support/world.js';

interface Made {
  dataset: string;
  folder: string;
  /** Of the file at 2k. */
  manifest: string;
  file: string;
}

async function made(t: ExecutionContext, ...options: string[]): Promise<Made> {
  const dataset = await worldFile(t, 'hotpotqa', 50);
  const dir = await tempDir(t);
  const places = ['--save-dir', dir, '--save-name', 'w', '--quiet'];
  await commandOutput(['keychain', dataset, '--max-seq-length', '2k,3k', ...places, ...options]);
  return { dataset, ...(await placesIn(join(dir, 'w'))) };
}

async function placesIn(folder: string): Promise<Omit<Made, 'dataset'>> {
  const names = await readdir(folder);
  const name = names.find(each => each.includes('seq_2048') && each.endsWith('.manifest.json'))!;
  const manifest = join(folder, name);
  return { folder, manifest, file: manifest.replace('.manifest.json', '.jsonl.gz') };
}

const read = async (file: string): Promise<Manifest> => JSON.parse(await readFile(file, 'utf8'));

test.serial('a manifest makes its file again, and lines and bytes agree', async t => {
  const { manifest, file, folder } = await made(t, '--shuffle-qa', '--num-samples', '12');
  const names = await readdir(folder);
  const bytes = await readFile(file);
  const beside = await command(['run', manifest]);
  t.is(beside.code, 0, beside.stderr);
  t.true(beside.stderr.endsWith(`${file}: lines and bytes agree\n`), beside.stderr);
  t.deepEqual(await readdir(folder), names, 'what was made aside is gone');

  await rm(file);
  t.is((await command(['run', manifest, '--quiet'])).code, 0);
  t.deepEqual(await readFile(file), bytes);
  t.deepEqual(await readdir(folder), names);

  const other = await tempDir(t);
  const elsewhere = await command(['run', manifest, '--save-dir', other, '--json']);
  t.is(elsewhere.code, 0, elsewhere.stderr);
  const again = await placesIn(join(other, 'w'));
  t.deepEqual(await readFile(again.file), bytes);
  const { seconds, ...told } = JSON.parse(elsewhere.stderr.trimEnd().split('\n').at(-1)!);
  t.true(seconds > 0);
  t.deepEqual(told, {
    event: 'summary',
    command: 'run',
    file: again.file,
    lines_agree: true,
    bytes_agree: true,
    differences: [],
  });
  // The new manifest is as good as the first one.
  t.is((await command(['run', again.manifest])).code, 0);
});

test.serial('a file is not made beside what another run is writing', async t => {
  const { manifest, file, folder } = await made(t);
  await rm(file);
  const names = await readdir(folder);
  const lease = await takeLease(runLeaseOf(manifest.replace('.manifest.json', '')), file);
  const { code, stderr } = await command(['run', manifest, '--quiet']);
  t.is(code, 1);
  t.regex(stderr, /^error: OUTPUT_IN_USE: /);
  await lease.release();
  t.deepEqual(await readdir(folder), names);
});

test.serial('inputs that have moved are found by their SHA-256', async t => {
  const ids = join(await tempDir(t), 'ids.txt');
  const { dataset, manifest } = await made(t);
  const questions = (await commandOutput(['parse', dataset])).split('\n').slice(0, 10);
  await writeFile(ids, questions.map(line => JSON.parse(line).id).join('\n'));
  const out = await tempDir(t);
  await commandOutput([
    ...['keychain', dataset, '--max-seq-length', '2k', '--filter-ids-path', ids],
    ...['--save-dir', out, '--save-name', 'w', '--quiet'],
  ]);
  const filtered = await placesIn(join(out, 'w'));
  const moved = join(dirname(dataset), 'moved.json');
  const movedIds = join(dirname(ids), 'moved.txt');
  await rename(dataset, moved);
  const lost = await command(['run', manifest]);
  t.is(lost.code, 1);
  const { sha256 } = (await read(manifest)).inputs[0]!;
  t.regex(
    lost.stderr,
    new RegExp(`INPUT_MISSING: dataset ${basename(dataset)}.*${sha256}.*--input`),
  );
  t.is((await command(['run', manifest, '--input', moved])).code, 0);

  await rename(ids, movedIds);
  await writeFile(ids, 'other ids');
  const changed = await command(['run', filtered.manifest, '--input', moved]);
  t.is(changed.code, 1);
  t.regex(changed.stderr, /INPUT_MISSING: .*ids\.txt/);
  const inputs = ['--input', moved, '--input', movedIds];
  const found = await command(['run', filtered.manifest, ...inputs]);
  t.is(found.code, 0, found.stderr);
});

test.serial('options given beside a manifest win, and what differs is said', async t => {
  const { manifest, file, folder } = await made(t);
  const packed = await command(['run', manifest, '--compression-level', '1']);
  t.is(packed.code, 0);
  t.regex(packed.stderr, /lines agree, bytes do not: compression-level: 6, now 1\n$/);
  // Each format has levels of its own.
  const columns = await command(['run', manifest, '--format', 'parquet']);
  t.is(columns.code, 0, columns.stderr);
  t.regex(columns.stderr, /lines agree, bytes do not: .*format: jsonl\.gz, now parquet/);

  const bytes = await readFile(file);
  const differs = await command(['run', manifest, '--hops', '3']);
  t.is(differs.code, 1);
  t.regex(differs.stderr, /\.again\.jsonl\.gz: lines differ\n {2}hops: 4, now 3\n$/);
  t.deepEqual(await readFile(file), bytes);
  t.deepEqual(
    (await readdir(folder)).filter(name => name.includes('.again.')).length,
    2,
    'what differs is kept, with its manifest',
  );
  t.regex(
    (await command(['run', manifest, '--level', 'hard'])).stderr,
    /--level is no option of keychain/,
  );
  t.is((await command(['run', manifest, '--max-seq-length', '2k,4k'])).code, 2);
});

test.serial(
  'what another Node has packed is told as such, and a file that was changed',
  async t => {
    const { manifest } = await made(t);
    const content = await read(manifest);
    content.output.sha256 = 'f'.repeat(64);
    content.versions = { ...content.versions, node: '99.0.0', zlib: '9.9' };
    await writeFile(manifest, JSON.stringify(content));
    const { code, stderr } = await command(['run', manifest]);
    t.is(code, 0);
    t.regex(
      stderr,
      /lines agree, bytes do not: Node 99\.0\.0 with zlib 9\.9 packed it, this is Node /,
    );
    t.regex(stderr, /the file beside the manifest is not the one that it describes/);
  },
);

test.serial('another version, and lines of its own, are told', async t => {
  const { manifest } = await made(t);
  const content = await read(manifest);
  content.output.lines_sha256 = 'f'.repeat(64);
  await writeFile(manifest, JSON.stringify(content));
  t.regex((await command(['run', manifest])).stderr, /although the plans are the same: .*report/);
  content.plan.version = '0.0.1';
  await writeFile(manifest, JSON.stringify(content));
  t.regex((await command(['run', manifest])).stderr, /lines differ\n {2}version: 0\.0\.1, now /);
});

test.serial('a run in code is made again from its plan', async t => {
  const dataset = await worldFile(t, 'musique', 50);
  const dir = await tempDir(t);
  const [summary] = await keychain({
    dataset: [dataset],
    maxSeqLength: [2048],
    saveDir: dir,
    hops: 3,
    chains: { per1024: 2 },
    template: '{context}\n\\n{question} {chain_head}',
    placement: 'gaussian',
  });
  const { file } = summary!.outputs[0]!;
  const manifest = file.replace('.jsonl.gz', '.manifest.json');
  t.is((await read(manifest)).command_line, undefined);
  const { code, stderr } = await command(['run', manifest, '--input', dataset]);
  t.is(code, 0, stderr);
  t.regex(stderr, /lines and bytes agree/);
});

test.serial('run of a config is its command; a manifest of it needs no config', async t => {
  const dataset = await worldFile(t, 'hotpotqa', 50);
  const dir = await tempDir(t);
  const config = join(dir, 'run.yaml');
  const lines = [
    ...['command: keychain', `dataset: ${dataset}`, 'max-seq-length: [2k]', 'hops: 3'],
    ...[`save-dir: ${dir}`, 'save-name: w', 'quiet: true', 'shuffle-qa: true', 'num-samples: 20'],
  ];
  await writeFile(config, lines.join('\n'));
  const ran = await command(['run', config, '--num-samples', '10']);
  t.is(ran.code, 0, ran.stderr);
  t.is(ran.stderr, '', 'the config asks for quiet');
  const places = await placesIn(join(dir, 'w'));
  t.true(basename(places.manifest).includes('num_sample_10'));
  const bytes = await readFile(places.file);
  await rm(places.file);
  const options = ['--num-samples', '10', '--no-quiet'];
  const same = await command(['keychain', '--config', config, ...options]);
  t.is(same.code, 0, same.stderr);
  t.true(same.stderr.length > 0);
  t.deepEqual(await readFile(places.file), bytes);
  await rm(config);
  const { code, stderr } = await command(['run', places.manifest]);
  t.is(code, 0, stderr);
  t.regex(stderr, /lines and bytes agree/);

  await writeFile(config, 'command: parse\nhops: 3\n');
  t.regex((await command(['run', config])).stderr, /run\.yaml:2:1: hops is no setting of parse/);
  await writeFile(config, 'command: parse\n');
  t.regex((await command(['run', config, '--hops', '3'])).stderr, /--hops is no option of parse/);
  t.is((await command(['run', config, '--input', 'x'])).code, 2);
});

test.serial('a manifest that is none is told', async t => {
  const dir = await tempDir(t);
  await mkdir(dir, { recursive: true });
  const file = join(dir, 'x.manifest.json');
  await writeFile(file, '{"plan": 1}');
  const { code, stderr } = await command(['run', file]);
  t.is(code, 1);
  t.regex(stderr, /INPUT_FORMAT: .*no manifest/);
  t.regex((await command(['run', join(dir, 'y.manifest.json')])).stderr, /INPUT_MISSING/);
  t.regex((await command(['run', join(dir, 'y.yaml')])).stderr, /INPUT_MISSING/);
});

test.serial('a manifest that somebody has edited, or an output for it, is told', async t => {
  const { manifest } = await made(t);
  const whole = await read(manifest);
  const edited = join(dirname(manifest), 'edited.manifest.json');
  const edits = [
    { plan: { ...whole.plan, command: 'none' } },
    { inputs: {} },
    { files: undefined },
    { tokenizer: undefined },
    { output: { ...whole.output, format: 'zip' } },
    { command_line: 'keychain' },
    { command_line: [1] },
    { versions: undefined },
    { inputs: [{ ...whole.inputs[0], sha256: 1 }] },
    { plan: { ...whole.plan, inputs: 'abc' } },
    { deep: JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) },
  ];
  for (const edit of edits) {
    await writeFile(edited, JSON.stringify({ ...whole, ...edit }));
    const { code, stderr } = await command(['run', edited]);
    t.is(code, 1);
    t.regex(stderr, /INPUT_FORMAT/, JSON.stringify(edit));
  }
  t.is((await command(['run', manifest, '--out', '-'])).code, 2);
});

/** The object, and each with one of its fields, at any depth, left out or made null. */
function* maimed<T>(value: T): Generator<T> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, field] of Object.entries(value)) {
    const { [name]: _, ...rest } = value as Record<string, unknown>;
    if (!Array.isArray(value)) yield rest as T;
    const put = (other: unknown): T =>
      (Array.isArray(value) ? value.with(Number(name), other) : { ...value, [name]: other }) as T;
    yield put(null);
    for (const other of maimed(field)) yield put(other);
  }
}

test.serial('a manifest without any one of its fields is read, or refused with a code', async t => {
  const { manifest, dataset } = await made(t);
  const whole = await read(manifest);
  const other = join(dirname(manifest), 'maimed.manifest.json');
  let refused = 0;
  let taken = 0;
  for (const each of maimed(whole)) {
    await writeFile(other, JSON.stringify(each));
    try {
      const before = await readManifest(other);
      await settingsAgain(before, {}, openFinder([dataset]), silentReporter);
      agreement(before, whole, 'file');
      agreement(whole, before, 'file');
      taken++;
    } catch (error) {
      t.true(error instanceof KeychainError, `${JSON.stringify(each)}: ${(error as Error).stack}`);
      refused++;
    }
  }
  t.true(refused > 20 && taken > 20, `${refused}, ${taken}`);
});

test.serial(
  'what stood in a file is in the plan, so a manifest needs the file no more',
  async t => {
    const dataset = await worldFile(t, 'hotpotqa', 30);
    const server = await modelServer(t, dataset);
    const dir = await tempDir(t);
    const texts = { 'system.txt': '@ever brief.\n', 'extra.json': '{"top_k": 20, "min_p": 0}\n' };
    for (const [name, text] of Object.entries(texts)) await writeFile(join(dir, name), text);
    await commandOutput([
      ...['keychain', dataset, '--max-seq-length', '2k', '--save-dir', dir, '--save-name', 'w'],
      ...[...server.flags, '--journal', join(dir, 'journal'), '--quiet'],
      ...['--system-prompt', `@${join(dir, 'system.txt')}`],
      ...['--extra-body', join(dir, 'extra.json')],
    ]);
    const { manifest } = await placesIn(join(dir, 'w'));
    const { settings } = (await read(manifest)).plan;
    t.is(settings['system-prompt'], '@ever brief.');
    t.is(settings['extra-body'], '{"min_p":0,"top_k":20}');
    for (const name of Object.keys(texts)) await rm(join(dir, name));
    const again = await command(['run', manifest]);
    t.is(again.code, 0, again.stderr);
    t.regex(again.stderr, /lines and bytes agree/);
  },
);
