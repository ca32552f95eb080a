import { readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { command } from '../../support/command.js';
import { baseOf, type Effects } from './effect.js';
import { reset } from './ground.js';

/** The limits of what is read, of all commands that read records. */
export const LIMITS: Effects = {
  maxRecordBytes: async at => {
    reset(at.ground.server);
    const { code, stdout, stderr } = await command([...baseOf(at), '--max-record-bytes', '16']);
    at.t.regex(`${stdout}${stderr}`, /RECORD_TOO_LARGE|longer than 16 bytes/);
    at.t.true(code === 1 || code === 3, `${code}`);
  },
  maxExpansion: async at => {
    const [name = '', file = '', ...options] = baseOf(at);
    const bytes = await readFile(file);
    const packed = `${at.ground.fresh('packed')}.gz`;
    await writeFile(packed, bytes[0] === 0x1f ? bytes : gzipSync(bytes));
    const args = [name, packed, ...options, '--max-expansion', '0.001'];
    const { code, stderr } = await command(args);
    at.t.is(code, 1);
    at.t.regex(stderr, /INPUT_TOO_LARGE: .*--max-expansion/);
  },
};
