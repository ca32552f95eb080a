import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import {
  type BuildProgress,
  type EnsureOptions,
  ensureCorpus,
  findCorpus,
} from '../../../lib/corpus/build/ensure.js';
import type { CorpusSource } from '../../../lib/corpus/build/sources.js';
import { openCorpus } from '../../../lib/corpus/open.js';
import { readRejects } from '../../../lib/corpus/read-rejects.js';
import {
  CORPUS_FORMAT,
  dataFileOf,
  INFO_FILE,
  readInfo,
  rejectsFileOf,
} from '../../../lib/corpus/store/info.js';
import { DATA_FILE } from '../../../lib/corpus/store/layout.js';
import { readQuestions } from '../../../lib/datasets/read-questions.js';
import type { Reject } from '../../../lib/records/reject.js';
import { questionsSource } from '../../support/corpus.js';
import { madeQuestion, madeQuestions } from '../../support/questions.js';
import { tempDir } from '../../support/temp-dir.js';
import { doubtfulWords, words } from '../../support/tokenizer.js';

/** A file of questions, and how often it was read as a dataset. */
interface Dataset extends CorpusSource {
  reads: number;
}

function dataset(file: string, format = 'questions'): Dataset {
  const source: Dataset = {
    file,
    format,
    reads: 0,
    read: parts => {
      source.reads++;
      return readQuestions(file, parts);
    },
  };
  return source;
}

const linesOf = (questions: unknown[]): string =>
  questions.map(question => `${JSON.stringify(question)}\n`).join('');

/** A folder with a dataset of `count` questions and a place for corpora. */
async function world(t: ExecutionContext, count = 3) {
  const root = await tempDir(t);
  const file = join(root, 'data', 'questions.jsonl');
  const cacheDir = join(root, 'cache');
  await mkdir(dirname(file));
  await writeFile(file, linesOf(madeQuestions(count)));
  const source = dataset(file);
  const options = { sources: [source], tokenizer: words, cacheDir };
  return { root, file, cacheDir, source, options };
}

/** Everything below a folder. */
async function below(dir: string): Promise<string[]> {
  return (await readdir(dir, { recursive: true }).catch(() => [])).sort();
}

async function textsOf(dir: string): Promise<string[]> {
  const corpus = await openCorpus(dir, words);
  const texts = Array.from({ length: corpus.info.questions }, (_, i) => corpus.questionText(i));
  await corpus.close();
  return texts;
}

test('a corpus is built once and found again, without the dataset being read', async t => {
  const { options, source, cacheDir } = await world(t);
  t.is(await findCorpus(options), undefined);
  const built = await ensureCorpus(options);
  t.true(built.built);
  t.is(built.dir, join(cacheDir, 'corpora', built.info.key));
  const found = await ensureCorpus(options);
  t.deepEqual(found, { ...built, built: false });
  t.is(source.reads, 1);
  t.deepEqual(
    await textsOf(found.dir),
    madeQuestions(3).map(({ question }) => question),
  );
  t.deepEqual(await below(join(cacheDir, 'corpora')), [
    built.info.key,
    ...[dataFileOf(built.info.key), INFO_FILE, rejectsFileOf(built.info.key)].map(name =>
      join(built.info.key, name),
    ),
  ]);
});

test('the inputs are told with size and SHA-256', async t => {
  const { options, file } = await world(t);
  await writeFile(file, linesOf([madeQuestion(7)]));
  const { info } = await ensureCorpus(options);
  const bytes = await readFile(file);
  t.deepEqual(info.inputs, [
    {
      name: 'questions.jsonl',
      format: 'questions',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  ]);
});

test('changed content gives another corpus, even of the same size', async t => {
  const { options, file } = await world(t);
  const first = await ensureCorpus(options);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('place 0,', 'place 9,'));
  const second = await ensureCorpus(options);
  t.true(second.built);
  t.not(second.info.key, first.info.key);
  t.regex((await textsOf(second.dir))[0]!, /place 9/);
  t.regex((await textsOf(first.dir))[0]!, /place 0/);
});

