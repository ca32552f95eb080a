import { readFile, stat } from 'node:fs/promises';
import { MANIFEST_ENDING } from '../output/names.js';
import { SINKS } from '../output/sinks.js';
import type { ManifestTrace } from './state.js';

/** What is looked at of a manifest. */
interface Said {
  plan_sha256: string;
  plan: { settings?: Record<string, unknown> };
  output: { format: string; bytes: number };
}

/**
 * What a manifest says of its file, and whether that is there; undefined where it is none.
 *
 * @throws what the system says
 */
export async function readManifestTrace(path: string): Promise<ManifestTrace | undefined> {
  const said = parsed(await readFile(path, 'utf8'));
  if (!said) return undefined;
  const { plan, plan_sha256: planSha256, output } = said;
  const ending = new Map<string, { ending: string }>(Object.entries(SINKS)).get(
    output.format,
  )?.ending;
  const file = `${path.slice(0, -MANIFEST_ENDING.length)}${ending}`;
  const isWhole = await stat(file).then(
    ({ size }) => size === output.bytes,
    () => false,
  );
  const [length] = [plan.settings?.['max-seq-length']].flat();
  return { planSha256, maxSeqLength: typeof length === 'number' ? length : null, isWhole };
}

function parsed(text: string): Said | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isManifest(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isManifest = (value: unknown): value is Said => {
  const { plan, plan_sha256, output } = Object(value) as Partial<Said>;
  return (
    typeof plan_sha256 === 'string' &&
    typeof plan === 'object' &&
    typeof output?.format === 'string' &&
    typeof output.bytes === 'number'
  );
};
