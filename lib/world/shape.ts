import type { HotpotHubRow, HotpotRecord } from './hotpotqa.js';
import type { MusiqueRecord } from './musique.js';
import type { SquadArticle } from './squad.js';
import type { TwoWikiRecord } from './twowiki.js';

/** What a file of each shape is a list of. */
export interface WorldRecords {
  hotpotqa: HotpotRecord;
  'hotpotqa-hub': HotpotHubRow;
  '2wikimqa': TwoWikiRecord;
  musique: MusiqueRecord;
  squad: SquadArticle;
}
export type WorldShape = keyof WorldRecords;

export interface WorldOptions {
  /** Questions in the whole file. */
  questions: number;
  /** Default 42. */
  seed?: number;
}
