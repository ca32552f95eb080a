import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as later } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { parse } from '../../lib/datasets/parse.js';
import { worldRecords } from '../../lib/world/index.js';
import { zipOf } from '../datasets/fixtures.js';
import { all } from '../support/streams.js';
import { tempDir } from '../support/temp-dir.js';

/** The folders of one run, which nobody else uses. */
interface Folders {
  tmp: string;
  home: string;
  cache: string;
  /** Where it runs, and where its files are. */
  work: string;
}

interface Run extends Folders {
  child: ChildProcessWithoutNullStreams;
  /** Lines on standard output so far. */
  lines: () => number;
}

interface Case {
  args: string[];
  /** Files that are there before it starts. */
  files?: Record<string, Buffer>;
  /** A command that is run to its end before. */
  before?: string[];
  /** Resolves once work is certainly under way; standard input stays open. */
  underWay: (run: Run) => Promise<void>;
  /** The next run goes on with what there is. */
  goesOn?: boolean;
}

const EXECUTABLE = resolve('bin/pipe');
/** Milliseconds after which what was to be seen will not be seen any more. */
const DEADLINE_MS = 60_000;
/** Bytes: more than the pipe and the stages hold, so that what was taken was worked on. */
const MANY = 3 << 20;

async function see(what: string, isThere: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await isThere())) {
    if (Date.now() > deadline) throw new Error(`${what} was never seen`);
    await later(5);
  }
}

const namesIn = async (dir: string): Promise<string[]> =>
  existsSync(dir) ? (await readdir(dir, { recursive: true })).sort() : [];

/** The process has taken all that it was given. */
const taken = ({ child }: Run, input: Buffer): Promise<void> =>
  new Promise(done => void child.stdin.write(input, () => done()));

const isNamed = (dir: string, ending: RegExp) =>
  see(`${ending}`, async () => (await namesIn(dir)).some(name => ending.test(name)));

/** A zip waits for its end: by then all that was given is in the spool, which has no name any more. */
async function spooled(run: Run, input: Buffer): Promise<void> {
  await taken(run, input);
  if (process.platform !== 'linux') return;
  const open = `/proc/${run.child.pid}/fd`;
  await see('the spool', async () => {
    const files = (await readdir(open)).map(name => join(open, name));
    return files.some(file => spoolSize(file) === input.length);
  });
}

/** Bytes of the spool that a descriptor stands for; undefined if it is none, or is closed again. */
function spoolSize(descriptor: string): number | undefined {
  try {
    const isSpool = readlinkSync(descriptor).endsWith('spool (deleted)');
    return isSpool ? statSync(descriptor).size : undefined;
  } catch {
    return undefined;
  }
}

const linesOf = (count: number, record: (i: number) => object): Buffer =>
  Buffer.from(Array.from({ length: count }, (_, i) => `${JSON.stringify(record(i))}\n`).join(''));

const samples = linesOf(MANY >> 10, i => ({
  id: `d/q${i}/4096`,
  input: 'Who?',
  answers: ['x'],
  context: 'x'.repeat(1000),
  meta: { passages: [] },
}));
const predictions = linesOf(MANY >> 10, i => ({ id: `q${i}`, predictions: ['x'.repeat(1000)] }));
const ids = linesOf(10_000, i => ({ id: `q${i}` }));

const zipOfWithoutEnd = (data: Buffer): Buffer =>
  zipOf([{ name: 'inside', data, stored: true }]).subarray(0, -1);

const whole = Buffer.from(JSON.stringify([...worldRecords('hotpotqa', { questions: 1200 })]));
/** The same dataset without its last bracket. */
const endless = whole.subarray(0, -1);
const parsed = await all<object>(Readable.from([whole]).pipe(parse()));
const questions = linesOf(parsed.length, i => parsed[i]!);

const BUILDING = /(?:^|\/)\.building-[\w-]+\/corpus\.bin$/;
const PARTIAL = /\.partial$/;

/** Waits for the partial output, and for the input to be taken. */
const writing = (input: Buffer) => async (run: Run) => {
  await taken(run, input);
  await isNamed(run.work, PARTIAL);
};

/** Whether a log of samples under way tells of a block, which the next run goes on behind. */
async function hasBlock(work: string): Promise<boolean> {
  const logs = (await namesIn(work)).filter(name => name.endsWith('.part.log'));
  return logs.some(log => readFileSync(join(work, log), 'utf8').split('\n').length > 2);
}

