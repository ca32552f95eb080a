import type { Writable } from 'node:stream';
import type { Rolled } from '../lib/model/ask/judge.js';
import { prompter } from '../lib/model/ask/prompt.js';
import type { Chat } from '../lib/model/client/chat-types.js';
import { rolloutPrompt } from '../lib/model/rollout/prompts.js';
import { rollout } from '../lib/model/rollout/rollout.js';
import type { Fields } from '../lib/records/fields.js';
import type { Scoring } from '../lib/score/scoring.js';
import { flow } from '../lib/stream/flow.js';
import { type AskedFile, estimateFile, recordsOf, writeRecords } from './asked-file.js';
import {
  closeAll,
  costNote,
  type ModelSettings,
  openModel,
  promptCounter,
  type Spent,
  spentBy,
} from './model.js';
import type { Reporter } from './reporter.js';

export interface RolloutRun extends AskedFile {
  /** A stronger model for what the first one never gets right. */
  rescue?: ModelSettings | undefined;
  /** Default: the rule that goes with questions or samples. */
  scoring?: Partial<Scoring> | undefined;
}

export interface RolloutCounts extends Spent {
  records: number;
  rollouts: number;
  /** Right rollouts. */
  right: number;
  unanswerable: number;
}

/** Questions or samples as JSON lines to the same with scored rollouts. */
export async function rolloutRecords(
  run: RolloutRun,
  output: Writable,
  reporter: Reporter,
): Promise<RolloutCounts> {
  const counts = { records: 0, rollouts: 0, right: 0, unanswerable: 0 };
  const chats: Chat[] = [];
  const counter = await promptCounter([run.model, run.rescue], run.tokenizer);
  try {
    const opened = (settings: ModelSettings) => {
      const chat = openModel(settings, reporter);
      chats.push(chat);
      return { chat, name: settings.model };
    };
    const rolled = flow(
      recordsOf(run.file, reporter),
      rollout({
        ...run,
        ...counter,
        concurrency: run.model.concurrency,
        model: opened(run.model),
        rescue: run.rescue && opened(run.rescue),
        onDone: (record: Fields & Rolled, push) => {
          counts.records++;
          counts.rollouts += record.scores.length;
          counts.right += record.pass_count;
          reporter.progress('rollout', counts.records, undefined, costNote(chats));
          push(record);
        },
        onReject: reporter.reject,
        onUnanswerable: () => counts.unanswerable++,
      }),
    );
    await writeRecords(rolled, output);
    return { ...counts, ...spentBy(chats) };
  } finally {
    await closeAll(chats);
    counter.close();
  }
}

/** What it would come to, before anything is spent. */
export async function estimateRollouts(run: RolloutRun, reporter: Reporter): Promise<object> {
  const { rescue, ...plan } = run;
  const models = rescue ? [run.model, rescue] : [run.model];
  const promptOf = prompter(rolloutPrompt, run.prompt);
  const [estimate, atMost] = await estimateFile(run, models, promptOf, reporter);
  return { plan: { ...plan, rescue }, estimate, ...(atMost && { rescue_at_most: atMost }) };
}
