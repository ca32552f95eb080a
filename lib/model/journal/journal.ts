import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import pLimit from 'p-limit';
import type { ChatAnswer } from '../client/chat-types.js';
import { stopError } from '../client/errors.js';
import { firstLine } from '../faults/fault.js';
import { checkJournalFile } from './journal-file.js';

/*
 * What is recorded, and when. Each answer is recorded on its own, under what was asked (SHA-256
 * of model, messages and parameters) and its rollout number; neither the endpoint nor the key nor
 * the prompt itself is in it. All answers of a call are recorded in one transaction (LMDB's writes
 * of one turn of the event loop), before any of them is handed on: `record` resolves when the
 * transaction is committed. Calls that finish together share a transaction. Rejects are not recorded: they cost nothing, and another server
 * or a longer context may well answer.
 *
 * What is redone after a crash. The calls that were under way, and those whose answers had
 * arrived but were not committed yet (milliseconds). Of a request that was partly answered, only
 * the missing rollouts are asked for.
 *
 * What is never done twice. A call whose answers were handed on, however the process ended: a
 * commit is in the hands of the operating system, and kill -9 cannot take it back. Each commit is
 * also flushed to the disk in the background; a power failure takes back at most those of the
 * last moments, as whole transactions. A half-written transaction is never seen, since nothing
 * points to its pages.
 *
 * Several processes may share a journal on one machine; whoever comes first with an answer has
 * its answer kept, and everybody hands on the one that is kept. LMDB needs a local file system.
 */
export interface Journal {
  /** The recorded answers to what was asked, by rollout number below `rollouts`. */
  find(id: string, rollouts: number): Map<number, ChatAnswer>;
  /**
   * Records answers under their rollout numbers and resolves, once they are safe, to the ones
   * that are kept.
   *
   * @throws KeychainError JOURNAL_UNUSABLE
   */
  record(id: string, rollouts: number[], answers: ChatAnswer[]): Promise<ChatAnswer[]>;
  /** Flushes to the disk and closes. */
  close(): Promise<void>;
}

/**
 * Calls whose answers are on their way into the file at once. Of those that come in together, as
 * the first ones of a run do, LMDB would have megabytes under way in its threads, which keep what
 * memory they once had. A few fill a transaction as well.
 */
const WRITES_AT_ONCE = 24;

/** @throws KeychainError JOURNAL_UNUSABLE */
export function openJournal(dir: string): Journal {
  const unusable = (error: unknown): Error =>
    stopError(
      'JOURNAL_UNUSABLE',
      `the journal ${dir}: ${firstLine(String((error as Error).message))}`,
    );
  const attempt = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw unusable(error);
    }
  };
  const store = attempt(() => {
    mkdirSync(dir, { recursive: true });
    checkJournalFile(join(dir, 'data.mdb'));
    const opened = open<ChatAnswer, Buffer>({
      path: dir,
      noSubdir: false,
      keyEncoding: 'binary',
      encoding: 'json',
      compression: true,
    });
    // A process that was killed may have left a reader behind, which keeps old pages from re-use.
    opened.readerCheck();
    return opened;
  });
  const limit = pLimit(WRITES_AT_ONCE);
  /**
   * What is on its way to the disk, behind the commits. LMDB knows of the last one only, and a file
   * that is closed while an earlier one is under way brings the process down.
   */
  const flushing = new Set<Promise<unknown>>();
  const followFlush = (): void => {
    const flush: Promise<unknown> = Promise.resolve(store.flushed).finally(() =>
      flushing.delete(flush),
    );
    flushing.add(flush);
  };

  const write = async (keys: Buffer[], answers: ChatAnswer[]): Promise<ChatAnswer[]> => {
    try {
      // No callback inside a transaction: LMDB's thread would wait for this one, and if this one
      // is in `process.exit`, after Ctrl+C say, for ever.
      const writing = Promise.all(
        keys.map((key, at) => store.ifNoExists(key, () => void store.put(key, answers[at]!))),
      );
      followFlush();
      const written = await writing;
      return keys.map((key, at) => (written[at] ? answers[at] : store.get(key))!);
    } catch (error) {
      throw unusable(error);
    }
  };

  return {
    find: (id, rollouts) =>
      attempt(() => {
        const found = new Map<number, ChatAnswer>();
        for (let rollout = 0; rollout < rollouts; rollout++) {
          const answer = store.get(keyOf(id, rollout));
          if (answer) found.set(rollout, answer);
        }
        return found;
      }),
    record: (id, rollouts, answers) =>
      limit(
        write,
        rollouts.map(rollout => keyOf(id, rollout)),
        answers,
      ),
    async close() {
      await Promise.all([...flushing, store.flushed]);
      await store.close();
    },
  };
}

/** 32 bytes of what was asked, then the rollout number: the rollouts of a request lie together. */
function keyOf(id: string, rollout: number): Buffer {
  const key = Buffer.alloc(36);
  key.write(id, 'hex');
  key.writeUInt32BE(rollout, 32);
  return key;
}
