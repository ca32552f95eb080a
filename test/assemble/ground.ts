import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ExecutionContext } from 'ava';
import type { AssemblerParts } from '../../lib/assemble/block/assembler.js';
import { formOf } from '../../lib/assemble/form.js';
import { corpusOf } from '../../lib/corpus/corpus-of.js';
import type { Candidate } from '../../lib/records/candidate.js';
import { silentReporter } from '../../lib/reporter.js';
import { resolve } from '../../lib/settings/resolve.js';
import type { GivenTo } from '../../lib/settings/values.js';
import { worldStream } from '../../lib/world/index.js';
import { cl100k } from '../fill/tokenizers.js';
import '../support/own-cache.js';
import { tempDir } from '../support/temp-dir.js';

/** A small world with its corpus, for what makes samples of it. */
export interface Ground {
  /** The dataset. */
  file: string;
  corpusDir: string;
  /** All its questions, in its order. */
  candidates: Candidate[];
  /** What an assembler of `keychain` is opened with. */
  parts(given: GivenTo<'keychain'>, changes?: Partial<AssemblerParts>): AssemblerParts;
}

/** Names the tokenizer of {@link cl100k}, as a worker finds it. */
const TOKENIZER = { type: 'openai', path: 'cl100k_base' } as const;

/** Writes and indexes a world in a temporary folder. */
export const ground = async (t: ExecutionContext, questions: number): Promise<Ground> =>
  groundIn(await tempDir(t), questions);

/** The same in a folder. */
export async function groundIn(dir: string, questions: number): Promise<Ground> {
  const file = join(dir, 'world.json');
  await pipeline(worldStream('hotpotqa', { questions, seed: 42 }), createWriteStream(file));
  const inputs = [{ file, format: 'auto' as const }];
  const place = { dir: join(dir, 'corpus') };
  const { dir: corpusDir, info } = await corpusOf(inputs, cl100k, place, silentReporter);
  return {
    file,
    corpusDir,
    candidates: Array.from({ length: questions }, (_, number) => ({
      number,
      position: number,
      sourceIndex: number,
      unanswerable: 0,
      unlabelled: 0,
    })),
    parts: (given, changes = {}) => {
      const settings = resolve('keychain', { maxSeqLength: [2048], ...given });
      return {
        corpusDir,
        corpusKey: info.key,
        tokenizer: TOKENIZER,
        settings,
        command: 'keychain',
        maxSeqLengths: settings.maxSeqLength,
        format: settings.format,
        form: formOf(settings),
        stages: settings.stage ?? [],
        ...changes,
      };
    },
  };
}
