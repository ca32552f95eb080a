import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { rejectedInput } from '../../datasets/rejected-input.js';
import { claimedFolder, removeLeftBehind } from '../../disk/claims.js';
import { idSet } from '../../disk/id-set.js';
import { makeFolder } from '../../disk/make-folder.js';
import { markEmptied, removeEmptied, type TemporaryFolder } from '../../disk/temporary.js';
import { KeychainError } from '../../errors.js';
import { inputPlace } from '../../input/input-place.js';
import type { Reject } from '../../records/reject.js';
import type { TextsMet } from '../../texts/read-texts.js';
import type { Tokenizer } from '../../tokenize/tokenizer.js';
import {
  BUILDING,
  CORPUS_FORMAT,
  type CorpusInfo,
  type CorpusInput,
  corpusKey,
  REJECTS_FILE,
  readInfo,
  writeInfo,
} from '../store/info.js';
import { buildStore } from './build.js';
import { corpusRecords } from './corpus-records.js';
import { type Digest, type DigestMemory, digestFile, digestMemory } from './digest.js';
import { type FillerSource, fillerInputs } from './fillers.js';
import type { BuildThreads } from './passage-maker.js';
import { checkPlace, putInPlace } from './put-in-place.js';
import { loggedRejects, rejectLog } from './reject-log.js';
import { sizeOf } from './size-of.js';
import { type CorpusSource, corpusInput } from './sources.js';
import { unwritable } from './unwritable.js';

/** How far the building of a corpus is. */
export interface BuildProgress {
  /** Questions that are in the corpus. */
  questions: number;
  /** Passages of texts that are in it. */
  fillers: number;
  /** Bytes of the inputs that were read, as they are stored. */
  bytes: number;
  /** Bytes of all inputs; undefined unless all are regular files. */
  totalBytes: number | undefined;
}

export interface EnsureOptions {
  sources: CorpusSource[];
  /** Texts whose passages come behind those of the questions. */
  fillers?: readonly FillerSource[] | undefined;
  tokenizer: Tokenizer;
  /** Threads to build with; what is built does not depend on them. Default: none. */
  threads?: BuildThreads | undefined;
  /** Where corpora and digests are kept. */
  cacheDir: string;
  /** The corpus's own folder; by default one below `cacheDir`, named by its key. */
  dir?: string | undefined;
  /** Called again and again while a corpus is being built, at last when all is read. */
  onProgress?: ((progress: BuildProgress) => void) | undefined;
  /** Called for texts that were read. */
  onTexts?: ((source: FillerSource, met: TextsMet) => void) | undefined;
  /** Called for each reject as it is met, while a corpus is being built. */
  onReject?: ((reject: Reject) => void) | undefined;
  /** Takes the rejects again if nothing else has come of the inputs; then the building fails. */
  onNothing?: ((rejects: AsyncIterable<Reject>) => Promise<void>) | undefined;
}

export interface EnsuredCorpus {
  dir: string;
  info: CorpusInfo;
  /** False if the corpus was there already. */
  built: boolean;
}

/**
 * Finds the finished corpus of the inputs' content and the tokenizer, or builds it.
 *
 * A corpus is built in a hidden folder, in its own one or beside it, and put in place when it is
 * whole, so that nobody ever opens half of one, and two processes that build the same one do not
 * meet. The inputs are hashed while they are read; what they hashed to is remembered by path, size,
 * modification time and inode. A file that is not remembered is hashed beforehand only if some corpus
 * has an input of its very size, so that a copied or touched file does not cost another build.
 */
export async function ensureCorpus(options: EnsureOptions): Promise<EnsuredCorpus> {
  const found = await findCorpus(options);
  if (!found) return build(options);
  // One that was killed behind its last step has left its folder, and nothing is built any more.
  await removeLeftBehind(options.dir ?? resolve(options.cacheDir, 'corpora'), BUILDING);
  return found;
}

/** What {@link ensureCorpus} would find, or undefined if it would have to build. */
export async function findCorpus(options: EnsureOptions): Promise<EnsuredCorpus | undefined> {
  const { cacheDir, tokenizer } = options;
  const known = await knownInputs(options, digestMemory(cacheDir));
  if (!known) return undefined;
  const key = corpusKey(known, tokenizer.identity);
  const dir = options.dir ?? join(cacheDir, 'corpora', key);
  const info = await readInfo(dir).catch(() => undefined);
  if (info?.key !== key) return undefined;
  // The files may have had other names when they were read.
  const named = { ...info, inputs: known, tokenizer: tokenizer.identity };
  return { dir, info: named, built: false };
}

