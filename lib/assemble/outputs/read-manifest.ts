import { readFile } from 'node:fs/promises';
import { KeychainError } from '../../errors.js';
import { MANIFEST_ENDING } from '../../output/names.js';
import { SINKS } from '../../output/sinks.js';
import { isNestedDeeper, MOST_NESTED } from '../../values/nesting.js';
import { namesOf } from '../../values/registry.js';
import type { Manifest } from './manifest.js';

/** Whether a file is a manifest: by its name, or by what is in it. */
export async function isManifest(file: string): Promise<boolean> {
  if (file.endsWith(MANIFEST_ENDING)) return true;
  if (!file.endsWith('.json')) return false;
  // A file that cannot be read is told by whoever takes it for a config.
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.includes('"plan_sha256"');
}

/**
 * Reads a manifest.
 *
 * @throws KeychainError INPUT_MISSING, INPUT_FORMAT
 */
export async function readManifest(file: string): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { message } = cause as Error;
    throw new KeychainError('INPUT_MISSING', `${file}: ${message}; name a manifest`, { cause });
  }
  const manifest = parsed(text);
  const fault = await faultOf(manifest);
  if (fault === undefined) return manifest as Manifest;
  throw new KeychainError(
    'INPUT_FORMAT',
    `${file}: is no manifest with a plan, inputs and an output, as this version writes them (${fault})`,
  );
}

/** Compiled once: a run of shards has thousands of manifests. */
let validator: ReturnType<typeof compiled> | undefined;

async function compiled() {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  return new Ajv2020().compile(SHAPE);
}

/** People edit manifests: what is wrong with the first part that is not of its shape. */
async function faultOf(manifest: unknown): Promise<string | undefined> {
  if (manifest === undefined) return 'it is not JSON';
  if (isNestedDeeper(manifest, MOST_NESTED)) return `it nests deeper than ${MOST_NESTED}`;
  validator ??= compiled();
  const validate = await validator;
  if (validate(manifest)) return undefined;
  const { instancePath, message } = validate.errors![0]!;
  return `${instancePath.slice(1) || 'it'} ${message}`;
}

const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };

const COUNT = { type: 'integer' };
const COUNTS_BY_NAME = { type: 'object', additionalProperties: COUNT };

/** What has become of the records; a manifest without any is of an earlier version. */
const COUNTS = shape(
  { read: COUNT, questions: COUNT, samples: COUNT, rejects: COUNTS_BY_NAME },
  {
    ...{ not_asked: COUNT, unanswerable: COUNT, unlabelled: COUNT, marked: COUNT, left_out: COUNT },
    excluded: COUNT,
    judged: shape({ asked: COUNT, kept: COUNT, dropped: COUNTS_BY_NAME, rejected: COUNTS_BY_NAME }),
  },
);

const TOKENS = {
  ...shape({ min: COUNT, mean: COUNT, max: COUNT, total: COUNT }),
  nullable: true,
};

/** What is read of a manifest when its file is made again, which may be of an earlier version. */
const SHAPE = shape(
  {
    plan: shape({
      command: TEXT,
      version: TEXT,
      inputs: TEXTS,
      tokenizer: shape({ type: TEXT, sha256: TEXT }),
      settings: { type: 'object' },
    }),
    inputs: { type: 'array', items: shape({ name: TEXT, sha256: TEXT }, { member: TEXT }) },
    files: { type: 'array', items: shape({ setting: TEXT, name: TEXT, sha256: TEXT }) },
    tokenizer: shape({ type: TEXT, name: TEXT, sha256: TEXT }),
    output: shape({
      format: { enum: namesOf(SINKS) },
      sha256: TEXT,
      lines_sha256: TEXT,
    }),
    versions: shape({ node: TEXT, zlib: TEXT }),
  },
  {
    command_line: TEXTS,
    shard: shape({ index: { type: 'integer' }, of: { type: 'integer' } }),
    counts: COUNTS,
    tokens: TOKENS,
  },
);

/** An object that has some fields, and may have others. */
function shape(
  required: Readonly<Record<string, object>>,
  optional: Readonly<Record<string, object>> = {},
): object {
  return {
    type: 'object',
    required: Object.keys(required),
    properties: { ...required, ...optional },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