test('a file that was touched, moved or copied needs no other corpus, nor does a tokenizer', async t => {
  const { root, options, file, source } = await world(t);
  const { info, dir } = await ensureCorpus(options);
  await utimes(file, 1, 1);
  t.like(await ensureCorpus(options), { built: false, dir });
  t.is(source.reads, 1);

  const copy = join(root, 'copy.jsonl');
  await copyFile(file, copy);
  const copied = dataset(copy);
  const found = await ensureCorpus({ ...options, sources: [copied] });
  t.like(found, { built: false, dir });
  t.deepEqual(found.info.inputs, [{ ...info.inputs[0], name: 'copy.jsonl' }], 'by its own name');

  const moved = dataset(join(root, 'moved.jsonl'));
  await rename(copy, moved.file);
  t.like(await ensureCorpus({ ...options, sources: [moved] }), { built: false, dir });
  t.is(copied.reads + moved.reads, 0);

  const tokenizer = { ...words, identity: { ...words.identity, name: 'renamed' } };
  t.like(await ensureCorpus({ ...options, tokenizer }), {
    built: false,
    info: { tokenizer: tokenizer.identity },
  });
});

test('another tokenizer, format or order of inputs gives another corpus', async t => {
  const { root, options, file } = await world(t);
  const other = join(root, 'other.jsonl');
  await writeFile(other, linesOf([madeQuestion(100)]));
  const keys = new Set<string>();
  for (const changes of [
    {},
    { tokenizer: doubtfulWords },
    { sources: [dataset(file, 'auto')] },
    { sources: [dataset(file), dataset(other)] },
    { sources: [dataset(other), dataset(file)] },
  ]) {
    const { built, info } = await ensureCorpus({ ...options, ...changes });
    t.true(built);
    keys.add(info.key);
  }
  t.is(keys.size, 5);
});

test('several inputs make one corpus, in their order', async t => {
  const { root, options, file } = await world(t, 2);
  const other = join(root, 'other.jsonl');
  await writeFile(other, linesOf([madeQuestion(100), madeQuestion(101)]));
  const sources = [dataset(other), dataset(file)];
  const { dir } = await ensureCorpus({ ...options, sources });
  t.deepEqual(
    await textsOf(dir),
    [100, 101, 0, 1].map(n => madeQuestion(n).question),
  );
  t.like(await ensureCorpus({ ...options, sources }), { built: false });
});

test('standard input is read every time, but gives the same corpus', async t => {
  const cacheDir = await tempDir(t);
  const sources = [questionsSource(madeQuestions(2))];
  const first = await ensureCorpus({ sources, tokenizer: words, cacheDir });
  const second = await ensureCorpus({ sources, tokenizer: words, cacheDir });
  t.true(second.built);
  t.is(second.dir, first.dir);
  t.deepEqual(await readdir(join(cacheDir, 'corpora')), [first.info.key], 'nothing else is left');
});

async function keptRejects(dir: string, files: string[]): Promise<Reject[]> {
  const rejects: Reject[] = [];
  const info = await readInfo(dir);
  for await (const reject of readRejects({ dir, info }, files, undefined)) rejects.push(reject);
  return rejects;
}

test('rejects of several inputs are told with their own', async t => {
  const { root, options } = await world(t);
  const inputs = { a: [madeQuestion(0), { id: 'bad' }], b: [{ id: 'bad' }, madeQuestion(0)] };
  const files: string[] = [];
  for (const [name, records] of Object.entries(inputs)) {
    files.push(join(root, name));
    await writeFile(join(root, name), linesOf(records));
  }
  const told: Reject[] = [];
  const sources = files.map(file => dataset(file));
  const all = { ...options, sources, onReject: (reject: Reject) => told.push(reject) };
  const { dir, info } = await ensureCorpus(all);
  t.like(info, { questions: 1, rejects: 3 });
  t.deepEqual(
    told.map(({ file, code, record }) => [file, code, record]),
    [
      [files[0], 'RECORD_INVALID', 1],
      [files[1], 'RECORD_INVALID', 0],
      [files[1], 'DUPLICATE_ID', 1],
    ],
  );
  t.deepEqual(await keptRejects(dir, files), told);
});

test('rejects are told, counted and kept', async t => {
  const { options, file } = await world(t);
  await writeFile(
    file,
    linesOf([madeQuestion(0), { id: 'bad' }, madeQuestion(1), madeQuestion(0)]),
  );
  const told: Reject[] = [];
  const { dir, info } = await ensureCorpus({ ...options, onReject: reject => told.push(reject) });
  t.like(info, { questions: 2, rejects: 2 });
  t.deepEqual(
    told.map(({ code, record }) => [code, record]),
    [
      ['RECORD_INVALID', 1],
      ['DUPLICATE_ID', 3],
    ],
  );
  t.deepEqual(await keptRejects(dir, [file]), told);
  // Found again they are those of the file as it is named then.
  t.deepEqual(
    await keptRejects(dir, ['renamed']),
    told.map(reject => ({ ...reject, file: 'renamed' })),
  );
});

