import { Readable } from 'node:stream';
import type { Corpus } from '../lib/corpus/open.js';
import { type PassCountBounds, passCount } from '../lib/filter/rules/pass-count.js';
import type { Model } from '../lib/model/ask/ask.js';
import type { Rolled } from '../lib/model/ask/judge.js';
import type { PromptOptions } from '../lib/model/ask/prompt.js';
import { rollout } from '../lib/model/rollout/rollout.js';
import type { Fields } from '../lib/records/fields.js';
import type { Reject } from '../lib/records/reject.js';
import type { Scoring } from '../lib/score/scoring.js';
import { flow } from '../lib/stream/flow.js';
import { type Candidate, candidates } from './candidates.js';
import type { ModelSettings } from './model.js';
import type { SelectCounts, Selected } from './select.js';
import type { SelectSettings } from './settings.js';

/** How questions are judged before samples are made of them. */
export interface JudgingSettings {
  model: ModelSettings;
  /** A stronger model for what the first one never gets right. */
  rescue?: ModelSettings | undefined;
  /** Rollouts a question. */
  n: number;
  scoring: Scoring;
  prompt: PromptOptions;
  passCount: Required<PassCountBounds>;
}

/** The models, opened. */
export interface Judges {
  model: Model;
  rescue?: Model | undefined;
  countTokens?: ((prompt: string) => number) | undefined;
}

/** What judging has come to; with the same answers the same, whichever came first. */
export interface JudgedCounts {
  asked: number;
  kept: number;
  /** By the name of the rule that would not keep them. */
  dropped: Record<string, number>;
  /** By code. */
  rejected: Record<string, number>;
}

export interface JudgedParts {
  select: SelectSettings;
  judging: JudgingSettings;
  judges: Judges;
  /** Filled in while the questions flow. */
  counts: SelectCounts & { judged: JudgedCounts };
  /** Told after each question. */
  onJudged: (counts: JudgedCounts) => void;
}

export const noneJudged = (): JudgedCounts => ({
  asked: 0,
  kept: 0,
  dropped: { 'pass-count': 0 },
  rejected: {},
});

/**
 * Of the questions selected, those that the model gets right as often as is wanted, in question
 * order; one that got no answers goes along with its reject. `numSamples` counts the questions
 * kept: once they are there no further call starts.
 */
export function judgedQuestions(corpus: Corpus, parts: JudgedParts): Readable {
  const { select, judging, judges, counts, onJudged } = parts;
  const { judged } = counts;
  const rule = passCount(judging.passCount);
  const wanted = select.numSamples < 0 ? Number.POSITIVE_INFINITY : select.numSamples;
  const enough = new AbortController();

  // Both are called in question order, so what is counted does not depend on how far other
  // questions have come; and those that have come further than the last one kept do not count.
  const onDone = (done: Fields & Rolled, push: (selected: Selected) => void): void => {
    if (enough.signal.aborted) return;
    const { selected, unanswerable } = done as unknown as Candidate;
    judged.asked++;
    if (rule.keeps(done)) {
      judged.kept++;
      counts.selected++;
      push(selected);
    } else judged.dropped[rule.name]!++;
    onJudged(judged);
    if (judged.kept < wanted) return;
    counts.unanswerable = unanswerable;
    enough.abort();
  };
  const onReject = (reject: Reject, record: Fields, push: (selected: Selected) => void): void => {
    if (enough.signal.aborted) return;
    judged.asked++;
    judged.rejected[reject.code] = (judged.rejected[reject.code] ?? 0) + 1;
    push({ ...(record as unknown as Candidate).selected, reject });
    onJudged(judged);
  };

  return flow(
    Readable.from(candidates(corpus, select, counts, enough.signal), { highWaterMark: 1 }),
    rollout({
      n: judging.n,
      scoring: judging.scoring,
      prompt: judging.prompt,
      ...judges,
      concurrency: judging.model.concurrency,
      signal: enough.signal,
      onDone,
      onReject,
    }),
  );
}
