import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Manifest } from '../../../lib/assemble/outputs/manifest.js';
import { MANIFEST_ENDING, REJECTS_ENDING } from '../../../lib/output/names.js';
import { type Account, manifestProblems } from './problems.js';

const linesIn = (text: string): number => text.split('\n').length - 1;

async function countLines(file: string): Promise<number> {
  if (!existsSync(file)) return 0;
  const bytes = await readFile(file);
  return linesIn((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
}

/** What a making command has left in a folder. */
export interface Left {
  account: Account;
  problems: string[];
}

/** Names in a folder and all below it. */
export async function namesIn(dir: string): Promise<string[]> {
  if (!existsSync(dir)) return [];
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
}

/** Looks at sample files: each has its manifest, which says what is there. */
export async function lookAtSamples(dir: string): Promise<Left> {
  const account = { written: 0, rejected: 0, passedOver: 0 };
  const problems: string[] = [];
  const files = await namesIn(dir);
  for (const file of files) {
    if (file.includes('.partial')) problems.push(`left behind: ${file}`);
    if (!file.endsWith(MANIFEST_ENDING)) continue;
    const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
    const base = file.slice(0, -MANIFEST_ENDING.length);
    const samples = await countLines(`${base}.jsonl.gz`);
    const rejects = await countLines(`${base}${REJECTS_ENDING}`);
    problems.push(...manifestProblems(manifest, { samples, rejects }));
    const { unanswerable, unlabelled, left_out } = manifest.counts;
    account.written += samples;
    account.rejected += rejects;
    account.passedOver += unanswerable + unlabelled + left_out;
  }
  for (const file of files.filter(name => name.endsWith('.jsonl.gz'))) {
    const base = file.replace(/(\.rejects)?\.jsonl\.gz$/, '');
    // Where every record is a reject, a run fails and leaves nothing but the rejects.
    if (file.endsWith(REJECTS_ENDING) && !files.includes(`${base}.jsonl.gz`)) continue;
    if (!files.includes(base + MANIFEST_ENDING)) problems.push(`no manifest beside ${file}`);
  }
  return { account, problems };
}

/** Looks at the lines of a stage and its rejects. */
export async function lookAtLines(lines: string, rejects: string): Promise<Account> {
  return {
    written: await countLines(lines),
    rejected: await countLines(rejects),
    passedOver: 0,
  };
}
