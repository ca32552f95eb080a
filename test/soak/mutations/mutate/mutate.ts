import { gzipSync } from 'node:zlib';
import type { Random } from '../../../../lib/random.js';
import { zipOf, zstdFrameOf } from '../../../datasets/fixtures.js';
import { editBytes } from './bytes.js';
import { editFrame, frameOf } from './frame.js';
import { editRecord } from './structure.js';
import { oddValue } from './values.js';

/** A file that has been changed. */
export interface Mutant {
  bytes: Buffer;
  /** How it was changed. */
  said: string;
  /** Records in it, where each one is still a JSON value of its own and the rest is untouched. */
  records?: number;
}

const CONTAINERS: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: bytes => gzipSync(bytes),
  'gzip of two members': bytes => {
    const half = bytes.length >> 1;
    return Buffer.concat([gzipSync(bytes.subarray(0, half)), gzipSync(bytes.subarray(half))]);
  },
  zstd: bytes => zstdFrameOf(bytes),
  zip: bytes => zipOf([{ name: 'data.json', data: bytes }]),
};
const CONTAINER_NAMES = Object.keys(CONTAINERS);

/**
 * Changes a file: its structure, its bytes, or both, plain or in a container. Depends on the
 * generator alone.
 *
 * @param foreign records of other files, as somebody would mix them in
 * @param packed whether the reader takes compressed files
 */
export function mutate(
  file: Buffer,
  random: Random,
  { foreign, packed }: { foreign: readonly unknown[]; packed: boolean },
): Mutant {
  const way = random.below(10);
  const changed = way < 7 ? mutateStructure(file, random, foreign) : undefined;
  if (changed === undefined) return mutateBytes(pack(file, random, packed), random);
  const whole = pack(changed.bytes, random, packed);
  const mutant = { ...changed, bytes: whole.bytes, said: whole.said + changed.said };
  return way === 6 ? mutateBytes(mutant, random) : mutant;
}

type Packed = Pick<Mutant, 'bytes' | 'said'>;

function pack(bytes: Buffer, random: Random, packed: boolean): Packed {
  if (!packed || random.below(4) > 0) return { bytes, said: '' };
  const name = CONTAINER_NAMES[random.below(CONTAINER_NAMES.length)]!;
  return { bytes: CONTAINERS[name]!(bytes), said: `${name}: ` };
}

function mutateBytes({ bytes, said }: Packed, random: Random): Mutant {
  const edited = editBytes(bytes, random);
  return { bytes: edited.bytes, said: `${said}; ${edited.said}` };
}

function mutateStructure(
  file: Buffer,
  random: Random,
  foreign: readonly unknown[],
): Mutant | undefined {
  const frame = frameOf(file.toString());
  if (frame === undefined || frame.records.length === 0) return undefined;
  const { records, write, counted } = frame;
  const odd = random.below(3) === 0 ? oddValue(random) : foreign[random.below(foreign.length)];
  const said = random.below(6) === 0 ? editFrame(records, odd, random) : editOne(records, random);
  const mutant = { bytes: Buffer.from(write(records)), said };
  return counted ? { ...mutant, records: records.length } : mutant;
}

/** Edits one record, or puts an odd value in its place where it has no parts. */
function editOne(records: unknown[], random: Random): string {
  const at = random.below(records.length);
  const record = records[at];
  if (typeof record === 'object' && record !== null) {
    return `record ${at}: ${editRecord(record as Record<string, unknown>, random)}`;
  }
  records[at] = oddValue(random);
  return `record ${at}: put an odd value`;
}
