import { idSet } from '../../disk/id-set.js';
import { type KeyGroups, keyGroups } from '../../disk/key-groups.js';
import { type OrderedStore, orderedStore } from '../../disk/ordered-store.js';
import { RecordError } from '../../errors.js';
import type { Example } from '../../export/example.js';
import type { CountPrompt } from '../../export/prompt-length.js';
import { doubledRecord, recordKey } from '../../ids/unique-records.js';
import { rejectOf } from '../../json/read-records.js';
import { keyedRandom } from '../../random.js';
import { type ReadOptions, rowsOfPart } from '../read-part.js';
import type { Part } from '../recipe/recipe.js';
import { traitsOf, unwanted } from '../traits.js';

/** A row that a part may give. */
export interface Candidate {
  ordinal: number;
  /** One of the keys of its question. */
  key: string;
  /** What else it is drawn by: rows of one question are told apart. */
  id: string;
  tokens: number | null;
  rate: number | null;
  /** Of others: one row a question is enough. */
  isForeign: boolean;
}

/** What the records of a part have come to before any is drawn. */
export interface Surveyed {
  read: number;
  /** By code. */
  rejects: Record<string, number>;
  /** What the recipe does not want, by why. */
  dropped: Record<string, number>;
}

/** All that the parts may give, on disk. */
export interface Survey {
  /** By part, then in the order in which they are drawn. */
  candidates: OrderedStore<Candidate>;
  groups: KeyGroups;
  parts: Surveyed[];
  close(): Promise<void>;
}

/** A part, and the files that it is read from. */
export interface PartFiles {
  part: Part;
  files: readonly string[];
}

/**
 * Reads all parts once: what each may give, drawn by the seed, the part's name, and the question, so that the
 * order of files decides nothing; and which rows are of one question.
 *
 * @param count counts prompts that nobody has counted
 */
export async function survey(
  parts: readonly PartFiles[],
  seed: number,
  count: CountPrompt,
  options: ReadOptions,
): Promise<Survey> {
  const candidates = orderedStore<Candidate>();
  const groups = keyGroups();
  const surveyed: Surveyed[] = [];
  const close = async (): Promise<void> => {
    await candidates.close();
    await groups.close();
  };
  try {
    for (const [i, each] of parts.entries()) {
      const found = await surveyPart(each, count, options, (candidate, keys) => {
        groups.join(keys);
        if (!candidate) return;
        const { key, id } = candidate;
        const rank = keyedRandom('mix draw', seed, each.part.name, key, id).float();
        candidates.put([i, rank, candidate.ordinal], candidate);
      });
      surveyed.push(found);
    }
    return { candidates, groups, parts: surveyed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function surveyPart(
  { part, files }: PartFiles,
  count: CountPrompt,
  options: ReadOptions,
  see: (candidate: Candidate | undefined, keys: readonly string[]) => void,
): Promise<Surveyed> {
  const { reporter } = options;
  const result: Surveyed = { read: 0, rejects: {}, dropped: {} };
  const seen = idSet();
  const reject = (record: object, error: RecordError): void => {
    reporter.reject(rejectOf(record as never, error));
    add(result.rejects, error.code);
  };
  const lost: ReadOptions['reporter'] = {
    warn: reporter.warn,
    reject: rejected => {
      reporter.reject(rejected);
      result.read++;
      add(result.rejects, rejected.code);
    },
  };
  try {
    for await (const row of rowsOfPart(part, files, { ...options, reporter: lost })) {
      const { ordinal, found, record, example } = row;
      result.read++;
      if (example === 'unsolved') {
        add(result.dropped, 'without a right answer');
        continue;
      }
      if (example instanceof RecordError) {
        reject(found, example);
        continue;
      }
      const own = recordKey(record);
      if (own !== undefined && !seen.add(own)) {
        reject(found, doubledRecord(record));
        continue;
      }
      const counted = { ...example, promptTokens: await tokensOf(example, count) };
      const why = unwanted(traitsOf(counted), part.where);
      if (why !== undefined) add(result.dropped, why);
      see(why === undefined ? candidateOf(counted, ordinal) : undefined, example.questionKeys);
    }
    return result;
  } finally {
    await seen.close();
  }
}

/** As it was made; of a row of others, which nobody has counted, as it is counted here. */
const tokensOf = (example: Example, count: CountPrompt) =>
  example.promptTokens ?? (example.kind === 'row' ? count(example) : undefined);

const candidateOf = (example: Example, ordinal: number): Candidate => ({
  ordinal,
  key: example.questionKeys[0]!,
  id: example.id,
  tokens: example.promptTokens ?? null,
  rate: example.passRate ?? null,
  isForeign: example.kind === 'row',
});

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}
