import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST_ENDING } from '../../../lib/output/names.js';
import type { Question } from '../../../lib/records/question.js';
import { worldRecords } from '../../../lib/world/index.js';
import { zstdFrameOf } from '../../datasets/fixtures.js';
import { commandOutput } from '../../support/command.js';
import { commitOf, gitSha1 } from '../../support/hub/files.js';
import { ownText } from '../../support/own-texts.js';
import { tableWriter } from '../../support/parquet.js';
import { HUB_FILES } from './hub.js';

/** Formats of which the ground has runs, beside the default. */
export const PACKED_FORMATS = ['jsonl.zst', 'parquet'] as const;

/** Writes inputs as tables and compressed: by a writer that knows nothing of us, in several codecs. */
export async function layStored(dir: string, questions: readonly Question[]): Promise<void> {
  const tables = await tableWriter();
  const of = async (name: string, rows: readonly object[], options: string): Promise<void> =>
    copyFile(await tables.writeRows(rows, undefined, options), join(dir, name));
  try {
    const world = [...worldRecords('hotpotqa-hub', { questions: questions.length, seed: 5 })];
    await of('hotpotqa.parquet', world as object[], 'codec snappy');
    await of('questions.parquet', questions, 'codec zstd, parquet_version v2');
    await of('texts.parquet', TEXTS, 'codec gzip');
    await of(
      'ids.parquet',
      questions.map(({ id }) => ({ id })),
      'codec uncompressed',
    );
  } finally {
    tables.close();
  }
  await writeFile(join(dir, 'questions.zst'), zstdFrameOf(Buffer.from(linesOf(questions))));
}

const TEXTS = ['boat', 'mill', 'road', 'well'].map(about => ({
  title: `The ${about}`,
  text: ownText(30, about),
}));

/** Writes what a stand-in of the Hub says and has: `hub`. */
export async function layHub(dir: string, questions: readonly Question[]): Promise<void> {
  const data = Buffer.from(linesOf(questions));
  const sha = commitOf({ [HUB_FILES.data]: data });
  const oid = gitSha1(data);
  const hub = join(dir, 'hub');
  await mkdir(hub);
  const write = (name: keyof typeof HUB_FILES, value: unknown): Promise<void> =>
    writeFile(join(hub, HUB_FILES[name]), JSON.stringify(value));
  await write('revision', { id: 'owner/questions', sha });
  await write('tree', [{ type: 'file', path: HUB_FILES.data, size: data.length, oid }]);
  await write('headers', { 'x-repo-commit': sha, etag: `"${oid}"` });
  await writeFile(join(hub, HUB_FILES.data), data);
}

const linesOf = (records: readonly object[]): string =>
  records.map(record => `${JSON.stringify(record)}\n`).join('');

/**
 * Writes a run's file with its manifest, and two shards of the same run.
 *
 * @param args of the run
 */
export async function layRuns(
  dir: string,
  args: readonly string[],
  { format, made, shards }: { format: string; made: string; shards: string },
): Promise<void> {
  const run = [...args, '--format', format, '--save-name', 'w', '--quiet'];
  const out = join(dir, `out-${format}`);
  await commandOutput([...run, '--save-dir', out]);
  await mkdir(join(dir, made));
  for (const name of await readdir(join(out, 'w'))) {
    const ending = name.endsWith(MANIFEST_ENDING) ? MANIFEST_ENDING : `.${format}`;
    await copyFile(join(out, 'w', name), join(dir, made, `s${ending}`));
  }
  await mkdir(join(dir, shards));
  const parts = join(dir, `parts-${format}`);
  for (const shard of ['0/2', '1/2']) {
    await commandOutput([...run, '--save-dir', parts, '--shard', shard]);
  }
  for (const name of await readdir(join(parts, 'w'))) {
    await copyFile(join(parts, 'w', name), join(dir, shards, `s${SHARD.exec(name)![0]}`));
  }
}

/** What tells the files of a shard apart, at the end of their names. */
const SHARD = /-\d{5}-of-\d{5}\..*$/;
