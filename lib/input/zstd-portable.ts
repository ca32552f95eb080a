import { Transform } from 'node:stream';
import { Decompress } from 'fzstd';
import { settle } from '../stream/settle.js';

/** A zstd decompressor in JavaScript, for a Node without one of its own. Checks no checksums. */
export function zstdPortable(): Transform {
  const transform = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      settle(() => decoder.push(chunk), done);
    },
    flush(done) {
      settle(() => decoder.push(new Uint8Array(0), true), done);
    },
  });
  const decoder = new Decompress(data => {
    if (data.length > 0) transform.push(data);
  });
  return transform;
}