async function progressOf(options: EnsureOptions): Promise<BuildProgress[]> {
  const told: BuildProgress[] = [];
  await ensureCorpus({ ...options, onProgress: progress => told.push(progress) });
  return told;
}

test('progress is told in questions, and in bytes as they are stored', async t => {
  const { root, options, file } = await world(t, 600);
  const other = join(root, 'other');
  await writeFile(other, linesOf(madeQuestions(1200).slice(600)));
  const sizes = [(await stat(file)).size, (await stat(other)).size];
  const size = sizes[0]! + sizes[1]!;
  const told = await progressOf({ ...options, sources: [dataset(file), dataset(other)] });
  t.deepEqual(
    told.map(({ questions }) => questions),
    [256, 512, 768, 1024, 1200],
  );
  const bytes = told.map(progress => progress.bytes);
  t.true(bytes.every((each, i) => each > 0 && each >= (bytes[i - 1] ?? 0)));
  t.is(bytes.at(-1), size);
  t.true(told.every(({ totalBytes }) => totalBytes === size));
});

test('progress in bytes counts a compressed file as it lies on disk', async t => {
  const { options, file } = await world(t, 300);
  const packed = gzipSync(await readFile(file));
  await writeFile(file, packed);
  const last = (await progressOf(options)).at(-1);
  t.deepEqual(last, {
    questions: 300,
    fillers: 0,
    bytes: packed.length,
    totalBytes: packed.length,
  });
});

