import type { Readable } from 'node:stream';
import type { Corpus } from '../corpus/open.js';
import { KeychainError, type RecordError } from '../errors.js';
import { passCount } from '../filter/rules/pass-count.js';
import { asking } from '../model/ask/asking.js';
import type { PromptOptions } from '../model/ask/prompt.js';
import { roller } from '../model/rollout/rollout.js';
import type { Candidate } from '../records/candidate.js';
import type { Fields } from '../records/fields.js';
import type { Reject } from '../records/reject.js';
import type { Scoring } from '../score/scoring.js';
import { type Deal, isDealtTo } from '../select/deal.js';
import type { SettingsOf } from '../settings/values.js';
import { flow } from '../stream/flow.js';
import { promptOf, scoringOf } from './asking-settings.js';
import {
  type ModelOptions,
  type ModelSettings,
  modelOptions,
  type RescueSettings,
  rescueOptions,
} from './models.js';
import type { Models } from './open-models.js';

/** How questions are judged before samples are made of them; plain data. */
export interface Judging {
  model: ModelOptions;
  rescue?: ModelOptions | undefined;
  /** Rollouts a question. */
  n: number;
  scoring: Scoring;
  prompt: PromptOptions;
  /** Right answers of a question that is kept. */
  keep: Bounds;
  /** The same of questions that the second model decides on. */
  rescued: { n: number; keep: Bounds };
}

/** Right answers, at least and at most. */
export interface Bounds {
  min: number;
  max: number;
}

/** The settings that say whether and how questions are judged. */
export type JudgingSettings = ModelSettings &
  RescueSettings &
  Pick<
    SettingsOf<'keychain'>,
    | 'n'
    | 'prompt'
    | 'answerInstruction'
    | 'rule'
    | 'metric'
    | 'minCorrect'
    | 'maxCorrect'
    | 'rescueN'
    | 'rescueMinCorrect'
    | 'rescueMaxCorrect'
  >;

/** The method keeps questions with 1 to 6 right of 8. */
const MOST_RIGHT = 6 / 8;

/**
 * How the settings have questions judged.
 *
 * @throws KeychainError USAGE, INPUT_MISSING
 */
export function judgingOf(settings: JudgingSettings): Judging {
  const { n, minCorrect, maxCorrect, rescueN = n } = settings;
  const model = modelOptions(settings);
  const rescue = rescueOptions(settings, model);
  const keep = boundsOf('', n, minCorrect, maxCorrect);
  const rescueMax = settings.rescueMaxCorrect ?? (rescueN === n ? maxCorrect : undefined);
  const rescueMin = settings.rescueMinCorrect ?? minCorrect;
  return {
    model,
    rescue,
    n,
    scoring: scoringOf(settings),
    prompt: promptOf(settings),
    keep,
    rescued: {
      n: rescueN,
      keep: rescue ? boundsOf('rescue-', rescueN, rescueMin, rescueMax) : keep,
    },
  };
}

