import { KeychainError } from '../errors.js';
import type { Sink } from './sink.js';
import { SINKS, type SinkName } from './sinks.js';

/** The settings that say how a file is packed. */
export interface LevelSettings {
  format: SinkName;
  /** Missing for the format's own. */
  compressionLevel?: number | undefined;
}

/**
 * The level that a file of a format is compressed with, which has a range of its own; undefined where
 * nothing is compressed.
 *
 * @throws KeychainError USAGE
 */
export function levelOf({ format, compressionLevel }: LevelSettings): number | undefined {
  const { levels }: Sink = SINKS[format];
  if (!levels) return undefined;
  const level = compressionLevel ?? levels.default;
  if (level >= levels.min && level <= levels.max) return level;
  throw new KeychainError(
    'USAGE',
    `--compression-level ${level}: with --format ${format} it is ${levels.min} to ${levels.max}`,
  );
}

/** In words: the levels that each format has. */
export const levelsInWords = (): string =>
  Object.entries<Sink>(SINKS)
    .flatMap(([name, { levels }]) =>
      levels ? [`${name} ${levels.min} to ${levels.max}, default ${levels.default}`] : [],
    )
    .join('; ');
