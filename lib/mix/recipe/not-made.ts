import type { SettingName } from '../../settings/table.js';

/** Settings that a part has no use for: where it goes and what is told is the mixture's to say. */
export const NOT_MADE: ReadonlySet<SettingName> = new Set([
  ...(['out', 'saveDir', 'saveName', 'rejects', 'onReject', 'allowRejects'] as const),
  ...(['fresh', 'dryRun', 'shard', 'shards', 'config', 'json', 'quiet', 'debug', 'help'] as const),
]);
