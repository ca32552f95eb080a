import { gzipMember, gzipMemberAside } from '../gzip.js';
import { plainFrame, type Sink } from '../sink.js';

/** Gzipped JSON lines, a member a block. A file of 0 bytes is no gzip file: an empty one has one. */
export const jsonlGz: Sink = {
  help: 'gzipped JSON lines',
  ending: '.jsonl.gz',
  takesLines: true,
  pack: ({ lines }, { level, aside }) =>
    aside
      ? gzipMemberAside(lines, level).then(bytes => ({ bytes }))
      : { bytes: gzipMember(lines, level) },
  frame: level => plainFrame(gzipMember(new Uint8Array(), level)),
};
