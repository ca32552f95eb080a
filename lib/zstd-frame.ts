import { createRequire } from 'node:module';
import * as zlib from 'node:zlib';
import { KeychainError } from './errors.js';

/** Of zstd, from fast to small. */
export const ZSTD_LEVELS = { min: 1, max: 19, default: 3 } as const;

/** Packs some bytes into one zstd frame (RFC 8878, section 3.1.1). */
type Pack = (bytes: Uint8Array, level: number) => Buffer;

/** The parts of Node's own zstd that are used, which the types of the oldest Node do not have. */
interface NodeZstd {
  zstdCompressSync?: (bytes: Uint8Array, options: { params: Record<number, number> }) => Buffer;
  constants: { ZSTD_c_compressionLevel?: number };
}

/** The package that stands in where Node has no zstd of its own (before 22.15), prebuilt for most systems. */
interface ZstdPackage {
  Encoder: new (level: number) => { encodeSync(bytes: Buffer): Buffer };
}

let pack: Pack | undefined;

/**
 * Compresses some bytes into one zstd frame: by Node's own zstd from 22.15 on, else by that of
 * `@toondepauw/node-zstd`. The two may pack the same bytes otherwise; each packs them always alike.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE where there is neither
 */
export function zstdFrame(bytes: Uint8Array, level: number): Buffer {
  pack ??= packOf();
  return pack(bytes, level);
}

function packOf(): Pack {
  const { zstdCompressSync, constants } = zlib as unknown as NodeZstd;
  const parameter = constants.ZSTD_c_compressionLevel;
  if (zstdCompressSync && parameter !== undefined) {
    return (bytes, level) => zstdCompressSync(bytes, { params: { [parameter]: level } });
  }
  const { Encoder } = zstdPackage();
  const encoders = new Map<number, InstanceType<ZstdPackage['Encoder']>>();
  return (bytes, level) => {
    const encoder = encoders.get(level) ?? new Encoder(level);
    encoders.set(level, encoder);
    return encoder.encodeSync(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  };
}

function zstdPackage(): ZstdPackage {
  try {
    return createRequire(import.meta.url)('@toondepauw/node-zstd') as ZstdPackage;
  } catch (cause) {
    throw new KeychainError(
      'OUTPUT_UNWRITABLE',
      `no zstd here: Node ${process.versions.node} has none of its own, and @toondepauw/node-zstd none for this system; take Node 22.15 or later, or --format jsonl.gz`,
      { cause },
    );
  }
}
