import { Duplex } from 'node:stream';
import { compressionOf, MAGIC_LENGTH } from './compression.js';
import { DECODED_BYTES, type Decoder, decoderOf } from './decoder.js';

export interface DecompressOptions {
  /** Name of the input, for messages; with `onDisk`, its path. */
  file: string;
  /** The input is a regular file: a zip can be sought in where it lies. */
  onDisk?: boolean;
  /** Sees every compressed byte once, in order. */
  onBytes?: (chunk: Buffer) => void;
}

/** Takes the bytes of a plain, gzip, zstd or zip file, recognised by content; gives plain bytes. */
export function decompress({ file, onDisk = false, onBytes }: DecompressOptions): Duplex {
  let head: Buffer = Buffer.alloc(0);
  let decoder: Decoder | undefined;
  let bytes = 0;
  let decoded = false;
  let finished = false;
  let written = false;
  /** Called when the chunk that was written last is dealt with. */
  let release: (() => void) | undefined;

  const settle = () => {
    const done = release;
    release = undefined;
    done?.();
    if (decoded && finished) outer.push(null);
  };

  const start = (): Decoder => {
    const made = decoderOf(compressionOf(head), file, onDisk);
    made.stream.on('data', chunk => {
      if (!outer.push(chunk)) made.stream.pause();
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

function attempt(done: (error?: Error | null) => void, run: () => void): void {
  try {
    run();
  } catch (error) {
    done(error as Error);
  }
}
