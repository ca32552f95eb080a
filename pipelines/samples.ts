import type { Chat } from '../lib/model/client/chat-types.js';
import { loadTokenizer } from '../lib/tokenize/load.js';
import { type DatasetSummary, makeDatasetSamples } from './dataset-samples.js';
import type { Judges, JudgingSettings } from './judged.js';
import { closeAll, type ModelSettings, openModel, promptCounter } from './model.js';
import type { Reporter } from './reporter.js';
import type { SampleRun } from './sample-run.js';

/** keychain, synth and relevant-only: makes the samples of each dataset in turn. */
export async function makeSamples(run: SampleRun, reporter: Reporter): Promise<DatasetSummary[]> {
  const tokenizer = await loadTokenizer(run.tokenizer);
  const chats: Chat[] = [];
  const counter = await promptCounter([run.judging?.model, run.judging?.rescue], run.tokenizer);
  try {
    const judges = run.judging && openJudges(run.judging, chats, reporter);
    const summaries: DatasetSummary[] = [];
    for (const input of run.inputs) {
      const parts = { tokenizer, judges: judges && { ...judges, ...counter } };
      summaries.push(await makeDatasetSamples(input, run, parts, reporter));
    }
    return summaries;
  } finally {
    await closeAll(chats);
    counter.close();
    tokenizer.close();
  }
}

/** The models, once for all datasets, so that caps hold for the whole run. */
function openJudges({ model, rescue }: JudgingSettings, chats: Chat[], reporter: Reporter): Judges {
  const opened = (settings: ModelSettings) => {
    const chat = openModel(settings, reporter);
    chats.push(chat);
    return { chat, name: settings.model };
  };
  return { model: opened(model), rescue: rescue && opened(rescue) };
}
