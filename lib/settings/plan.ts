import { createHash } from 'node:crypto';
import { TEXTS } from '../corpus/store/info.js';
import type { TokenizerIdentity } from '../records/sample.js';
import { isFilePath } from '../values/kinds.js';
import { VERSION } from '../version.js';
import type { CommandName } from './commands.js';
import { isSaid, settingsOf } from './resolve.js';
import { hyphenated, type Setting } from './setting.js';

/**
 * What decides what is written: the settings that change lines or bytes, resolved, files by their
 * SHA-256. No path, clock, worker or address of a server: two runs of the same plan write the same.
 */
export interface Plan {
  command: CommandName;
  /** Of this package: another one may write other lines. */
  version: string;
  /** SHA-256 of each input, in order; of texts behind their format, with the name that titles are from. */
  inputs: string[];
  tokenizer: Pick<TokenizerIdentity, 'type' | 'sha256'>;
  /** By name, with hyphens. */
  settings: Record<string, unknown>;
}

export interface PlanParts {
  /** The command's settings, resolved; those that a run works out for itself filled in. */
  settings: Readonly<Record<string, unknown>>;
  inputs: readonly { sha256: string; member?: string; format?: string; titled_by?: string }[];
  tokenizer: TokenizerIdentity;
  /** SHA-256 of what settings name, by its path or word. */
  digests: ReadonlyMap<string, string>;
}

/** Stand elsewhere in the plan, or only for other settings. */
const ELSEWHERE = new Set(['dataset', 'fillers', 'preset', 'tokenizerType', 'tokenizerPath']);

/** Makes the plan of a command. */
export function planOf(
  command: CommandName,
  { settings, inputs, tokenizer, digests }: PlanParts,
): Plan {
  const rows = settingsOf(command);
  const planned = [...rows]
    .filter(([name, row]) => isPlanned(row) && !ELSEWHERE.has(name))
    .filter(([, { goesWith }]) => goesWith === undefined || isSaid(goesWith, rows, settings))
    .map(([name, row]) => [hyphenated(name), plannedValue(row, settings[name], digests)] as const)
    .filter(([, value]) => value !== undefined);
  return {
    command,
    version: VERSION,
    inputs: inputs.map(plannedInput),
    tokenizer: { type: tokenizer.type, sha256: tokenizer.sha256 },
    settings: Object.fromEntries(planned),
  };
}

function plannedInput({ sha256, member, format, titled_by }: PlanParts['inputs'][number]): string {
  const digest = member === undefined ? sha256 : `${sha256}#${member}`;
  // A dataset is told by what it holds, and may be the very file that contexts are filled with.
  if (format !== TEXTS) return digest;
  return `${format}:${digest}${titled_by === undefined ? '' : ` (${titled_by})`}`;
}

/** Whether a setting is part of the plan. */
export const isPlanned = ({ changes }: Setting): boolean =>
  changes === 'lines' || changes === 'bytes';

/** SHA-256 (hex) of a plan; it does not depend on the order of its keys. */
export const planDigest = (plan: Plan): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(plan)))
    .digest('hex');

function plannedValue(
  { kind }: Setting,
  value: unknown,
  digests: ReadonlyMap<string, string>,
): unknown {
  if (value === undefined) return value;
  if (!kind.isFile) return isRecord(value) ? kind.write(value) : value;
  if (Array.isArray(value)) return value.map(path => digests.get(path as string));
  return digests.get(value as string) ?? (isFilePath(kind, value) ? undefined : value);
}

const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