const CASES: Record<string, Case> = {
  'verify of samples on standard input': {
    args: ['verify', '-'],
    underWay: run => taken(run, samples),
  },
  'verify of a zip on standard input': {
    args: ['verify', '-'],
    underWay: run => spooled(run, zipOfWithoutEnd(samples)),
  },
  'parse of a dataset on standard input': {
    args: ['parse', '-'],
    underWay: async run => {
      await taken(run, endless);
      await see('1100 questions', () => run.lines() > 1100);
    },
  },
  'parse of a zip on standard input': {
    args: ['parse', '-', '--out', 'questions.jsonl.gz'],
    underWay: run => spooled(run, zipOfWithoutEnd(whole)),
  },
  'parse with rejects to a file': {
    args: ['parse', '-', '--out', 'questions.jsonl.gz', '--rejects', 'rejects.jsonl'],
    underWay: async run => {
      await taken(run, Buffer.concat([endless, Buffer.from(', {}, 7, ')]));
      await isNamed(run.work, /^rejects\.jsonl\.partial$/);
    },
  },
  'index of a dataset on standard input': {
    args: ['index', '-'],
    underWay: async run => {
      await taken(run, endless);
      await isNamed(join(run.cache, 'keychain'), BUILDING);
    },
  },
  'index into a folder of its own': {
    args: ['index', '-', '--corpus', 'corpora/mine'],
    underWay: async run => {
      await taken(run, endless);
      await isNamed(run.work, BUILDING);
    },
  },
  'index of a zip on standard input': {
    args: ['index', '-'],
    underWay: run => spooled(run, zipOfWithoutEnd(whole)),
  },
  'keychain of a dataset on standard input': {
    args: ['keychain', '-', '--save-dir', 'out', '--save-name', 'x', '--max-seq-length', '4k'],
    underWay: async run => {
      await taken(run, endless);
      await isNamed(join(run.cache, 'keychain'), BUILDING);
    },
  },
  'keychain that writes samples': {
    args: ['keychain', 'd.json', '--save-dir', 'out', '--max-seq-length', '64k,128k'],
    files: { 'd.json': whole },
    underWay: ({ work }) => see('a block in a log', () => hasBlock(work)),
    goesOn: true,
  },
  'merge of parts without their list': {
    args: ['merge', '-', '--out', 'merged.jsonl.gz'],
    underWay: writing(predictions),
  },
  'merge of parts with their list': {
    args: ['merge', 'part.jsonl', '--questions', '-', '--out', 'merged.jsonl'],
    files: { 'part.jsonl': predictions },
    underWay: writing(predictions),
  },
  'filter by a file of ids': {
    args: ['filter', '-', '--filter-ids-path', 'ids.jsonl', '--out', 'kept.jsonl'],
    files: { 'ids.jsonl': ids },
    underWay: writing(predictions),
  },
  'fill in another order': {
    args: ['fill', '-', '--corpus', 'corpus', '--shuffle-qa', '--max-seq-length', '4k'],
    files: { 'd.json': whole },
    before: ['index', 'd.json', '--corpus', 'corpus'],
    underWay: run => taken(run, questions),
  },
};

function start(folders: Folders, args: readonly string[]): ChildProcessWithoutNullStreams {
  const { tmp, home, cache, work } = folders;
  return spawn(EXECUTABLE, args, {
    cwd: work,
    env: { ...process.env, TMPDIR: tmp, HOME: home, XDG_CACHE_HOME: cache },
  });
}

async function foldersOf(t: ExecutionContext): Promise<Folders> {
  const root = await tempDir(t);
  const folder = async (name: string) => {
    await mkdir(join(root, name));
    return join(root, name);
  };
  return {
    tmp: await folder('tmp'),
    home: await folder('home'),
    cache: await folder('cache'),
    work: await folder('work'),
  };
}

/** Each case is ended in two ways. */
const ENDS: NodeJS.Signals[][] = [['SIGINT'], ['SIGTERM'], ['SIGHUP'], ['SIGINT', 'SIGINT']];

for (const [at, [name, { args, files, before, underWay, goesOn }]] of Object.entries(
  CASES,
).entries()) {
  for (const signals of [ENDS[at % ENDS.length]!, ENDS[(at + 1) % ENDS.length]!]) {
    test.serial(
      `${name}: ${signals.join(' and ')} ends it with 130 and nothing lies about`,
      async t => {
        const folders = await foldersOf(t);
        const { tmp, home, cache, work } = folders;
        for (const [file, bytes] of Object.entries(files ?? {})) {
          await writeFile(join(work, file), bytes);
        }
        if (before) {
          const child = start(folders, before);
          child.stdout.resume();
          child.stderr.resume();
          t.deepEqual(await once(child, 'close'), [0, null]);
        }
        const earlier = await namesIn(work);

        const child = start(folders, args);
        t.teardown(() => child.kill('SIGKILL'));
        let lines = 0;
        let stderr = '';
        child.stdout.on('data', (chunk: Buffer) => {
          for (const byte of chunk) if (byte === 0x0a) lines++;
        });
        child.stderr.on('data', (chunk: Buffer) => {
          stderr += chunk;
        });
        child.stdin.on('error', () => undefined);
        const over = once(child, 'close');
        await underWay({ ...folders, child, lines: () => lines });
        t.is(child.exitCode, null, stderr);
        for (const signal of signals) child.kill(signal);
        const end = await over;
        // A second one may come when all is seen to, and only the end is waited for.
        if (signals.length === 1 || end[1] === null) t.deepEqual(end, [130, null]);
        else t.deepEqual(end, [null, signals[0]]);
        t.regex(stderr, goesOn ? /interrupted; the same command goes on\n$/ : /interrupted\n$/);

        t.deepEqual(await namesIn(tmp), []);
        t.deepEqual(await namesIn(home), []);
        const stays = goesOn ? /\.part(\.log)?$/ : /^$/;
        const added = (await namesIn(work)).filter(
          each => !earlier.includes(each) && !stays.test(each),
        );
        t.deepEqual(
          added.filter(each => statSync(join(work, each)).isFile() || each.includes('.building')),
          [],
        );
        // What an earlier run has finished is good for the next one.
        const kept = /^keychain(\/(corpora|digests)(\/[0-9a-f]+(\/[\w.-]+)?)?)?$/;
        t.deepEqual(
          (await namesIn(cache)).filter(each => !kept.test(each)),
          [],
        );
      },
    );
  }
}
