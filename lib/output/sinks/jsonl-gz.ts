import { DEFAULT_GZIP_LEVEL, gzipMember, gzipMemberAside } from '../gzip.js';
import { plainFrame, type Sink } from '../sink.js';

/** Gzipped JSON lines, a member a block. A file of 0 bytes is no gzip file: an empty one has one. */
export const jsonlGz: Sink = {
  help: 'gzipped JSON lines',
  ending: '.jsonl.gz',
  levels: { min: 0, max: 9, default: DEFAULT_GZIP_LEVEL },
  takesLines: true,
  pack: ({ lines }, { level, aside }) =>
    aside
      ? gzipMemberAside(lines, level).then(bytes => ({ bytes }))
      : { bytes: gzipMember(lines, level) },
  frame: ({ level }) => plainFrame({ empty: gzipMember(new Uint8Array(), level) }),
};
