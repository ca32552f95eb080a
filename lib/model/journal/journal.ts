import { KeychainError } from '../../errors.js';
import type { ChatAnswer } from '../client/chat-types.js';
import { stopError } from '../client/errors.js';
import { firstLine } from '../faults/fault.js';
import { type AskAgain, type Chosen, choose } from './choose.js';
import { sharedFiles } from './journal-files.js';
import { makeFolder } from './segments.js';

/*
 * What is recorded, and when. All answers of a call go into one frame, under what was asked
 * (SHA-256 of model, messages and parameters), with their rollout numbers and the limit that they
 * were asked with; neither the endpoint nor the key nor the prompt itself is in it. `record`
 * resolves when the operating system has the frame, before any of its answers is handed on. Rejects
 * are not recorded: they cost nothing, and another server or a longer context may well answer.
 *
 * What is redone after a crash. The calls that were under way, and those whose answers had
 * arrived but were not written yet (milliseconds). Of a request that was partly answered, only
 * the missing rollouts are asked for.
 *
 * What is never done twice. A call whose answers were handed on, however the process ended: kill -9
 * cannot take back what was written. Each write is also flushed to the disk in the background; a
 * power failure takes back at most those of the last moments.
 *
 * What damage does. Files only grow, and each frame has its own checksum. What is cut off or
 * changed is told and counts as missing; the frames before and behind it are used. No file is
 * mapped into memory, so that no damage brings the process down, and none is locked.
 *
 * Several processes may share a journal. Those on one machine append to one file, whose order
 * decides: whoever comes first with an answer has its answer kept, and everybody hands on the one
 * that is kept. Other machines append to files of their own; a run reads all that are there when it
 * begins.
 *
 * Where a call's frames lie is kept in a temporary database, made anew by reading all frames once.
 */
export interface Journal {
  /** The recorded answers to what was asked that can be used, by rollout number below `rollouts`. */
  find(id: string, rollouts: number): Map<number, ChatAnswer>;
  /**
   * Records answers under their rollout numbers and resolves, once they are safe, to the ones
   * that are kept.
   *
   * @param limit what they were asked with, if it is not the journal's
   * @throws KeychainError JOURNAL_UNUSABLE
   */
  record(
    id: string,
    rollouts: number[],
    answers: ChatAnswer[],
    limit?: number,
  ): Promise<ChatAnswer[]>;
  /** Flushes to the disk and closes. */
  close(): Promise<void>;
}

export interface JournalOptions {
  /** Tokens that an answer may have. Default Infinity: the server decides. */
  limit?: number;
  askAgain?: readonly AskAgain[];
  /** Nothing is made or written. */
  readOnly?: boolean;
  /** Told in one line of what cannot be read. */
  onNotice?: (line: string) => void;
}

/** @throws KeychainError JOURNAL_UNUSABLE, OUTPUT_UNWRITABLE (a temporary file) */
export function openJournal(
  dir: string,
  {
    limit: usual = Number.POSITIVE_INFINITY,
    askAgain = [],
    readOnly = false,
    onNotice = () => undefined,
  }: JournalOptions = {},
): Journal {
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw unusable(dir, error);
    }
  };
  const files = attempt(() => {
    if (!readOnly) makeFolder(dir);
    return sharedFiles(dir, { canWrite: !readOnly, onNotice });
  });

  const chosenOf = (id: string, rollouts: number, limit: number): Map<number, Chosen> =>
    choose(files.entriesOf(id), { rollouts, limit, askAgain });
  const find = (id: string, rollouts: number): Map<number, ChatAnswer> =>
    new Map(
      [...chosenOf(id, rollouts, usual)].flatMap(([rollout, { answer, isStale }]) =>
        isStale ? [] : [[rollout, answer]],
      ),
    );

  return {
    find: (id, rollouts) =>
      attempt(() => {
        const found = find(id, rollouts);
        if (found.size === rollouts || readOnly) return found;
        // Somebody else may have asked meanwhile.
        return files.refresh() ? find(id, rollouts) : found;
      }),
    async record(id, rollouts, answers, limit = usual) {
      try {
        const most = Math.max(...rollouts) + 1;
        const generation =
          askAgain.length === 0 ? 0 : nextGeneration(chosenOf(id, most, limit), rollouts, limit);
        await files.record(id, { limit, generation, rollouts, answers });
        if (files.count(id) === 1) return answers;
        const kept = chosenOf(id, most, limit);
        return rollouts.map((rollout, at) => kept.get(rollout)?.answer ?? answers[at]!);
      } catch (error) {
        throw unusable(dir, error);
      }
    },
    close: () => files.close(),
  };
}

/** Of answers that take the place of others, one more than those have. */
function nextGeneration(
  before: Map<number, Chosen>,
  rollouts: readonly number[],
  limit: number,
): number {
  const replaced = rollouts.flatMap(rollout => {
    const old = before.get(rollout);
    return old?.isStale && old.limit === limit ? [old.generation + 1] : [];
  });
  return Math.max(0, ...replaced);
}

/** What is to be done about it, by the code of the system's error. */
const WAYS_OUT: Record<string, string> = {
  ENOSPC: 'make room, then run the same command again: what is answered is kept',
  EDQUOT: 'make room, then run the same command again: what is answered is kept',
};

function unusable(dir: string, error: unknown): Error {
  if (error instanceof KeychainError) return error;
  const { message, code } = error as NodeJS.ErrnoException;
  const wayOut = code && `; ${WAYS_OUT[code] ?? 'name another folder with --journal'}`;
  return stopError('JOURNAL_UNUSABLE', `the journal ${dir}: ${firstLine(message)}${wayOut ?? ''}`);
}
