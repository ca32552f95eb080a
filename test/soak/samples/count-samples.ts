import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tiktoken } from '@dqbd/tiktoken/lite';
import { Tokenizer as RustTokenizer } from 'tokenizers';
import { openInput } from '../../../lib/input/open.js';
import { readSamples } from '../../../lib/json/read-samples.js';
import { finalPrompt } from '../../../lib/prompt/final-prompt.js';
import type { Sample } from '../../../lib/records/sample.js';
import { flow } from '../../../lib/stream/flow.js';
import { keychain } from '../../../pipelines/keychain.js';
import type { Subject } from '../tokenizers/subjects.js';

/** Samples are made with it, and their prompts counted by its library, asked by nobody of ours. */
export interface SampleSubject {
  name: string;
  /** Opens it; `folder` is empty and gone afterwards. */
  open(folder: string): Promise<Opened>;
}

interface Opened {
  settings: { tokenizerType: 'openai' | 'hf'; tokenizerPath: string };
  count(prompt: string): Promise<number>;
}

const require = createRequire(import.meta.url);

/** A `tokenizer.json`, counted by the Rust library. */
export const rustSubject = ({ name, json }: Subject): SampleSubject => ({
  name,
  open: async folder => {
    const text = await json();
    await writeFile(join(folder, 'tokenizer.json'), text);
    const rust = RustTokenizer.fromString(text);
    rust.disableTruncation();
    rust.disablePadding();
    return {
      settings: { tokenizerType: 'hf', tokenizerPath: folder },
      count: async prompt =>
        (await rust.encode(prompt.toWellFormed(), null, { addSpecialTokens: false })).getLength(),
    };
  },
});

/** An encoding of OpenAI, counted by tiktoken. */
export const tiktokenSubject = (name: string): SampleSubject => ({
  name,
  open: async () => {
    const encoder = require(`@dqbd/tiktoken/encoders/${name}.json`);
    const tiktoken = new Tiktoken(encoder.bpe_ranks, encoder.special_tokens, encoder.pat_str);
    return {
      settings: { tokenizerType: 'openai', tokenizerPath: name },
      count: async prompt => tiktoken.encode_ordinary(prompt).length,
    };
  },
});

/** What is asked of the samples of one tokenizer. */
interface Asked {
  datasets: readonly string[];
  lengths: readonly number[];
  /** Questions of each dataset at most; -1 for all. */
  count: number;
  seed: number;
}

/** What is found in them. */
export interface CountedSamples {
  samples: number;
  /** Samples whose `length` is wrong or over the budget, a line each. */
  wrong: string[];
}

/** Makes samples of some datasets with a tokenizer, and counts each prompt by the library. */
export async function countSamples(
  subject: SampleSubject,
  { datasets, lengths, count, seed }: Asked,
): Promise<CountedSamples> {
  const folder = await mkdtemp(join(tmpdir(), 'soak-samples-'));
  const found: CountedSamples = { samples: 0, wrong: [] };
  try {
    const opened = await subject.open(folder);
    for (const [i, dataset] of datasets.entries()) {
      const [made] = await keychain({
        ...opened.settings,
        dataset: [dataset],
        corpus: join(folder, `corpus-${i}`),
        saveDir: join(folder, `samples-${i}`),
        maxSeqLength: [...lengths],
        numSamples: count,
        randomSeed: seed,
        workers: 1,
      });
      for (const { file } of made!.outputs) await look(file, opened, found);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return found;
}

async function look(file: string, { count }: Opened, found: CountedSamples): Promise<void> {
  for await (const each of flow(openInput(file), readSamples(file))) {
    const { id, length, ...sample } = each as Sample;
    const { prompt_tokens: told, tokens_to_generate: room, max_seq_length: budget } = sample.meta;
    const counted = await count(finalPrompt(sample));
    found.samples++;
    if (told === counted && length === counted + room && length <= budget) continue;
    found.wrong.push(
      `${id}: ${counted} tokens by the library, prompt_tokens ${told}, length ${length} of ${budget}`,
    );
  }
}
