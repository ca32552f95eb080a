import type { Writable } from 'node:stream';
import { prompter } from '../lib/model/ask/prompt.js';
import { type Reasoned, reason } from '../lib/model/reason/reason.js';
import { type StyleName, stylePrompt } from '../lib/model/reason/styles.js';
import type { Fields } from '../lib/records/fields.js';
import { flow } from '../lib/stream/flow.js';
import { type AskedFile, estimateFile, recordsOf, writeRecords } from './asked-file.js';
import { costNote, openModel, promptCounter, type Spent, spentBy } from './model.js';
import type { Reporter } from './reporter.js';

export interface ReasoningRun extends AskedFile {
  style: StyleName;
}

export interface ReasoningCounts extends Spent {
  records: number;
  sequences: number;
}

/** Samples as JSON lines to the same with a model's reasoning. */
export async function reasonRecords(
  run: ReasoningRun,
  output: Writable,
  reporter: Reporter,
): Promise<ReasoningCounts> {
  const counts = { records: 0, sequences: 0 };
  const counter = await promptCounter([run.model], run.tokenizer);
  const chat = openModel(run.model, reporter);
  try {
    const reasoned = flow(
      recordsOf(run.file, reporter),
      reason({
        ...run,
        ...counter,
        concurrency: run.model.concurrency,
        model: { chat, name: run.model.model },
        onDone: (record: Fields & Reasoned, push) => {
          counts.records++;
          counts.sequences += record.reasoning.length;
          reporter.progress('reasoning', counts.records, undefined, costNote([chat]));
          push(record);
        },
        onReject: reporter.reject,
      }),
    );
    await writeRecords(reasoned, output);
    return { ...counts, ...spentBy([chat]) };
  } finally {
    await chat.close();
    counter.close();
  }
}

/** What it would come to, before anything is spent. */
export async function estimateReasoning(run: ReasoningRun, reporter: Reporter): Promise<object> {
  const promptOf = prompter(() => stylePrompt(run.style), run.prompt);
  const [estimate] = await estimateFile(run, [run.model], promptOf, reporter);
  return { plan: run, estimate };
}