/** @throws KeychainError USAGE for bounds that no question can meet */
function boundsOf(
  prefix: string,
  n: number,
  min = 1,
  max = Math.max(1, Math.floor(n * MOST_RIGHT)),
): Bounds {
  if (min <= Math.min(max, n)) return { min, max };
  throw new KeychainError(
    'USAGE',
    `--${prefix}min-correct ${min} --${prefix}max-correct ${max}: no question can have so many of ${n}`,
  );
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

/** Counts of nothing so far. */
export const noneJudged = (): JudgedCounts => ({
  asked: 0,
  kept: 0,
  dropped: { 'pass-count': 0 },
  rejected: {},
});

/** Answers that have decided on questions. */
export interface AnswerCounts {
  rollouts: number;
  right: number;
}

/** What is decided on a candidate. */
export interface Decided {
  /** Whether the model gets it right as often as is wanted. */
  isKept: boolean;
  /** Answers that have decided, and those that are right. */
  rollouts: number;
  right: number;
  /** Why it got no answers. */
  reject?: Reject;
}

/** What is decided on candidates, by position, so that a run that is gone on with decides the same. */
export interface Decisions {
  /** What an earlier run has decided; asked for in the order of the positions. */
  at(position: number): Decided | undefined;
  /** Takes what this run decides, in the same order, before anybody makes use of it. */
  record(position: number, decided: Decided): void;
}

export interface JudgeParts {
  corpus: Corpus;
  judging: Judging;
  models: Models;
  /** Candidates to keep, at each length that has positions of its own; -1 means all. */
  numSamples: number;
  /** Which length takes which positions; missing where each takes all. */
  deal?: Deal | undefined;
  /** Counted along. */
  counts: JudgedCounts;
  /** The same a length, where there is a `deal`. */
  countsAt?: readonly JudgedCounts[] | undefined;
  answers: AnswerCounts;
  decisions?: Decisions | undefined;
  /** Aborted once that many are kept. */
  enough: AbortController;
  /** Told after each candidate; after the last one wanted `enough` is aborted already. */
  onJudged: (counts: JudgedCounts, candidate: Candidate) => void;
}

/** What is decided on a question that nobody wants. */
const NOTHING_DECIDED: Decided = { isKept: false, rollouts: 0, right: 0 };

/** A candidate, and what is decided on it. */
interface Judged extends Decided {
  candidate: Candidate;
  /** By an earlier run. */
  isKnown?: true;
}

/**
 * Of some candidates, those that the model gets right as often as is wanted, in their order; one
 * that got no answers goes along with its reject. Once `numSamples` are kept, no further call
 * starts, and what is under way does not count.
 */
export function judgeCandidates(candidates: Readable, parts: JudgeParts): Readable {
  const { corpus, judging, models, counts, answers, enough, decisions, onJudged, deal } = parts;
  const rule = passCount(judging.keep);
  const rescueRule = passCount(judging.rescued.keep);
  const wanted = parts.numSamples < 0 ? Number.POSITIVE_INFINITY : parts.numSamples;
  const { scoring, prompt } = judging;
  const rollOut = roller({ n: judging.n, scoring, prompt, model: models.model });
  const rescue =
    models.rescue && roller({ n: judging.rescued.n, scoring, prompt, model: models.rescue });
  const judged = async (question: Fields, signal: AbortSignal): Promise<Decided> => {
    const first = await rollOut(question, signal);
    const isRescued = rescue && first.pass_count === 0;
    const last = isRescued ? await rescue(question, signal) : first;
    return {
      isKept: (isRescued ? rescueRule : rule).keeps(last),
      rollouts: last.rollouts.length,
      right: last.pass_count,
    };
  };

  /** Of all questions or, where each length has its own, of each length's. */
  const lanes = deal ? deal.places.map((_, length) => parts.countsAt![length]!) : [counts];
  const isFull = (lane: JudgedCounts): boolean => lane.kept >= wanted;
  /** Undefined for a position that no length takes that is made. */
  const laneOf = (position: number): JudgedCounts | undefined =>
    lanes.find((_, length) => isDealtTo(deal, position, length));
  /** Whether nobody wants the question at a position, whatever the model says of it. */
  const isPassed = ({ position }: Candidate): boolean => {
    const lane = laneOf(position);
    return lane === undefined || isFull(lane);
  };

  // Called in the order of the candidates, so what is counted does not depend on how far others have
  // come.
  const onDecided = ({ candidate, isKnown, ...decided }: Judged, push: Push): void => {
    if (enough.signal.aborted) return;
    // A length may have been filled while the question was asked; without a line, what comes behind
    // it could not be gone on with.
    if (isPassed(candidate)) {
      if (!isKnown) decisions?.record(candidate.position, NOTHING_DECIDED);
      return;
    }
    if (!isKnown) decisions?.record(candidate.position, decided);
    const { isKept, rollouts, right, reject } = decided;
    answers.rollouts += rollouts;
    answers.right += right;
    for (const each of new Set([counts, laneOf(candidate.position)!])) {
      each.asked++;
      if (reject) each.rejected[reject.code] = (each.rejected[reject.code] ?? 0) + 1;
      else if (isKept) each.kept++;
      else each.dropped[rule.name]!++;
    }
    if (reject) push({ ...candidate, reject });
    else if (isKept) push(candidate);
    if (lanes.every(isFull)) enough.abort();
    onJudged(counts, candidate);
  };

  return flow(
    candidates,
    asking<Judged, Candidate>(
      async (candidate, signal) => {
        const known = decisions?.at(candidate.position);
        if (known) return { candidate, ...known, isKnown: true };
        if (isPassed(candidate)) return { candidate, ...NOTHING_DECIDED };
        const { question } = corpus.question(candidate.number);
        return { candidate, ...(await judged(question, signal)) };
      },
      {
        concurrency: judging.model.concurrency,
        signal: enough.signal,
        onDone: onDecided,
        onReject: (reject, candidate, push) =>
          onDecided({ candidate, isKept: false, rollouts: 0, right: 0, reject }, push),
        rejectOf: ({ number }, error) => rejectOf(corpus, number, error),
      },
    ),
  );
}

type Push = (candidate: Candidate) => void;

function rejectOf(corpus: Corpus, number: number, { code, message }: RecordError): Reject {
  return { code, message, id: corpus.question(number).question.id };
}
