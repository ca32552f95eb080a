import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

const DECODERS: Record<string, () => NodeJS.ReadWriteStream> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * A body without its content encodings, in the order in which they were put on (RFC 9110, 8.4).
 *
 * @throws Error (while it is read) for what is not encoded so
 */
export function decoded(body: Readable, encoding: string | undefined): Readable {
  const names = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map(name => name.trim());
  return names.reduceRight<Readable>((stream, name) => {
    const decoder = DECODERS[name]?.() as Readable | undefined;
    if (!decoder) return stream;
    stream.on('error', error => decoder.destroy(error));
    decoder.on('close', () => stream.destroy());
    return stream.pipe(decoder as unknown as NodeJS.WritableStream & Readable);
  }, body);
}

/**
 * All of a text.
 *
 * @param most - bytes; beyond them it is no answer any more
 * @throws Error with undici's code for a body that is too long
 */
export async function textOf(stream: Readable, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) throw tooLong();
    chunks.push(chunk);
  }
  const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
  return new TextDecoder().decode(bytes);
}

/** As undici says it of a body that is not encoded. */
export const tooLong = (): Error =>
  Object.assign(new Error('it does not end'), { code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
