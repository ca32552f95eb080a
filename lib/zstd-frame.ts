import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { KeychainError } from './errors.js';

/** Levels of zstd, from fast to small. */
export const ZSTD_LEVELS = { min: 1, max: 19, default: 3 } as const;

/** A zstd frame (RFC 8878, section 3.1.1) of no bytes. */
export const EMPTY_ZSTD_FRAME: Uint8Array = Buffer.from('28b52ffd2000010000', 'hex');

/** Packs some bytes into one frame. */
interface Packer {
  pack(bytes: Uint8Array, level: number): Buffer;
  /** The same on the thread pool. */
  packAside(bytes: Uint8Array, level: number): Promise<Buffer>;
}

let packer: Packer | undefined;

/**
 * Compresses some bytes into one zstd frame: by Node's own zstd from 22.15 on, else by that of
 * `@toondepauw/node-zstd`. The two may pack the same bytes otherwise; each packs them always alike.
 *
 * @throws KeychainError OUTPUT_UNWRITABLE where there is neither
 */
export function zstdFrame(bytes: Uint8Array, level: number): Buffer {
  packer ??= nodePacker() ?? packagePacker();
  return packer.pack(bytes, level);
}

/** The same on the thread pool. */
export async function zstdFrameAside(bytes: Uint8Array, level: number): Promise<Buffer> {
  packer ??= nodePacker() ?? packagePacker();
  return packer.packAside(bytes, level);
}

type Options = { params: Record<number, number> };

/** What Node has from 22.15 on, and the types of the oldest Node do not. */
interface NodeZstd {
  zstdCompressSync?: (bytes: Uint8Array, options: Options) => Buffer;
  zstdCompress?: (
    bytes: Uint8Array,
    options: Options,
    done: (error: Error | null, packed: Buffer) => void,
  ) => void;
  constants: { ZSTD_c_compressionLevel?: number };
}

function nodePacker(): Packer | undefined {
  const { zstdCompressSync, zstdCompress, constants } = zlib as unknown as NodeZstd;
  const parameter = constants.ZSTD_c_compressionLevel;
  if (!zstdCompressSync || !zstdCompress || parameter === undefined) return undefined;
  const aside = promisify(zstdCompress);
  const at = (level: number): Options => ({ params: { [parameter]: level } });
  return {
    pack: (bytes, level) => zstdCompressSync(bytes, at(level)),
    packAside: (bytes, level) => aside(bytes, at(level)),
  };
}

/** The package that stands in for it, prebuilt for most systems. */
interface ZstdPackage {
  Encoder: new (
    level: number,
  ) => { encodeSync(bytes: Buffer): Buffer; encode(bytes: Buffer): Promise<Buffer> };
}

function packagePacker(): Packer {
  const { Encoder } = zstdPackage();
  return {
    pack: (bytes, level) => new Encoder(level).encodeSync(bufferOf(bytes)),
    packAside: (bytes, level) => new Encoder(level).encode(bufferOf(bytes)),
  };
}

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

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
