import { plainFrame, type Sink } from '../sink.js';

/** JSON lines as they are. */
export const jsonl: Sink = {
  help: 'plain JSON lines',
  ending: '.jsonl',
  takesLines: true,
  pack: ({ lines }) => ({ bytes: Uint8Array.from(lines) }),
  frame: () => plainFrame(),
};
