import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { TEXTS } from '../../corpus/store/info.js';
import { jsonText } from '../../json/json-text.js';
import { baseOf, MANIFEST_ENDING } from '../../output/names.js';
import { type Fields, isFields } from '../../records/fields.js';
import { publicNames } from '../../values/public-path.js';
import type { PublicForms } from '../target.js';

/** The manifests of what was exported, as they go into the folder. */
export interface CopiedManifests {
  /** Paths in the folder, with their texts. */
  files: readonly { path: string; text: string }[];
  /** The commands that have made the samples, each once; a word each. */
  commands: readonly (readonly string[])[];
  /** The files that they were made of, each once. */
  inputs: readonly MadeOf[];
  /** Files of chat templates that prompts were counted in, each once. */
  templates: readonly string[];
}

/** A file that samples were made of. */
export interface MadeOf {
  /** With the member of it that is meant: `data.zip#train.json`. */
  name: string;
  sha256: string;
  /** Whether contexts are filled with its texts; else it has the questions. */
  isTexts: boolean;
  /** Options with which `verify` reads it as it was read, each with its value. */
  options: readonly (readonly string[])[];
}

/**
 * The manifests that stand beside some files of samples, as they may be published.
 *
 * @param publicly what may be told of each
 */
export async function manifestsBeside(
  files: readonly string[],
  publicly: PublicForms['manifest'],
): Promise<CopiedManifests> {
  const copies = new Map<string, string>();
  const commands = new Map<string, readonly string[]>();
  const inputs = new Map<string, MadeOf>();
  const templates = new Set<string>();
  for (const file of files) {
    const manifest = await readBeside(file);
    if (!manifest) continue;
    const copy = publicly(manifest);
    copies.set(freeName(file, copies), `${jsonText(copy, 2)}\n`);
    const command = texts(copy.command_line);
    if (command.length > 0) commands.set(command.join('\0'), command);
    for (const input of listOf(manifest.inputs).map(madeOf)) {
      inputs.set(`${input.name} ${input.sha256} ${input.options}`, input);
    }
    for (const { setting, name } of listOf(manifest.files)) {
      if (setting === 'chatTemplate') templates.add(`${name}`);
    }
  }
  return {
    files: [...copies].map(([path, text]) => ({ path, text })),
    commands: [...commands.values()],
    inputs: [...inputs.values()],
    templates: [...templates],
  };
}

function madeOf(input: Fields): MadeOf {
  const { name, member, sha256, format } = input;
  const isTexts = format === TEXTS;
  const said = (option: string, value: unknown): string[][] =>
    typeof value === 'number' || typeof value === 'string' ? [[option, `${value}`]] : [];
  return {
    name: typeof member === 'string' ? `${name}#${member}` : `${name}`,
    sha256: `${sha256}`,
    isTexts,
    options: [
      ...said('--filler-tokens', input.filler_tokens),
      ...(isTexts || format === 'auto' ? [] : said('--dataset-format', format)),
      ...(input.unescape_entities === true ? [['--unescape-entities']] : []),
      ...said('--max-record-bytes', input.max_record_bytes),
    ],
  };
}

async function readBeside(file: string): Promise<Fields | undefined> {
  if (file === '-') return undefined;
  try {
    const manifest: unknown = JSON.parse(
      await readFile(`${baseOf(file)}${MANIFEST_ENDING}`, 'utf8'),
    );
    return isFields(manifest) && typeof manifest.plan_sha256 === 'string' ? manifest : undefined;
  } catch {
    // There is none, or it is somebody else's.
    return undefined;
  }
}

/** By the folder, as files of two datasets have the same name in folders of their own. */
function freeName(file: string, taken: ReadonlyMap<string, string>): string {
  const [name = '', folder = 'samples'] = publicNames(resolve(baseOf(file))).reverse();
  for (let number = 1; ; number++) {
    const inside = number === 1 ? folder : `${folder}-${number}`;
    const path = join('manifests', inside, `${name}${MANIFEST_ENDING}`);
    if (!taken.has(path)) return path;
  }
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter(word => typeof word === 'string') : [];

const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
