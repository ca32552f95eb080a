import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ExecutionContext } from 'ava';
import { worldRecords } from '../../lib/world/index.js';
import { modelFolder } from '../tokenize/tokenizers.js';
import { hubServer } from './hub/hub-server.js';
import { tableWriter } from './parquet.js';
import { tempDir } from './temp-dir.js';

const run = promisify(execFile);

export const GUIDES = 'pipelines/guides';

/** Blocks of a guide in a language, in their order. */
export async function blocksIn(guide: string, language: string): Promise<string[]> {
  const page = await readFile(join(GUIDES, guide), 'utf8');
  return [...page.matchAll(/^```(\w+)\n(.*?)^```/gms)]
    .filter(([, found]) => found === language)
    .map(([, , text = '']) => text);
}

/** A clone of the project in a folder of a user's, who has the stand-in for the Hub. */
export interface Clone {
  cwd: string;
  /** Runs lines of a guide with bash; gives their standard output. */
  follow(lines: string): Promise<string>;
}

/** Questions of a world, in the columns and types that `hotpotqa/hotpot_qa` has. */
const COLUMNS = {
  ...{ id: 'VARCHAR', question: 'VARCHAR', answer: 'VARCHAR', type: 'VARCHAR', level: 'VARCHAR' },
  supporting_facts: 'STRUCT(title VARCHAR[], sent_id INTEGER[])',
  context: 'STRUCT(title VARCHAR[], sentences VARCHAR[][])',
};

async function hotpotTables(): Promise<Record<string, Buffer>> {
  const tables = await tableWriter();
  try {
    const rows = [...worldRecords('hotpotqa-hub', { questions: 200, seed: 42 })];
    const parts = {
      'train-00000-of-00002': rows.slice(0, 100),
      'train-00001-of-00002': rows.slice(100, 180),
      'validation-00000-of-00001': rows.slice(180),
    };
    const files: Record<string, Buffer> = {};
    for (const [name, part] of Object.entries(parts)) {
      files[`distractor/${name}.parquet`] = await readFile(await tables.writeRows(part, COLUMNS));
    }
    return files;
  } finally {
    tables.close();
  }
}

/** Files of a model that a tokenizer needs. */
async function modelFiles(model: Parameters<typeof modelFolder>[0]) {
  const file = (name: string): Promise<Buffer> => readFile(join(modelFolder(model), name));
  return {
    'tokenizer.json': await file('tokenizer.json'),
    'tokenizer_config.json': await file('tokenizer_config.json'),
  };
}

/** A clone, with a Hub that has what the guides name, small. */
export async function cloneFor(t: ExecutionContext<unknown>): Promise<Clone> {
  const { hub } = await hubServer(t, [
    { name: 'datasets/hotpotqa/hotpot_qa', commits: [await hotpotTables()] },
    { name: 'models/Qwen/Qwen2.5-7B-Instruct', commits: [await modelFiles('qwen2_5')] },
  ]);
  const cwd = await tempDir(t);
  await mkdir(join(cwd, 'bin'));
  await symlink(resolve('bin/pipe'), join(cwd, 'bin/pipe'));
  await mkdir(join(cwd, 'pipelines'));
  await cp(GUIDES, join(cwd, GUIDES), { recursive: true });
  await cp('pipelines/recipes', join(cwd, 'pipelines/recipes'), { recursive: true });
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^HF_|HUB/.test(name))),
    ...{ HOME: cwd, XDG_CACHE_HOME: join(cwd, 'cache'), HF_ENDPOINT: hub.url },
  };
  return {
    cwd,
    follow: async lines => {
      const bash = ['-euo', 'pipefail', '-c', lines];
      return (await run('bash', bash, { cwd, env, maxBuffer: 1 << 26 })).stdout;
    },
  };
}
