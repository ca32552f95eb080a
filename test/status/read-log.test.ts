import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { readLog } from '../../lib/status/read-log.js';
import { leaveBehind } from '../support/left-behind.js';
import { tempDir } from '../support/temp-dir.js';

async function logOf(t: ExecutionContext, left: Parameters<typeof leaveBehind>[1]) {
  const base = join(await tempDir(t), 'x');
  await leaveBehind(base, left);
  return `${base}.jsonl.part.log`;
}

test('a log says how far its file is, from the position that it begins at', async t => {
  const path = await logOf(t, { positions: { from: 640, to: 1280 }, blocks: 3 });
  const { done, positions, maxSeqLength, planSha256 } = (await readLog(path))!;
  t.deepEqual(
    { done, positions, maxSeqLength, planSha256 },
    {
      done: 192,
      positions: { from: 640, to: 1280 },
      maxSeqLength: 4096,
      planSha256: 'a',
    },
  );
});

test('the last block may be shorter than others', async t => {
  const path = await logOf(t, { positions: { from: 0, to: 100 }, blocks: 2 });
  t.is((await readLog(path))!.done, 100);
});

test('a log without a block has nothing done', async t => {
  const path = await logOf(t, { positions: { from: 640, to: null }, blocks: 0 });
  t.is((await readLog(path))!.done, 0);
});

test('what was ended with an error has said so last', async t => {
  const stopped = { code: 'OUTPUT_UNWRITABLE', message: 'no space' };
  const path = await logOf(t, { blocks: 2, stopped });
  const ended = (await readLog(path))!;
  t.deepEqual([ended.done, ended.stopped], [128, stopped]);
  // Gone on with.
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  await writeFile(path, `${[...lines, lines[1]!.replace('"to":64', '"to":192')].join('\n')}\n`);
  const gone = (await readLog(path))!;
  t.deepEqual([gone.done, gone.stopped], [192, undefined]);
});

test('a last line that is cut does not count', async t => {
  const path = await logOf(t, { blocks: 2 });
  await appendFile(path, '{"row":2,"to":192,"bytes":300,"rejects":[]}');
  t.is((await readLog(path))!.done, 128);
});

test('the line of a block may be longer than what is looked at first', async t => {
  const path = await logOf(t, { blocks: 2 });
  const message = 'x'.repeat(300_000);
  await appendFile(path, `${JSON.stringify({ row: 2, to: 192, rejects: [{ message }] })}\n`);
  t.is((await readLog(path))!.done, 192);
  await appendFile(path, `${JSON.stringify({ stopped: { code: 'USAGE', message } })}\n`);
  t.is((await readLog(path))!.done, 192);
});

test('of blocks that are held, only those count as kept whose group is written', async t => {
  const path = await logOf(t, { positions: { from: 0, to: null }, blocks: 1 });
  const look = async () => {
    const { done, kept } = (await readLog(path))!;
    return { done, kept };
  };
  const block = (row: number) =>
    `${JSON.stringify({ row, to: 64 * row + 64, held: true, note: 'x'.repeat(40_000) })}\n`;
  t.deepEqual(await look(), { done: 64, kept: undefined });
  await appendFile(path, block(1) + block(2));
  t.deepEqual(await look(), { done: 192, kept: 64 });
  await appendFile(path, '{"group":{"bytes":9,"crc32":1}}\n');
  t.deepEqual(await look(), { done: 192, kept: undefined });
  await appendFile(path, block(3) + block(4) + block(5));
  t.deepEqual(await look(), { done: 384, kept: 192 });
});

test('other logs are none', async t => {
  const path = join(await tempDir(t), 'x.jsonl.part.log');
  for (const text of ['', 'x', '{}\n', '[]\n', 'null\n', '{"format":2,"plan":{}}\n']) {
    await writeFile(path, text);
    t.is(await readLog(path), undefined, text);
  }
});
