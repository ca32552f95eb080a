import { EMPTY_ZSTD_FRAME, ZSTD_LEVELS, zstdFrame, zstdFrameAside } from '../../zstd-frame.js';
import { plainFrame, type Sink } from '../sink.js';

/** JSON lines compressed with zstd, a frame a block. An empty file has one of no bytes. */
export const jsonlZst: Sink = {
  help: 'JSON lines compressed with zstd',
  ending: '.jsonl.zst',
  levels: ZSTD_LEVELS,
  takesLines: true,
  pack: ({ lines }, { level, aside }) =>
    aside
      ? zstdFrameAside(lines, level).then(bytes => ({ bytes }))
      : { bytes: zstdFrame(lines, level) },
  frame: () => plainFrame({ empty: EMPTY_ZSTD_FRAME }),
};