test('progress has no total where an input is no regular file', async t => {
  const { root, options, file } = await world(t, 300);
  const pipe = join(root, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const feeding = pipeline(createReadStream(file), createWriteStream(pipe));
  const told = await progressOf({ ...options, sources: [dataset(file), dataset(pipe)] });
  await feeding;
  t.is(told.at(-1)?.bytes, 2 * (await stat(file)).size);
  t.true(told.every(({ totalBytes }) => totalBytes === undefined));
});

const FAILURES: Record<string, { source: (file: string) => CorpusSource; error: object }> = {
  'is not there': {
    source: file => dataset(`${file}.missing`),
    error: { code: 'INPUT_MISSING' },
  },
  'fails after some questions': {
    source: file => ({
      ...dataset(file),
      read: () =>
        Readable.from(
          (function* () {
            yield madeQuestion(0);
            throw new Error('after some');
          })(),
        ),
    }),
    error: { message: 'after some' },
  },
  'cannot be opened at all': {
    source: file => ({
      ...dataset(file),
      read: () => {
        throw new Error('at all');
      },
    }),
    error: { message: 'at all' },
  },
};

for (const [name, { source, error }] of Object.entries(FAILURES)) {
  for (const own of [false, true]) {
    test(`a source that ${name} leaves nothing behind${own ? ' in a folder of its own' : ''}`, async t => {
      const { root, options, file, cacheDir } = await world(t);
      const dir = own ? { dir: join(root, 'own') } : {};
      const before = await below(root);
      await t.throwsAsync(ensureCorpus({ ...options, ...dir, sources: [source(file)] }), error);
      await t.throwsAsync(
        ensureCorpus({ ...options, ...dir, sources: [dataset(file), source(file)] }),
        error,
      );
      t.deepEqual(await below(join(cacheDir, 'corpora')), []);
      t.deepEqual(
        (await below(root)).filter(path => !path.startsWith('cache')),
        before,
      );
    });
  }
}

test('inputs without any question make no corpus', async t => {
  const { options, file, cacheDir } = await world(t);
  const empty = { ...dataset(file), read: () => Readable.from([]) };
  await t.throwsAsync(ensureCorpus({ ...options, sources: [empty, empty] }), {
    code: 'INPUT_FORMAT',
  });
  t.deepEqual(await below(join(cacheDir, 'corpora')), []);
});

test('an observer that throws ends the build, and nothing is left', async t => {
  const { options, file, cacheDir } = await world(t);
  await writeFile(file, linesOf([madeQuestion(0), { id: 'bad' }, madeQuestion(1)]));
  const stop = () => {
    throw new Error('stop');
  };
  await t.throwsAsync(ensureCorpus({ ...options, onReject: stop }), { message: 'stop' });
  await t.throwsAsync(ensureCorpus({ ...options, onProgress: stop }), { message: 'stop' });
  t.deepEqual(await below(join(cacheDir, 'corpora')), []);
});

/** The file of the corpus in a folder. */
async function dataFileIn(dir: string): Promise<string> {
  const name = (await readdir(dir)).find(each => each.endsWith('.bin'));
  return join(dir, name!);
}

const BREAKS: Record<string, (dir: string) => Promise<unknown>> = {
  'lacks its corpus.json': dir => rm(join(dir, INFO_FILE)),
  'has half a corpus.json': dir => truncate(join(dir, INFO_FILE), 30),
  'lacks its tables': async dir => rm(await dataFileIn(dir)),
  'has half of its tables': async dir => truncate(await dataFileIn(dir), 512),
  'is of another version': async dir => {
    const info = JSON.parse(await readFile(join(dir, INFO_FILE), 'utf8'));
    await writeFile(join(dir, INFO_FILE), JSON.stringify({ ...info, format: CORPUS_FORMAT - 1 }));
  },
};

for (const [name, damage] of Object.entries(BREAKS)) {
  for (const own of [false, true]) {
    test(`a corpus that ${name} is not used but built again${own ? ' in its own folder' : ''}`, async t => {
      const { root, options } = await world(t);
      const given = own ? { ...options, dir: join(root, 'own') } : options;
      const { dir } = await ensureCorpus(given);
      await damage(dir);
      t.is(await findCorpus(given), undefined);
      t.like(await ensureCorpus(given), { built: true, dir });
      t.is((await textsOf(dir)).length, 3);
      t.deepEqual(
        await readdir(dirname(dir)).then(names => names.filter(n => n.startsWith('.'))),
        [],
      );
    });
  }
}

test('an unfinished build of another process is neither used nor removed', async t => {
  const { options, cacheDir } = await world(t);
  const unfinished = join(cacheDir, 'corpora', '.building-other');
  await mkdir(unfinished, { recursive: true });
  await writeFile(join(unfinished, DATA_FILE), 'half');
  const { built, dir } = await ensureCorpus(options);
  t.true(built);
  t.deepEqual((await readdir(join(cacheDir, 'corpora'))).sort(), [
    '.building-other',
    dir.slice(-32),
  ]);
});

for (const own of [false, true]) {
  test(`the same corpus can be built many times at once${own ? ' in a folder of its own' : ''}`, async t => {
    const { root, options, file, cacheDir } = await world(t, 300);
    const dir = own ? join(root, 'own') : undefined;
    const ensured = await Promise.all(
      Array.from({ length: 5 }, () => ensureCorpus({ ...options, dir, sources: [dataset(file)] })),
    );
    t.is(new Set(ensured.map(each => each.dir)).size, 1);
    t.is((await textsOf(ensured[0]!.dir)).length, 300);
    t.deepEqual(
      (await below(root)).filter(path => path.includes('.building') || path.includes('.old')),
      [],
    );
    t.is((await readdir(join(cacheDir, 'digests'))).length, 1);
  });
}

test('different corpora may be put into the same folder at once: one of them stays, whole', async t => {
  const { root, options } = await world(t);
  const dir = join(root, 'own');
  const ensured = await Promise.all(
    [10, 20, 30, 40].map(async count => {
      const file = join(root, `${count}.jsonl`);
      await writeFile(file, linesOf(madeQuestions(count)));
      return ensureCorpus({ ...options, dir, sources: [dataset(file)] });
    }),
  );
  t.true(ensured.every(({ built }) => built));
  const { length } = await textsOf(dir);
  t.true([10, 20, 30, 40].includes(length));
  t.deepEqual(
    (await readdir(root)).filter(name => name.startsWith('.')),
    [],
  );
});

test('a folder of its own is found again, and built anew when the input has changed', async t => {
  const { root, options, file, source } = await world(t);
  const dir = join(root, 'deep', 'own.corpus');
  t.like(await ensureCorpus({ ...options, dir }), { built: true, dir });
  t.like(await ensureCorpus({ ...options, dir }), { built: false, dir });
  t.is(source.reads, 1);
  await writeFile(file, linesOf(madeQuestions(4)));
  t.like(await ensureCorpus({ ...options, dir }), { built: true, dir });
  t.is((await textsOf(dir)).length, 4);
  t.deepEqual(await readdir(dirname(dir)), ['own.corpus']);
});

test('a corpus that is open stays what it was when another takes its place', async t => {
  const { root, options, file } = await world(t);
  const dir = join(root, 'own');
  await ensureCorpus({ ...options, dir });
  const old = await openCorpus(dir, words);
  await writeFile(file, linesOf([madeQuestion(50)]));
  await ensureCorpus({ ...options, dir });
  const fresh = await openCorpus(dir, words);
  t.is(old.questionText(0), madeQuestion(0).question);
  t.is(fresh.questionText(0), madeQuestion(50).question);
  t.is(old.passage(11).title, 'Place 11');
  await old.close();
  t.is(fresh.passage(0).title, 'Place 200');
  await fresh.close();
});

test('an empty folder is a place for a corpus', async t => {
  const { root, options } = await world(t);
  const dir = join(root, 'empty');
  await mkdir(dir);
  await ensureCorpus({ ...options, dir });
  t.is((await textsOf(dir)).length, 3);
});

test('what is no corpus is in the way, which is told before anything is read', async t => {
  const { root, options, source } = await world(t);
  const folder = join(root, 'folder');
  await mkdir(folder);
  await writeFile(join(folder, 'mine.txt'), 'mine');
  const file = join(root, 'file');
  await writeFile(file, 'mine');
  for (const dir of [folder, file]) {
    const error = await t.throwsAsync(ensureCorpus({ ...options, dir }), {
      code: 'CORPUS_UNUSABLE',
    });
    t.regex(error.message, /in the way/);
  }
  t.is(source.reads, 0);
  t.is(await readFile(join(folder, 'mine.txt'), 'utf8'), 'mine');
  t.is(await readFile(file, 'utf8'), 'mine');
});

test('what else stands in the folder of a stale corpus stays there', async t => {
  const { root, options, file } = await world(t);
  const dir = join(root, 'own');
  await ensureCorpus({ ...options, dir });
  await mkdir(join(dir, 'out'));
  await writeFile(join(dir, 'out', 'samples'), 'samples');
  await writeFile(file, linesOf(madeQuestions(4)));
  t.true((await ensureCorpus({ ...options, dir })).built);
  t.is(await readFile(join(dir, 'out', 'samples'), 'utf8'), 'samples');
  t.is((await textsOf(dir)).length, 4);
  t.deepEqual(
    (await readdir(root)).filter(name => name.startsWith('.')),
    [],
  );
});

for (const place of ['/proc/none', '/proc/none/below', '/sys/none'].filter(() =>
  existsSync('/proc'),
)) {
  test(`a place that takes no folder ends at once: ${place}`, async t => {
    const { options } = await world(t);
    for (const given of [{ cacheDir: place }, { dir: place }]) {
      const error = await t.throwsAsync(ensureCorpus({ ...options, ...given }), {
        code: 'OUTPUT_UNWRITABLE',
      });
      t.true(error.message.includes(place), error.message);
    }
  });
}

test('a folder that was made for a corpus goes with a build that fails, unless it is used', async t => {
  const { root, options, file } = await world(t);
  const dir = join(root, 'own');
  const failing = (andThen: () => Promise<unknown>): CorpusSource => ({
    ...dataset(file),
    read: () =>
      Readable.from(
        (async function* () {
          yield madeQuestion(0);
          await andThen();
          throw new Error('after some');
        })(),
      ),
  });
  const build = (source: CorpusSource) => ensureCorpus({ ...options, dir, sources: [source] });
  await t.throwsAsync(build(failing(async () => undefined)), { message: 'after some' });
  t.false(existsSync(dir));
  await t.throwsAsync(build(failing(() => writeFile(join(dir, 'mine'), 'mine'))));
  t.deepEqual(await readdir(dir), ['mine']);
});

test('a place that cannot be written to is an error with a code', async t => {
  const { options, file } = await world(t);
  await t.throwsAsync(ensureCorpus({ ...options, cacheDir: join(file, 'cache') }), {
    code: 'OUTPUT_UNWRITABLE',
  });
  await t.throwsAsync(ensureCorpus({ ...options, dir: join(file, 'below', 'corpus') }), {
    code: 'CORPUS_UNUSABLE',
  });
});
