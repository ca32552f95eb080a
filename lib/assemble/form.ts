import { levelOf } from '../output/level.js';
import type { FileForm } from '../output/sink.js';
import type { MakingSettings } from './dataset.js';
import { sampleKindOf } from './sample-kind.js';

/**
 * How the files of a run are made.
 *
 * @throws KeychainError USAGE for a level that the format does not have
 */
export const formOf = (settings: MakingSettings): Required<FileForm> => ({
  level: levelOf(settings) ?? 0,
  kind: sampleKindOf(settings),
});
