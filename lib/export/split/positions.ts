import type { Readable } from 'node:stream';
import { type TemporaryStore, temporaryStore } from '../../disk/temporary-store.js';
import type { Example } from '../example.js';

/** At which position each question stands; on disk, so that any number has its place. */
export interface Positions {
  /** Questions. */
  readonly count: number;
  of(questionKey: string): number | undefined;
  close(): Promise<void>;
}

/** Numbers the questions of some examples in the order in which they are met first. */
export async function numberQuestions(examples: Readable): Promise<Positions> {
  const store = temporaryStore();
  let count = 0;
  try {
    for await (const { questionKey } of examples as AsyncIterable<Example>) {
      if (!store.has(questionKey)) store.put(questionKey, entryOf(count++));
    }
  } catch (error) {
    await store.close();
    throw error;
  }
  return { count, of: key => positionIn(store, key), close: store.close };
}

function positionIn(store: TemporaryStore, key: string): number | undefined {
  const entry = store.get(key);
  return entry && Number(entry.readBigUInt64LE());
}

function entryOf(position: number): Buffer {
  const entry = Buffer.alloc(8);
  entry.writeBigUInt64LE(BigInt(position));
  return entry;
}
