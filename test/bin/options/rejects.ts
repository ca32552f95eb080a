import { readFile } from 'node:fs/promises';
import type { Reject } from '../../../lib/records/reject.js';
import type { CommandName } from '../../../lib/settings/commands.js';
import { type At, baseOf, baseOutput, type Effect, type Effects, recordsOf } from './effect.js';
import { type Ground, reset, run } from './ground.js';

/** A command line that sets one record aside. */
export function rejecting({ command, ground }: Pick<At, 'command' | 'ground'>): string[] {
  reset(ground.server);
  const [, , ...options] = baseOf({ command, ground });
  const args = [command, badInput(command, ground), ...options];
  return command === 'merge' ? [...args, '--questions', ground.questionsFile] : args;
}

function badInput(command: CommandName, { badDataset, broken }: Ground): string {
  if (command === 'score' || command === 'merge') return broken.predictions;
  if (command === 'filter') return broken.scored;
  if (command === 'mix') return broken.recipe;
  if (command === 'chain') return broken.filled;
  if (['reasoning', 'trajectories', 'export'].includes(command)) return broken.plain;
  if (command === 'adopt') return broken.stripped;
  return command === 'fill' || command === 'rollout' ? broken.questions : badDataset;
}

const onReject: Effect = async at => {
  at.t.regex((await run(rejecting(at), 3)).stderr, /1 rejected/);
  const { stderr } = await run([...rejecting(at), '--on-reject', 'fail'], 1);
  at.t.regex(stderr, /TOO_MANY_REJECTS/);
};

const allowRejects: Effect = async at => {
  await run(rejecting(at), 3);
  at.t.is((await run([...rejecting(at), '--allow-rejects'], 0)).code, 0);
};

export const rejects: Effect = async at => {
  const file = at.ground.fresh('rejects.jsonl');
  await run([...rejecting(at), '--rejects', file], 3);
  const [reject, ...more] = recordsOf<Reject>(await readFile(file, 'utf8'));
  at.t.is(more.length, 0);
  at.t.truthy(reject?.code && reject.message);
};

const out: Effect = async at => {
  const file = at.ground.fresh('out.jsonl');
  reset(at.ground.server);
  const { stdout } = await run([...baseOf(at), '--out', file]);
  at.t.is(stdout, '');
  at.t.is(await readFile(file, 'utf8'), await baseOutput(at));
};

/** Of every command that reads records. */
export const REJECTS: Effects = { onReject, allowRejects };

/** Of every stage. */
export const STAGE: Effects = { ...REJECTS, rejects, out };
