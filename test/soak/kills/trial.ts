import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Mock, SeenCall } from '../../support/model/mock-server.js';
import { argsOf, attempt, type Ended, type Place, placeIn } from './attempt.js';
import type { Ground } from './ground.js';
import { differences, type Files, filesIn, litter } from './look.js';
import { CONCURRENCY, journaled, markOf, ROLLOUTS, startModel } from './model.js';
import type { Life } from './moment.js';
import { type Kill, type Manner, type Scenario, told, type Work } from './scenarios.js';
import { blocksBegun } from './work-again.js';

/** What an unbroken run of some work leaves. */
export interface Unbroken {
  code: number | null;
  out: Files;
  corpora: Files;
  life: Life;
}

/** What killing a run has come to. */
export interface Verdict {
  index: number;
  /** The scenario in words. */
  what: string;
  /** Runs that were killed, of those that were to be. */
  killed: number;
  /** For each run that went on after a kill, the blocks that an earlier one had begun too. */
  again: number[];
  problems: string[];
}

/**
 * Calls whose answers may not be in the journal yet when a run is killed: twice as many records as
 * calls are under way, and calls reach a server out of order by no more.
 */
const UNDER_WAY = 4 * CONCURRENCY;

/** Runs some work to its end. */
export async function unbroken(work: Work, ground: Ground, dir: string): Promise<Unbroken> {
  const place = await placeIn(dir);
  const model = work.model ? await startModel(ground.answers) : undefined;
  try {
    const args = argsOf(work, { workers: 2, corpus: 'built' }, ground, { url: model?.url });
    const { code, stderr, ms, changes, names, steps } = await attempt(args, place);
    if (code !== 0 && code !== 3)
      throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    const corpora = await filesIn(place.corpora);
    return { code, out: await filesIn(place.out), corpora, life: { ms, changes, names, steps } };
  } finally {
    await model?.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** Kills runs as a scenario says, makes a last one, and holds what is there against the unbroken run. */
export async function tryScenario(
  scenario: Scenario,
  {
    ground,
    dir,
    expected,
    keep,
  }: { ground: Ground; dir: string; expected: Unbroken; keep: boolean },
): Promise<Verdict> {
  const { index, work, kills, last } = scenario;
  const place = await placeIn(join(dir, `${index}`));
  const model = work.model ? await startModel(ground.answers) : undefined;
  const problems: string[] = [];
  const again: number[] = [];
  let killed = 0;

  const run = async (manner: Manner, shard: number | undefined, kill?: Kill): Promise<Ended> => {
    const before = await blocksBegun(place.trace);
    await rm(place.trace, { force: true });
    const paid = journaled(place.journal);
    if (model) model.calls.length = 0;
    const args = argsOf(work, manner, ground, { url: model?.url, shard });
    const ended = await attempt(args, place, kill && { kill, life: expected.life });
    if (model) {
      await quiet(model);
      problems.push(...paidTwice(model.calls, paid), ...lost(model, place));
    }
    if (work.stage && before.size > 0) {
      const now = await blocksBegun(place.trace);
      again.push([...now].filter(block => before.has(block)).length);
    }
    return ended;
  };

  /** Kills runs, and makes a last one. */
  const through = async (own: readonly Kill[], make: (kill?: Kill) => Promise<Ended>) => {
    for (const kill of own) {
      const before = await litter(place, { inWork: true });
      const ended = await make(kill);
      if (isDone(ended, scenario, expected)) break;
      killed++;
      problems.push(...endProblems(ended, kill));
      if (ended.code === null) continue;
      // What an earlier one has left may still be there.
      const left = (await litter(place, { inWork: true })).filter(each => !before.includes(each));
      problems.push(...left.map(problem => `after ${kill.signal}, ${problem}`));
    }
    const ended = await make();
    if (!isDone(ended, scenario, expected)) {
      problems.push(`the last run ended with ${said(ended)}`);
    }
  };

  if (work.shards === 1) await through(kills, kill => run(kill ?? last, undefined, kill));
  else {
    for (let shard = 0; shard < work.shards; shard++) {
      // The first kill is for the merge.
      const own = kills.filter((_, i) => i > 0 && i % work.shards === shard);
      await through(own, kill => run(kill ?? last, shard, kill));
    }
    await through(kills.slice(0, 1), kill =>
      attempt(MERGE, place, kill && { kill, life: expected.life }),
    );
  }
  problems.push(
    ...differences('output', expected.out, unsharded(await filesIn(place.out))),
    ...(last.corpus === 'built'
      ? differences('corpora', expected.corpora, await filesIn(place.corpora))
      : []),
    ...(await litter(place, { inWork: false })),
  );
  await model?.close();
  if (!keep) await rm(place.dir, { recursive: true, force: true });
  return { index, what: told(scenario), killed, again, problems };
}

const MERGE = ['merge', join('out', 'w')];

/** A shard may have no rejects, of which the whole has some. */
const isDone = ({ code }: Ended, { work }: Scenario, expected: Unbroken): boolean =>
  code === expected.code || (work.shards > 1 && code === 0);

/** Files but for those of shards. */
const unsharded = (files: Files): Files =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !/-\d{5}-of-\d{5}\./.test(name)));

const said = ({ code, signal, stderr }: Ended): string =>
  `${signal ?? code}: ${stderr.trimEnd().slice(-600)}`;

/** What is wrong with how a run that was told to end has ended. */
function endProblems(ended: Ended, { signal }: Kill): string[] {
  // Before a program has begun, the system ends it.
  if (ended.signal === signal || (signal !== 'SIGKILL' && ended.code === 130)) return [];
  return [`a killed run ended with ${said(ended)}`];
}

/** Waits until a server has nothing to do: who asked it is no more. */
async function quiet(model: Mock): Promise<void> {
  while (model.inFlight > 0) await new Promise(done => setTimeout(done, 2));
}

/** Answers that were asked for although the journal had them. */
export function paidTwice(
  calls: readonly SeenCall[],
  paid: ReadonlyMap<string, Set<number>>,
): string[] {
  const problems: string[] = [];
  for (const { key, n } of calls) {
    const had = paid.get(markOf(key))?.size ?? 0;
    if (had + n > ROLLOUTS) problems.push(`paid twice: ${had} answers were there, ${n} asked for`);
  }
  return problems.length > 3
    ? [...problems.slice(0, 3), `${problems.length} such calls`]
    : problems;
}

/** Answers that are not in the journal although there was time to write them. */
function lost({ calls }: Mock, { journal }: Place): string[] {
  const there = journaled(journal);
  const finished = calls.filter(call => call.finished);
  const missing = finished.filter(({ key }) => !there.has(markOf(key)));
  if (missing.length <= UNDER_WAY) return [];
  return [`${missing.length} of ${finished.length} answers are not in the journal`];
}
