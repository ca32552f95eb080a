import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import test from 'ava';
import type { CommandName } from '../../lib/settings/commands.js';
import { zipOf, zstdFrameOf } from '../datasets/fixtures.js';
import { command } from '../support/command.js';
import { type TableWriter, tableWriter } from '../support/parquet.js';
import { baseOf } from './options/effect.js';
import { type Ground, makeGround, reset } from './options/ground.js';

let ground: Ground;
let tables: TableWriter;

test.before(async () => {
  ground = await makeGround();
  tables = await tableWriter();
});

test.after.always(async () => {
  tables?.close();
  await ground?.close();
});

/** Every command that reads records. */
const COMMANDS = [
  ...['keychain', 'synth', 'relevant-only', 'parse', 'index', 'fill', 'chain'],
  ...['verify', 'rollout', 'reasoning', 'trajectories', 'score', 'merge', 'filter', 'adopt'],
] as const as readonly CommandName[];

/** Those that may get nothing from the command before them; of a dataset it is a mistake. */
const STAGES_OF_ANY = new Set<CommandName>([
  ...(['chain', 'verify', 'rollout', 'reasoning', 'trajectories'] as const),
  ...(['score', 'merge', 'filter', 'adopt'] as const),
]);
const SAYS_EMPTY = /holds no record|is empty|holds no sample|\b0 +0 +0\b/;

const asArray = (plain: Buffer): Buffer => {
  const text = plain.toString().trim();
  return Buffer.from(text.startsWith('[') ? text : `[${text.split('\n').join(',\n')}]`);
};
const asLines = (plain: Buffer): Buffer => {
  const text = plain.toString().trim();
  if (!text.startsWith('[')) return plain;
  const lines = (JSON.parse(text) as object[]).map(record => `${JSON.stringify(record)}\r\n`);
  return Buffer.from(lines.join('\r\n'));
};
const marked = (plain: Buffer): Buffer => Buffer.concat([Buffer.from('\ufeff \n'), plain]);
const beside = [
  { name: '__MACOSX/._records.jsonl', data: 'no' },
  { name: 'README.md', data: 'no' },
];

/** Written by somebody else, who finds the types of the columns in the records. */
const asParquet = async (plain: Buffer): Promise<Buffer> => {
  const rows = asLines(plain)
    .toString()
    .trim()
    .split(/\s*\n\s*/);
  return readFile(await tables.writeRows(rows.map(row => JSON.parse(row) as object)));
};

const CONTAINERS: Record<string, (plain: Buffer) => Buffer | Promise<Buffer>> = {
  'gzip of lines': plain => gzipSync(asLines(plain)),
  'zstd of an array after a mark': plain => zstdFrameOf(marked(asArray(plain))),
  'zip of lines after a mark': plain =>
    zipOf([...beside, { name: 'data/records.jsonl', data: marked(asLines(plain)) }]),
  'Parquet file': asParquet,
  'zip of a Parquet file': async plain =>
    zipOf([...beside, { name: 'data/records.parquet', data: await asParquet(plain) }]),
};

/** What says where a sample comes from differs with the bytes of the file; nothing else may. */
const comparable = (stdout: string): string =>
  stdout
    .replaceAll(/"(corpus|id)":"[^"]*"/g, '')
    // Columns are as wide as names of files.
    .replaceAll(/ +/g, ' ')
    .split('\n')
    .filter(line => !line.includes(ground.dir))
    .join('\n');

for (const name of COMMANDS) {
  for (const [container, pack] of Object.entries(CONTAINERS)) {
    test.serial(`${name} reads a ${container}`, async t => {
      const [, file = '', ...options] = baseOf({ ground, command: name });
      const stored = await readFile(file);
      const plain = stored[0] === 0x1f ? gunzipSync(stored) : stored;
      const packed = ground.fresh('packed');
      await writeFile(packed, await pack(plain));
      reset(ground.server);
      const expected = await command([name, file, ...options]);
      reset(ground.server);
      const journal = options.map((word, i) =>
        options[i - 1] === '--journal' ? ground.fresh('journal') : word,
      );
      const { code, stdout, stderr } = await command([name, packed, ...journal]);
      t.is(code, expected.code, stderr);
      t.is(comparable(stdout), comparable(expected.stdout));
      t.regex(`${stdout}${stderr}`, /./);
    });
  }

  test.serial(`${name} does not pass in silence over a file without a record`, async t => {
    const [, , ...options] = baseOf({ ground, command: name });
    for (const text of ['', '[]', '\n \n', '\ufeff[ ]\n']) {
      const path = await ground.file('empty', text);
      const { code, stdout, stderr } = await command([name, path, ...options]);
      t.is(code, STAGES_OF_ANY.has(name) ? 0 : 1, stderr);
      t.regex(`${stdout}${stderr}`, SAYS_EMPTY);
    }
  });

  test.serial(`${name} says what is wrong with a file that is no text of records`, async t => {
    const [, , ...options] = baseOf({ ground, command: name });
    for (const [magic, says] of [
      ['ARROW1\0\0', /INPUT_FORMAT: .*is an Arrow file/],
      ['PAR1\x15\x04', /INPUT_TRUNCATED: .*a Parquet file without the foot/],
      ['<!DOCTYPE html>', /INPUT_FORMAT: .*web page/],
      ['{"id": NaN}\n', /INPUT_SYNTAX: .*NaN and Infinity/],
    ] as const) {
      const path = await ground.file('foreign', magic);
      const { code, stderr } = await command([name, path, ...options]);
      t.is(code, 1);
      t.regex(stderr, says);
      t.notRegex(stderr, /\n {4}at /);
      t.notRegex(stderr, SAYS_EMPTY);
    }
  });
}