async function knownInputs(
  { sources, fillers = [], cacheDir, dir }: EnsureOptions,
  memory: DigestMemory,
): Promise<CorpusInput[] | undefined> {
  const inputs: CorpusInput[] = [];
  for (const source of sources) {
    const { file } = source;
    if (file === '-') return undefined;
    const digest =
      (await memory.recall(file)) ?? (await hashIfFamiliar(file, memory, cacheDir, dir));
    if (!digest) return undefined;
    inputs.push(corpusInput(source, digest));
  }
  return [...inputs, ...(await fillerInputs(fillers, memory))];
}

async function hashIfFamiliar(
  file: string,
  memory: DigestMemory,
  cacheDir: string,
  dir: string | undefined,
): Promise<Digest | undefined> {
  // A file that is not there is reported when it is read.
  const state = await memory.stateOf(file).catch(() => undefined);
  if (state === undefined) return undefined;
  const { size } = await stat(inputPlace(file).path);
  const corpora = join(cacheDir, 'corpora');
  const names = await readdir(corpora).catch(() => []);
  const dirs = dir ? [dir] : names.map(name => join(corpora, name));
  const infos = await Promise.all(dirs.map(each => readInfo(each).catch(() => undefined)));
  if (!infos.some(info => info?.inputs.some(input => input.bytes === size))) return undefined;
  // Nor is one that cannot be read.
  const digest = await digestFile(file).catch(() => undefined);
  if (digest) await memory.remember(file, state, digest);
  return digest;
}

async function build(options: EnsureOptions): Promise<EnsuredCorpus> {
  const { cacheDir } = options;
  const dir = options.dir === undefined ? undefined : resolve(options.dir);
  if (dir !== undefined) await checkPlace(dir);
  const corpora = resolve(cacheDir, 'corpora');
  const building = await buildingFolder(dir ?? corpora);
  try {
    const info = await buildIn(building.path, options);
    const place = dir ?? join(corpora, info.key);
    await unwritable(place, () => makeFolder(place));
    await putInPlace(building.path, place, info.key);
    return { dir: options.dir ?? place, info, built: true };
  } finally {
    building.remove();
  }
}

/** Makes a folder to build in, below one that is made too if it is not there. */
function buildingFolder(parent: string): Promise<TemporaryFolder> {
  return unwritable(parent, async () => {
    const isNew = !existsSync(parent);
    await makeFolder(parent);
    await removeLeftBehind(parent, BUILDING);
    const building = claimedFolder(parent, BUILDING);
    if (!isNew) return building;
    markEmptied(parent);
    return {
      path: building.path,
      remove() {
        building.remove();
        removeEmptied(parent);
      },
    };
  });
}

/** Builds a corpus in a folder; its `corpus.json` is the last that is written. */
async function buildIn(folder: string, options: EnsureOptions): Promise<CorpusInfo> {
  const { sources, fillers = [], tokenizer, cacheDir, onProgress } = options;
  const memory = digestMemory(cacheDir);
  const inputs: CorpusInput[] = [];
  const writing = <T>(work: () => T): T => unwritable(dirname(folder), work);
  const rejects = writing(() => rejectLog(join(folder, REJECTS_FILE)));
  const seen = idSet();
  const all = rejectedInput();
  let rejected = 0;
  let bytes = 0;
  try {
    const totalBytes = await sizeOf(sources, fillers, memory);
    const records = corpusRecords(sources, fillers, inputs, {
      memory,
      tokenizer,
      seen,
      onBytes: chunk => {
        bytes += chunk.length;
      },
      onReject: (reject, input, readAs) => {
        rejected++;
        const filler = fillers[input - sources.length];
        if (!filler) all.see(reject, readAs);
        writing(() => rejects.write(reject, input, filler?.file));
        options.onReject?.(reject);
      },
      onTexts: options.onTexts,
    });
    const counts = await buildStore(
      Readable.from(records, { highWaterMark: 16 }),
      folder,
      tokenizer,
      {
        threads: options.threads,
        onBatch:
          onProgress &&
          (({ questions, fillers }) => onProgress({ questions, fillers, bytes, totalBytes })),
      },
    );
    if (counts.questions === 0 && sources.length > 0) {
      const files = sources.map(({ file }) => file);
      rejects.close();
      await options.onNothing?.(loggedRejects(join(folder, REJECTS_FILE), files));
      throw new KeychainError('INPUT_FORMAT', all.describe(files));
    }
    rejects.close();
    const { sha256: rejectsDigest } = await digestFile(join(folder, REJECTS_FILE));
    const info: CorpusInfo = {
      key: corpusKey(inputs, tokenizer.identity),
      format: CORPUS_FORMAT,
      inputs,
      tokenizer: tokenizer.identity,
      ...counts,
      rejects: rejected,
      rejects_sha256: rejectsDigest,
    };
    await writing(() => writeInfo(folder, info));
    return info;
  } finally {
    rejects.close();
    await seen.close();
  }
}
