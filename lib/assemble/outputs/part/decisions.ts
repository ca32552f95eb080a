import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../../disk/make-folder.js';
import { endWork, keepWork, markTemporary, unmarkTemporary } from '../../../disk/temporary.js';
import { unwritable, writing } from '../../../disk/unwritable.js';
import { wholeLines } from '../../../disk/whole-lines.js';
import { jsonText } from '../../../json/json-text.js';
import type { Decided, Decisions } from '../../../judge/judge.js';
import { judgedOf } from './names.js';

/*
 * What a model has decided on the questions of a run that may be gone on with.
 *
 * The answers themselves are in the journal, but a question that got none is not: a server that was
 * down may answer the next time. Where a block says that such a question is a reject, the next run has
 * to know, or its counts would tell something else than its files. So each decision is a line of
 * NAME.part.judged, written before any block can be made of its question. The next run takes over
 * the decisions that the blocks have which it keeps; about all others the model is asked again,
 * mostly through the journal.
 */

/** Decisions of earlier runs of the same plan, and those of this one. */
export interface DecisionLog extends Decisions {
  /** The position behind the last one that is decided on. */
  readonly to: number;
  /**
   * Forgets what is decided from a position on; to be called once, before anything is asked for or
   * recorded.
   */
  keep(to: number): Promise<void>;
  /** To be called when a block is written: what is decided stays, however this process ends. */
  stay(): void;
  /** Leaves what is there for the next run. */
  suspend(): void;
  /** Removes it: all that it has decided is written. */
  end(): void;
}

/**
 * Opens the decisions on the questions of a run.
 *
 * @param path of the file that the run makes; the decisions stand beside it
 * @param from the first position of the run
 */
export function decisionLog(
  path: string,
  { planSha256, from }: { planSha256: string; from: number },
): DecisionLog {
  const log = judgedOf(path);
  let to = from;
  for (const { position } of known(log, planSha256, from)) to = position + 1;
  let file: number | undefined;
  let earlier: Iterator<Known> | undefined;
  let keptBytes = 0;
  const open = (bytes: number): number => {
    if (bytes === 0) markTemporary(log);
    else keepWork(log);
    const opened = openSync(log, 'a');
    ftruncateSync(opened, bytes);
    if (bytes === 0) writeSync(opened, `${jsonText({ plan_sha256: planSha256 })}\n`);
    return opened;
  };
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    to,
    keep: most =>
      writing(path, async () => {
        await makeFolder(dirname(log));
        for (const { position, end } of known(log, planSha256, from)) {
          if (position < most) keptBytes = end;
        }
        file = open(keptBytes);
        earlier = known(log, planSha256, from);
      }),
    at(position) {
      const next = earlier?.next();
      if (next?.done === false && next.value.end <= keptBytes && next.value.position === position) {
        return next.value.decided;
      }
      earlier = undefined;
      return undefined;
    },
    record(position, decided) {
      if (file === undefined) return;
      try {
        writeSync(file, `${jsonText({ position, ...decided })}\n`);
      } catch (cause) {
        throw unwritable(path, cause as Error);
      }
    },
    stay: () => keepWork(log),
    suspend: close,
    end() {
      close();
      rmSync(log, { force: true });
      unmarkTemporary(log);
      endWork(log);
    },
  };
}

/** A decision that is recorded, and the byte behind its line. */
interface Known {
  position: number;
  decided: Decided;
  end: number;
}

/** The decisions of the same plan, position by position, up to the first line that is none. */
function* known(log: string, planSha256: string, from: number): Generator<Known> {
  let isHead = true;
  let expected = from;
  for (const { line, end } of wholeLines(log)) {
    const { plan_sha256, position, ...decided } = parsed(line);
    if (isHead ? plan_sha256 !== planSha256 : position !== expected++) return;
    if (!isHead) yield { position: position!, decided, end };
    isHead = false;
  }
}

/** A line of the file; the first one says of what plan it is. */
type Line = Decided & { plan_sha256?: string; position?: number };

function parsed(line: string): Line {
  try {
    return { ...(JSON.parse(line) as Line) };
  } catch {
    return { isKept: false, rollouts: 0, right: 0 };
  }
}
