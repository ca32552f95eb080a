import { Duplex } from 'node:stream';
import { type Compression, compressionOf, MAGIC_LENGTH } from './compression.js';
import { contentCheck } from './content-check.js';
import { DECODED_BYTES, type Decoder, decoderOf } from './decoder.js';
import { truncatedError } from './errors.js';
import { expansionLimit } from './expansion.js';
import { DEFAULT_LIMITS, type InputLimits } from './limits.js';

export interface DecompressOptions {
  /** Name of the input, for messages. */
  file: string;
  /** Where it lies. Default: `file`. */
  path?: string;
  /** The member of it that is meant, if it is an archive. */
  member?: string;
  /** The input is a regular file: a zip can be sought in where it lies. */
  onDisk?: boolean;
  /** Sees every compressed byte once, in order. */
  onBytes?: ((chunk: Buffer) => void) | undefined;
  /** Is told how the input is compressed, before the first byte of it is given. */
  onKind?: (kind: Compression) => void;
  limits?: InputLimits | undefined;
}

/** What compressed files begin with. */
const BEGINNINGS = ['\x1f\x8b', '\x28\xb5\x2f\xfd', 'PK\x03\x04'].map(magic =>
  Buffer.from(magic, 'latin1'),
);
/** Names of files that are compressed. */
const COMPRESSED = /\.(gz|zst|zip)$/i;

/** Takes the bytes of a plain, gzip, zstd or zip file, recognised by content; gives plain bytes. */
export function decompress(options: DecompressOptions): Duplex {
  const { file, path = file, member, onDisk = false, onBytes, limits = DEFAULT_LIMITS } = options;
  const { onKind } = options;
  let head: Buffer = Buffer.alloc(0);
  let decoder: Decoder | undefined;
  let bytes = 0;
  let decoded = false;
  let finished = false;
  let written = false;
  /** Called when the chunk that was written last is dealt with. */
  let release: (() => void) | undefined;
  const content = contentCheck(file, () => compressionOf(head));

  const settle = () => {
    const done = release;
    release = undefined;
    done?.();
    if (!decoded || !finished || outer.destroyed) return;
    try {
      const rest = content.end();
      if (rest) outer.push(rest);
      outer.push(null);
    } catch (error) {
      outer.destroy(error as Error);
    }
  };

  const start = (): Decoder => {
    const kind = compressionOf(head);
    onKind?.(kind);
    let stored = 0;
    const onMember = (storedBytes: number) => {
      stored = storedBytes;
    };
    const place = { file, path, onDisk, onMember, ...(member !== undefined && { member }) };
    const made = decoderOf(kind, place);
    const count = kind === 'none' ? undefined : expansionLimit(file, limits.maxExpansion);
    made.stream.on('data', (chunk: Buffer) => {
      try {
        count?.(chunk.length, kind === 'zip' ? stored : bytes);
        const checked = content.write(chunk);
        if (checked && !outer.push(checked)) made.stream.pause();
      } catch (error) {
        outer.destroy(error as Error);
      }
    });
    // gzip may be over before its input is (padding follows): the rest is still read to its end.
    made.stream.on('end', () => {
      decoded = true;
      settle();
    });
    made.stream.on('error', error => outer.destroy(made.explain(error, bytes)));
    return made;
  };

  const write = (chunk: Buffer, done: (error?: Error | null) => void) => {
    decoder ??= start();
    if (decoded) return done();
    const pieces = decoder.split?.(chunk) ?? [chunk];
    const last = pieces.pop();
    if (last === undefined) return done();
    written = true;
    for (const piece of pieces) decoder.stream.write(piece);
    release = done;
    decoder.stream.write(last, error => {
      // An error arrives by its event, which says what it is.
      if (!error) settle();
    });
  };

  const outer: Duplex = new Duplex({
    readableHighWaterMark: DECODED_BYTES,
    writableHighWaterMark: DECODED_BYTES,
    write(chunk: Buffer, _encoding, done) {
      attempt(done, () => {
        onBytes?.(chunk);
        bytes += chunk.length;
        if (decoder) return write(chunk, done);
        head = head.length > 0 ? Buffer.concat([head, chunk]) : chunk;
        if (head.length < MAGIC_LENGTH) return done();
        write(head, done);
      });
    },
    final(done) {
      attempt(done, () => {
        if (bytes < MAGIC_LENGTH && COMPRESSED.test(path) && isCut(head)) {
          throw truncatedError(file, `byte ${bytes}`, 'what its name says that it is');
        }
        if (decoder === undefined && head.length > 0) write(head, () => undefined);
        decoder ??= start();
        decoder.end?.();
        finished = true;
        // Nothing but skippable frames: Node 24 takes no input for a truncated one.
        if (decoder.split && !written) decoded = true;
        if (!decoded) decoder.stream.end();
        else settle();
        done();
      });
    },
    read() {
      decoder?.stream.resume();
    },
    destroy(error, done) {
      decoder?.stream.destroy();
      done(error);
    },
  });
  return outer;
}

/** Whether so few bytes are nothing, or begin what is compressed and say no more. */
const isCut = (head: Buffer): boolean =>
  compressionOf(head) === 'none' && BEGINNINGS.some(magic => magic.indexOf(head) === 0);

function attempt(done: (error?: Error | null) => void, run: () => void): void {
  try {
    run();
  } catch (error) {
    done(error as Error);
  }
}
